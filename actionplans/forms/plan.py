"""Forms of the plan itself: period, text of an element, approval."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.models import Plan
from actionplans.rules import why_not_period
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.models import Partner


class PlanForm(forms.Form):
    """Title and period. On screen the last day counts; ``cleaned_data["ends_on"]`` is the half-open end."""

    title = FreeText(label=_("Title"), max_length=160)
    starts_on = Day(label=_("First day"), widget=forms.DateInput)
    last_day = Day(label=_("Up to and including"), widget=forms.DateInput)

    def __init__(self, *args: Any, months: int, plan: Plan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = months
        self.fields["last_day"].help_text = _("A plan covers at least %(months)s months.") % {"months": months}
        if plan is not None:
            self.initial.update(title=plan.title, starts_on=plan.starts_on, last_day=plan.last_day)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts_on, last_day = data.get("starts_on"), data.pop("last_day", None)
        if starts_on and last_day:
            data["ends_on"] = last_day + timedelta(days=1)
            if reason := why_not_period(starts_on, data["ends_on"], months=self.months):
                self.add_error("last_day", reason)
        return data


class ElementForm(forms.Form):
    """The text of one element; empty takes the text away."""

    text = FreeText(label=_("Text"), required=False, max_length=20_000, rows=14)


class ApprovalForm(forms.Form):
    """A party's written approval. Where it is written down is needed unless the party says so itself."""

    partner: "forms.ModelChoiceField[Partner]" = forms.ModelChoiceField(queryset=None, label=_("Party"))
    on = Day(label=_("Approved on"), widget=forms.DateInput)
    recorded_from = FreeText(
        label=_("Where this approval is written down"),
        max_length=200,
        required=False,
        help_text=_("For example: minutes of the working group of 3 February. Not needed for your own organisation."),
    )

    def __init__(self, *args: Any, own: frozenset[int], only_own: bool, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        waiting = Partner.objects.joined().exclude(plan_approvals__plan=plan).select_related("organisation")
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = waiting.filter(pk__in=own) if only_own else waiting
        if only_own:
            del self.fields["recorded_from"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        partner = data.get("partner")
        if partner and partner.pk not in self.own and not data.get("recorded_from"):
            self.add_error("recorded_from", _("Say where the approval of this party is written down."))
        return data
