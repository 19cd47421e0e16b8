"""What people are called: one line, and nothing in it that a page or a mail does not show."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

UNSEEN = ("Cc", "Zl", "Zp")  # control characters, and ends of lines and paragraphs
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # show text backwards


def refuse_unseen(text: str) -> None:
    """Raises ``ValidationError`` for new lines, tabs and characters that change how the rest is shown."""
    if any(unicodedata.category(one) in UNSEEN or one in TURNING for one in text):
        raise ValidationError(_("Write this on one line, without tabs or characters that cannot be seen."))


class OneLine(forms.CharField):
    """A name or a function of a person, as it stands under a document, in a mail and in the trail."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[refuse_unseen], **options)
