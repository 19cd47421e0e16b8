from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.party_overview import kind_name
from partnerships.enums import ContactChannel, Firmness
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.models import Partner, WantedParty
from partnerships.personal_data import NEVER
from partnerships.scheme import Scheme

WANTED = "wanted:"  # before the key of a party that is to be approached


class SoundingForm(forms.Form):
    """One contact with somebody who could pull the initiative (F07). A function, never a name."""

    partner = forms.ChoiceField(label=_("Party"), required=False)
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

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(one.pk): one for one in Partner.objects.select_related("organisation")}
        self.wanted = {
            f"{WANTED}{one.pk}": one.name or kind_name(scheme, one.kind) for one in WantedParty.objects.all()
        }
        groups: list[tuple[object, list[tuple[str, str]]]] = [
            (_("Parties"), [(key, str(one)) for key, one in self.parties.items()]),
            (_("To be approached"), list(self.wanted.items())),
        ]
        choices = [("", _("Choose a party")), *(group for group in groups if group[1])]
        self.fields["partner"].choices = choices  # type: ignore[attr-defined]
        for name in ("partner", "organisation_name"):
            self.fields[name].one_of = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The party itself; of one that is to be approached the name, which ties the talk to it once it is a party."""
        data = super().clean() or {}
        chosen = data.get("partner", "")
        data["partner"] = self.parties.get(chosen)
        if chosen in self.wanted:
            data["organisation_name"] = self.wanted[chosen]
        return data
