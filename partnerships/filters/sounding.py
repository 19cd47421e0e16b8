from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, OrderingFilter

from partnerships.enums import ContactChannel, Firmness
from partnerships.models import SoundingOut


class SoundingFilter(FilterSet):  # type: ignore[misc]
    q = CharFilter(label=_("Organisation or outcome"), method="holds")
    commitment = ChoiceFilter(label=_("Commitment"), choices=Firmness.choices)
    channel = ChoiceFilter(label=_("How?"), choices=ContactChannel.choices)
    sort = OrderingFilter(fields=("held_on", "commitment", "next_on"))

    class Meta:
        model = SoundingOut
        fields: tuple[str, ...] = ()

    def holds(self, rows: "QuerySet[SoundingOut]", _name: str, value: str) -> "QuerySet[SoundingOut]":
        named = Q(organisation_name__icontains=value) | Q(partner__organisation__name__icontains=value)
        return rows.filter(named | Q(outcome__icontains=value))
