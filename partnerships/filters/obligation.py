from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, OrderingFilter

from partnerships.enums import ObligationState
from partnerships.models import Obligation, Partner


def parties(request: Any) -> QuerySet[Partner]:
    rows: QuerySet[Partner] = Partner.objects.filter(obligations__isnull=False).distinct()
    return rows.select_related("organisation")


class ObligationFilter(FilterSet):  # type: ignore[misc]
    q = CharFilter(label=_("Word in the obligation"), field_name="text", lookup_expr="icontains")
    partner = ModelChoiceFilter(label=_("Party"), queryset=parties)
    state = ChoiceFilter(label=_("State"), choices=ObligationState.choices, method="in_state")
    sort = OrderingFilter(fields=(("partner__organisation__name", "partner"), ("due_on", "due_on")))

    class Meta:
        model = Obligation
        fields: tuple[str, ...] = ()

    def in_state(self, rows: QuerySet[Obligation], name: str, value: str) -> QuerySet[Obligation]:
        """The state is computed, so the rows are read first; there are a few dozen in a partnership."""
        today = timezone.localdate()
        return rows.filter(pk__in=[row.pk for row in rows if row.state(on=today) == value])
