from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import ContactChannel, Firmness
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.models import Partner
from partnerships.personal_data import NEVER


class SoundingForm(forms.Form):
    """One contact with somebody who could pull the initiative (F07). A function, never a name."""

    partner = forms.ModelChoiceField(label=_("Party"), queryset=Partner._base_manager.none(), required=False)
    organisation_name = FreeText(label=_("Or another organisation"), max_length=160, required=False, may_keep=NEVER)
    function = FreeText(
        label=_("Function of the person"), max_length=120, required=False, may_keep=NEVER,
        help_text=_("For example: director, alderman. No name is needed."),
    )  # fmt: skip
    held_on = Day(label=_("Contact on"), widget=forms.DateInput)
    channel = forms.ChoiceField(label=_("How?"), choices=ContactChannel.choices)
    outcome = FreeText(label=_("Outcome"), rows=3, max_length=4000)
    commitment = forms.ChoiceField(
        label=_("How firm is the commitment?"), choices=Firmness.choices, widget=forms.RadioSelect
    )
    next_step = FreeText(label=_("Next step"), max_length=200, required=False)
    next_on = Day(label=_("Next step on"), widget=forms.DateInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.select_related("organisation")  # type: ignore[attr-defined]
