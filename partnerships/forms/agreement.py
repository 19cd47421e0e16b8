"""Forms of the project leader: the text, sending it, withdrawing it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.free_text import FreeText
from partnerships.models import Partner
from partnerships.personal_data import NEVER


class SendForm(forms.Form):
    """Who signs as a witness, and the mark of the text that was on the screen."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    witnesses = forms.MultipleChoiceField(
        label=_("Who signs as a witness, instead of as a party?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, possible: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.possible = {str(partner.pk): partner for partner in possible}
        if possible:
            self.fields["witnesses"].choices = [(key, str(one)) for key, one in self.possible.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["witnesses"]

    def chosen(self) -> list[Partner]:
        return [self.possible[key] for key in self.cleaned_data.get("witnesses", [])]


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


class RefusalForm(ReasonForm):
    """Why somebody does not sign. Nothing of a person can be kept: who signs by link has nobody to answer for it."""

    reason = FreeText(
        label=_("Reason"),
        rows=4,
        may_keep=NEVER,
        max_length=2000,
        help_text=_("The people concerned read this."),
        error_messages={"required": _("Write down the reason. The people concerned will read it.")},
    )
