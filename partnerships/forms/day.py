"""The field for every day people fill in: one that a calendar of ours can still count on from."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)


def refuse_far_away(day: date) -> None:
    """Raises ``ValidationError`` for a year that is a slip: a term or a year later would be no day any more."""
    if not FIRST <= day <= LAST:
        raise ValidationError(_("This day is too far away. Look whether the year is right."))


class Day(forms.DateField):
    """A day between 1900 and 2999."""

    def __init__(self, *, validators: Sequence[Callable[[Any], None]] = (), **options: Any) -> None:
        super().__init__(validators=[refuse_far_away, *validators], **options)


class Moment(forms.DateTimeField):
    """A moment on such a day."""

    def to_python(self, value: Any) -> datetime | None:
        try:
            found: datetime | None = super().to_python(value)
        except OverflowError:  # the last hours there are, in another time zone
            refuse_far_away(date.max)
            raise
        if found is not None:
            refuse_far_away(found.date())
        return found
