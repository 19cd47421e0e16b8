"""What people look for in the matrix of measures (F51)."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from actionplans.domain.matrix import Overview, quarter_name
from actionplans.enums import BudgetDecision, MeasureKind, MeasureState
from actionplans.models import Measure
from partnerships.periods import add_months

DECISIONS = [
    (BudgetDecision.UNDECIDED, _("No decision yet, or requested")),
    (BudgetDecision.GRANTED, BudgetDecision.GRANTED.label),
    (BudgetDecision.REFUSED, BudgetDecision.REFUSED.label),
    (BudgetDecision.NOT_NEEDED, BudgetDecision.NOT_NEEDED.label),
]


class MeasureFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters measures that carry ``state``; the choices are what the plan holds, so a filter never finds nothing."""

    q = django_filters.CharFilter(
        method="search", label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}), max_length=80
    )
    area = django_filters.ChoiceFilter(field_name="objective__priority", label=_("Focus area"), empty_label=_("All"))
    party = django_filters.ChoiceFilter(field_name="owner_partner", label=_("Party"), empty_label=_("All"))
    person = django_filters.ChoiceFilter(field_name="owner_contact", label=_("Person"), empty_label=_("All"))
    quarter = django_filters.ChoiceFilter(method="in_quarter", label=_("Quarter"), empty_label=_("All"))
    status = django_filters.ChoiceFilter(
        field_name="state", choices=MeasureState.choices, label=_("State"), empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(choices=MeasureKind.choices, label=_("Kind"), empty_label=_("All"))
    decision = django_filters.ChoiceFilter(
        method="by_decision", choices=DECISIONS, label=_("Decision on the money"), empty_label=_("All")
    )
    sort = django_filters.OrderingFilter(
        fields=[
            ("title", "title"),
            ("owner_partner__organisation__name", "party"),
            ("deadline", "deadline"),
            ("state", "status"),
            ("decision", "decision"),
            ("cost_cents", "cost"),
        ],
        field_labels={
            "title": _("Measure"),
            "owner_partner__organisation__name": _("Party"),
            "deadline": _("Deadline"),
            "state": _("State"),
            "decision": _("Decision on the money"),
            "cost_cents": _("Cost"),
        },
        label=_("Order"),
        empty_label=_("By focus area"),
    )

    class Meta:
        model = Measure
        fields: list[str] = []

    def __init__(self, *args: Any, overview: Overview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_name = {"area": overview.areas, "party": overview.parties, "person": overview.people}
        for name, values in by_name.items():
            self.filters[name].extra["choices"] = list(values.items())
        quarters = [(f"{year}-{quarter}", quarter_name((year, quarter))) for year, quarter in sorted(overview.quarters)]
        self.filters["quarter"].extra["choices"] = quarters

    def search(self, rows: QuerySet[Measure], _name: str, words: str) -> QuerySet[Measure]:
        wanted = Q(title__icontains=words) | Q(description__icontains=words) | Q(progress_note__icontains=words)
        return rows.filter(wanted | Q(objective__title__icontains=words))

    def in_quarter(self, rows: QuerySet[Measure], _name: str, chosen: str) -> QuerySet[Measure]:
        year, quarter = map(int, chosen.split("-"))
        first = date(year, quarter * 3 - 2, 1)
        return rows.filter(deadline__gte=first, deadline__lt=add_months(first, 3))

    def by_decision(self, rows: Any, _name: str, chosen: str) -> QuerySet[Measure]:
        """ "undecided" is the list of what waits for a decision, requested or not (F48)."""
        if chosen == BudgetDecision.UNDECIDED:
            waiting: QuerySet[Measure] = rows.undecided()
            return waiting
        decided: QuerySet[Measure] = rows.filter(decision=chosen)
        return decided
