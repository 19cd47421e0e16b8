"""Forms of the inventory: who belongs here, own kinds of party, and inviting a missing party at once (F06, F08, F12)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from partnerships.domain.party_overview import EXPECTED, OTHER, REQUIRED, every_kind, kind_name
from partnerships.domain.wanted_parties import Wish
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.forms.one_line import OneLine
from partnerships.forms.party import LINES, PartyForm
from partnerships.forms.several import Several
from partnerships.mailbox import MailboxFormField
from partnerships.models import WantedParty
from partnerships.personal_data import NEVER
from partnerships.scheme import Scheme


class WantedForm(forms.Form):
    """The list of the sources, to be ticked at once; of what was ticked before, which organisation it is."""

    required = Several(label=_("Required"), required=False, widget=forms.CheckboxSelectMultiple)
    expected = Several(label=_("Expected"), required=False, widget=forms.CheckboxSelectMultiple)
    other = Several(label=_("Other parties"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, scheme: Scheme, own: Iterable[str], taken: set[str], wanted: list[WantedParty], **kwargs: Any
    ) -> None:
        ticked = {one.kind for one in wanted}
        groups = grouped(scheme, own)
        offered = {key: [kind for kind in kinds if kind not in taken] for key, kinds in groups.items()}
        initial = {key: [kind for kind in kinds if kind in ticked] for key, kinds in offered.items()}
        super().__init__(*args, **{**kwargs, "initial": initial})
        for key, kinds in offered.items():
            self.fields[key].choices = [(kind, kind_name(scheme, kind)) for kind in kinds]  # type: ignore[attr-defined]
            if not kinds:
                del self.fields[key]
        self.wanted = [one for one in wanted if one.kind not in taken]
        for one in self.wanted:
            self.fields[f"name_{one.pk}"] = FreeText(
                label=_("Organisation"), max_length=160, required=False, initial=one.name, may_keep=NEVER
            )
            self.fields[f"email_{one.pk}"] = MailboxFormField(
                label=_("General e-mail address"), required=False, initial=one.email
            )
        self.scheme = scheme

    def groups(self) -> list[BoundField]:
        """The groups that have something to tick."""
        return [self[key] for key in (REQUIRED, EXPECTED, OTHER) if key in self.fields]

    def lines(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """Of every kind that was ticked: its name here, and its two fields."""
        for one in self.wanted:
            yield kind_name(self.scheme, one.kind), self[f"name_{one.pk}"], self[f"email_{one.pk}"]

    def wishes(self) -> dict[str, Wish]:
        """What is ticked now, for the verb."""
        data = self.cleaned_data
        known = {one.kind: Wish(data[f"name_{one.pk}"], data[f"email_{one.pk}"]) for one in self.wanted}
        ticked = [kind for key in (REQUIRED, EXPECTED, OTHER) for kind in data.get(key, [])]
        return {kind: known.get(kind, Wish()) for kind in ticked}


def grouped(scheme: Scheme, own: Iterable[str]) -> dict[str, list[str]]:
    """Every kind under required, expected or other."""
    required = [need.kind for need in scheme.required_parties]
    expected = [need.kind for need in scheme.expected_parties]
    rest = [kind for kind in every_kind(scheme, own) if kind not in {*required, *expected}]
    return {REQUIRED: required, EXPECTED: expected, OTHER: rest}


class PartyTypeForm(forms.Form):
    """A kind of party of one's own."""

    name = FreeText(label=_("Name of the kind of party"), max_length=32, may_keep=NEVER)


class PartyInviteForm(PartyForm):
    """An organisation and its person, invited at once."""

    joined = None  # type: ignore[assignment]  # nobody takes part before saying so
    name = OneLine(label=_("Name"), max_length=120)
    function = OneLine(label=_("Function"), max_length=120)
    email = MailboxFormField(label=_("E-mail address"))


class PartyDeclinesForm(PartyForm):
    """An organisation that said no before anybody invited it: on which day, and why."""

    joined = None  # type: ignore[assignment]  # it does not take part
    on = Day(label=_("On which day?"), widget=forms.DateInput)
    reason = FreeText(label=_("Reason"), rows=LINES, max_length=2000)
