"""Forms about who may sign for a party, on what ground and for how long (F11)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import AgreementKind
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.forms.several import Several
from partnerships.models import Contact, Mandate
from partnerships.periods import after


class MandateForm(forms.Form):
    """People write the last day; the house keeps the first day without the mandate."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    contact = forms.ModelChoiceField(label=_("Who may sign?"), queryset=Contact.objects.none())
    basis = FreeText(
        label=_("Basis of the mandate"),
        max_length=200,
        help_text=_("For example: mandate decision of 12 January, power of attorney, or entry in the trade register."),
    )
    scope = Several(
        label=_("For what?"),
        choices=AgreementKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose nothing when it covers every agreement."),
    )
    valid_from = Day(label=_("First day"), widget=forms.DateInput)
    last_day = Day(
        label=_("Last day"), required=False, widget=forms.DateInput, help_text=_("Leave empty when no end is known.")
    )
    upload = forms.FileField(
        label=_("Document"), required=False, allow_empty_file=True, help_text=_("PDF or picture, at most 25 MB.")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """What the verbs keep, without the person and the file."""
        data = self.cleaned_data
        return {
            "basis": data["basis"],
            "scope": data["scope"],
            "valid_from": data["valid_from"],
            "valid_until": after(data["last_day"]),
        }


def known_of(mandate: Mandate) -> dict[str, Any]:
    """A mandate as its form shows it."""
    return {
        "contact": mandate.contact_id,
        "basis": mandate.basis,
        "scope": mandate.scope,
        "valid_from": mandate.valid_from,
        "last_day": mandate.last_day,
    }


class EndMandateForm(forms.Form):
    use_required_attribute = False  # the server says what is missing, in the language of the reader

    last_day = Day(label=_("Last day"), widget=forms.DateInput)
