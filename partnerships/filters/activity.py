from typing import Any

from django.forms import DateInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFilter, FilterSet, OrderingFilter

from partnerships.domain.trail_words import verb_name
from partnerships.models import Activity


def names_here(_request: HttpRequest | None = None) -> list[tuple[str, str]]:
    names = Activity.objects.order_by("actor_name").values_list("actor_name", flat=True).distinct()
    return [(name, name) for name in names]


def verbs_here() -> list[tuple[str, str]]:
    verbs = Activity.objects.order_by("verb").values_list("verb", flat=True).distinct()
    return sorted(((verb, verb_name(verb)) for verb in verbs), key=lambda pair: pair[1])


class ActivityFilter(FilterSet):  # type: ignore[misc]
    actor = ChoiceFilter(label=_("Who"), field_name="actor_name", choices=names_here)
    verb = ChoiceFilter(label=_("What"), choices=verbs_here)
    after = DateFilter(label=_("From"), field_name="at", lookup_expr="date__gte", widget=DateInput)
    before = DateFilter(label=_("Up to and including"), field_name="at", lookup_expr="date__lte", widget=DateInput)
    sort = OrderingFilter(fields=(("pk", "at"), ("actor_name", "actor")))

    class Meta:
        model = Activity
        fields: tuple[str, ...] = ()

    @property
    def qs(self) -> Any:
        return super().qs.order_by("-pk") if not self.data.get("sort") else super().qs
