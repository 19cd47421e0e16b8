"""Money as people read it; it is kept in whole euro cents."""

from django.utils.formats import number_format


def in_euros(cents: int) -> str:
    """``€ 14.300``, with cents only where there are any, as the language of the reader writes numbers."""
    amount = number_format(abs(cents) / 100, decimal_pos=2 if cents % 100 else 0, force_grouping=True)
    return f"{'-' if cents < 0 else ''}€\u00a0{amount}"
