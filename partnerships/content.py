"""Whether a text says anything: what is typed over to fill a field is not content."""

MIN_LETTERS = 20


def is_hollow(text: str) -> bool:
    """Has it fewer than ``MIN_LETTERS`` letters? An empty text has."""
    return sum(character.isalpha() for character in text) < MIN_LETTERS
