"""Two texts made to take hours are still compared: what cannot be matched in time was taken out and put in."""

from difflib import SequenceMatcher

import pytest

from partnerships.domain import comparing
from partnerships.domain.comparing import compare

LONG = 100_000
SHORT_LINES = ("a\n\n" * LONG)[:LONG]
TEXTS = {
    "many lines": ("\n\n".join(f"w{one}" for one in range(14_000))[:LONG], "\n\n".join(f"x{one} y" for one in range(12_000))),
    "one line many times": (SHORT_LINES, "\n\n".join(f"x{one} y" for one in range(12_000))[:LONG]),
    "one word many times": (
        "\n\n".join("a " * 1990 + str(one) for one in range(24)), "\n\n".join(f"{one} " + "a " * 1990 for one in range(24)),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), TEXTS.values(), ids=TEXTS)
def test_comparing_ends(old, new, monkeypatch):
    """Counted in pairs that are looked at, and in what these cost at worst: seconds say more of the machine."""
    steps = []

    class Counting(SequenceMatcher[str]):
        def __init__(self, junk, one, other, **more):
            steps.append(comparing.LOOK + len(one) * len(other))
            super().__init__(junk, one, other, **more)

    monkeypatch.setattr(comparing, "SequenceMatcher", Counting)
    rows = compare(old, new).rows
    assert sum(steps) <= comparing.MOST_STEPS
    kept = "\n".join("".join(piece.text for piece in row.pieces if piece.mark != "ins") for row in rows)
    assert kept.split() == old.split()


def test_a_text_of_ordinary_length_is_still_compared_word_by_word():
    old = "\n\n".join(f"Partij {one} doet voor 1 mei mee aan ronde {one} op het park." for one in range(300))
    rows = compare(old, old.replace("mei", "juni")).rows
    assert {row.state for row in rows} == {"changed"}
    assert all(len(row.pieces) == 4 for row in rows)
