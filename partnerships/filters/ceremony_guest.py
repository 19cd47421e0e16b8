from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, OrderingFilter

from partnerships.enums import Coming
from partnerships.models import CeremonyGuest


class GuestFilter(FilterSet):  # type: ignore[misc]
    q = CharFilter(label=_("Name or organisation"), method="by_name")
    coming = ChoiceFilter(label=_("Coming?"), choices=Coming.choices)
    is_press = ChoiceFilter(label=_("Press"), choices=[("True", _("press only")), ("False", _("no press"))])
    sort = OrderingFilter(fields=("name", "organisation", "coming", "invited_at"))

    class Meta:
        model = CeremonyGuest
        fields: tuple[str, ...] = ()

    def by_name(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(Q(name__icontains=value) | Q(organisation__icontains=value))
