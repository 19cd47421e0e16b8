"""Adding counts up without turning "no figure" into 0 (domain.md 4.1)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Total:
    """A sum, and how many of its parts have no figure. `value` None: not one part has a figure."""

    value: int | None
    gaps: int

    @property
    def whole(self) -> bool:
        return self.gaps == 0

    def __str__(self) -> str:
        if self.value is None:
            return _("no figure")
        written = str(number_format(self.value, use_l10n=True, force_grouping=True))
        return written if self.whole else _("at least %(number)s") % {"number": written}


def add_up(values: Iterable[int | None]) -> Total:
    """The sum of counts. A part without figure makes the sum a least number; nothing to add is no figure."""
    value, gaps, known = 0, 0, False
    for one in values:
        if one is None:
            gaps += 1
        else:
            value, known = value + one, True
    return Total(value if known else None, gaps)
