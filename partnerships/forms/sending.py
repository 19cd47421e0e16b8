"""Sending a text: who witnesses, at once or in turns, the last days, the rhythm of reminders, how long it is valid."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.rounds import RoundPlan
from partnerships.forms.day import Day
from partnerships.forms.several import Several
from partnerships.models import Contact, Partner
from partnerships.periods import after

MOST_DAYS = 60
MOST_TURNS = 400
AT_ONCE, IN_TURNS = "together", "turns"


class RhythmForm(forms.Form):
    """After how many days a reminder goes out; empty is the setting one level up."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    first = forms.IntegerField(
        label=_("First reminder after how many days?"), required=False, min_value=1, max_value=MOST_DAYS
    )
    every = forms.IntegerField(
        label=_("Then again every how many days?"), required=False, min_value=1, max_value=MOST_DAYS
    )


class SendForm(forms.Form):
    """``seen`` is the mark of the text that was on the screen. Everything else may stay empty."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    witnesses = Several(
        label=_("Who signs as a witness, instead of as a party?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    also = Several(
        label=_("Who signs as a witness, beside their own organisation?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The organisation then is a party too: somebody else signs for it."),
    )
    order = forms.ChoiceField(
        label=_("Who is asked when?"),
        choices=[(AT_ONCE, _("Everybody at once")), (IN_TURNS, _("One after the other"))],
        widget=forms.RadioSelect,
        required=False,
        initial=AT_ONCE,
    )
    sign_by = Day(
        label=_("Last day to sign"),
        required=False,
        widget=forms.DateInput,
        help_text=_("The links work at least until then."),
    )
    remind_first_days = forms.IntegerField(
        label=_("First reminder after how many days?"), required=False, min_value=1, max_value=MOST_DAYS
    )
    remind_every_days = forms.IntegerField(
        label=_("Then again every how many days?"), required=False, min_value=1, max_value=MOST_DAYS
    )
    last_day = Day(
        label=_("The text is valid until and including"),
        required=False,
        widget=forms.DateInput,
        help_text=_("On sending, this day is added to the text as its last part, and is signed with it."),
    )
    notice_days = forms.IntegerField(
        label=_("Days of notice for a party that leaves"),
        required=False,
        min_value=0,
        max_value=730,
        help_text=_("On sending, this number is added to the text as well. Three months are 90 days."),
    )

    def __init__(
        self, *args: Any, possible: Sequence[Partner], people: Sequence[Contact] = (), parties: Sequence[Partner] = (),
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.possible = {str(partner.pk): partner for partner in possible}
        self.people = {str(person.pk): person for person in people}
        self.parties = list(dict.fromkeys([*parties, *possible]))
        self._offer("witnesses", [(key, str(one)) for key, one in self.possible.items()])
        self._offer("also", [(key, f"{one.name} ({one.partner})") for key, one in self.people.items()])
        for number, party in enumerate(self.parties, start=1):
            self.fields[f"turn_{party.pk}"] = forms.IntegerField(
                label=_("Turn"), required=False, min_value=1, max_value=MOST_TURNS, initial=number
            )
            self.fields[f"sign_by_{party.pk}"] = Day(label=_("Own last day"), required=False, widget=forms.DateInput)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    @property
    def witness_fields(self) -> str:
        """Who witnesses; "" where nobody can."""
        return " ".join(name for name in ("witnesses", "also") if name in self.fields)

    @property
    def first_fields(self) -> str:
        """What everybody looks at."""
        return "order sign_by last_day notice_days"

    @property
    def party_rows(self) -> list[dict[str, Any]]:
        """The fields of each party, for the table."""
        return [
            {"party": one, "turn": self[f"turn_{one.pk}"], "sign_by": self[f"sign_by_{one.pk}"]} for one in self.parties
        ]

    @property
    def has_folded_errors(self) -> bool:
        return bool(set(self.errors) - {*self.witness_fields.split(), *self.first_fields.split()})

    def chosen(self) -> list[Partner]:
        return [self.possible[key] for key in self.cleaned_data.get("witnesses", [])]

    def plan(self) -> RoundPlan:
        """What was chosen; turns count only when parties sign one after the other."""
        data = self.cleaned_data
        in_order = data["order"] == IN_TURNS
        turns = {one.pk: data[f"turn_{one.pk}"] for one in self.parties if in_order and data[f"turn_{one.pk}"]}
        return RoundPlan(
            in_order=in_order,
            sign_by=data["sign_by"],
            remind_first_days=data["remind_first_days"],
            remind_every_days=data["remind_every_days"],
            valid_until=after(data["last_day"]),
            notice_days=data["notice_days"],
            turns=turns,
            deadlines={one.pk: data[f"sign_by_{one.pk}"] for one in self.parties if data[f"sign_by_{one.pk}"]},
            also=[self.people[key] for key in data.get("also", [])],
        )
