from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.pledges import MOST, quarter_name, signed_pledges
from partnerships.forms.free_text import FreeText
from partnerships.periods import add_months, months_before, quarter_of, quarters_between

BACK, AHEAD = 24, 48  # months of quarters to choose from


def quarter_choices(start: date, end: date) -> list[tuple[str, str]]:
    return [(day.isoformat(), quarter_name(day)) for day in quarters_between(start, end)]


class PledgeForm(forms.Form):
    """Hours a party promises for every quarter of a period (F81)."""

    hours = forms.IntegerField(label=_("Hours per quarter"), min_value=1, max_value=MOST)
    first = forms.TypedChoiceField(label=_("First quarter"), coerce=date.fromisoformat)
    last = forms.TypedChoiceField(label=_("Last quarter"), coerce=date.fromisoformat)
    note = FreeText(label=_("What for"), max_length=200, required=False)
    agreement = forms.TypedChoiceField(
        label=_("Signed in"), required=False, help_text=_("The pledge of capacity that was sent to be signed, if any.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = quarter_choices(months_before(today, BACK), add_months(today, AHEAD))
        texts = {str(one.pk): one for one in signed_pledges()}
        fields: Any = self.fields
        fields["first"].choices = fields["last"].choices = quarters
        fields["first"].initial = quarter_of(today).isoformat()
        fields["last"].initial = add_months(quarter_of(today), 9).isoformat()
        fields["agreement"].choices = [("", _("no text")), *((key, str(text)) for key, text in texts.items())]
        fields["agreement"].coerce, fields["agreement"].empty_value = texts.__getitem__, None


class HoursForm(forms.Form):
    """Hours a party really spent in a quarter (F81)."""

    quarter = forms.TypedChoiceField(label=_("Quarter"), coerce=date.fromisoformat)
    hours = forms.IntegerField(label=_("Hours used"), min_value=0, max_value=MOST)
    note = FreeText(label=_("What for"), max_length=200, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = quarter_choices(months_before(today, BACK), add_months(quarter_of(today), 3))
        fields: Any = self.fields
        fields["quarter"].choices = list(reversed(quarters))
