"""Forms of the project leader: the text, sending it, withdrawing it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.free_text import FreeText
from partnerships.forms.signature import CodeForm
from partnerships.personal_data import NEVER


class ReasonForm(forms.Form):
    """Why a text is withdrawn."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    reason = FreeText(
        label=_("Reason"),
        rows=4,
        max_length=2000,
        help_text=_("The people concerned read this."),
        error_messages={"required": _("Write down the reason. The people concerned will read it.")},
    )


class RefusalForm(CodeForm, ReasonForm):
    """Why somebody does not sign. Nothing of a person can be kept: who signs by link has nobody to answer for it."""

    reason = FreeText(
        label=_("Reason"),
        rows=4,
        may_keep=NEVER,
        max_length=2000,
        help_text=_("The people concerned read this."),
        error_messages={"required": _("Write down the reason. The people concerned will read it.")},
    )
