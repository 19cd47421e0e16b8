from typing import Any

from django.db.models import Value
from django.db.models.functions import StrIndex, Substr
from django.forms import DateInput, HiddenInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, OrderingFilter

from partnerships.domain.trail_changes import kind_name
from partnerships.domain.trail_words import verb_name
from partnerships.models import Activity

ACTS, LOOKS = "acts", "looks"


def names_here(_request: HttpRequest | None = None) -> list[tuple[str, str]]:
    names = Activity.objects.order_by("actor_name").values_list("actor_name", flat=True).distinct()
    return [(name, name) for name in names]


def verbs_here() -> list[tuple[str, str]]:
    verbs = Activity.objects.order_by("verb").values_list("verb", flat=True).distinct()
    return sorted(((verb, verb_name(verb)) for verb in verbs), key=lambda pair: pair[1])


def kinds_here() -> list[tuple[str, str]]:
    """The kinds of things something happened to: ``measure``."""
    kind = Substr("subject", 1, StrIndex("subject", Value(":")) - 1)
    found = (
        Activity.objects.exclude(subject="").order_by().annotate(kind=kind).values_list("kind", flat=True).distinct()
    )
    return sorted(((one, kind_name(one)) for one in found), key=lambda pair: pair[1])


class ActivityFilter(FilterSet):  # type: ignore[misc]
    actor = ChoiceFilter(label=_("Who"), field_name="actor_name", choices=names_here)
    verb = ChoiceFilter(label=_("What"), choices=verbs_here)
    kind = ChoiceFilter(label=_("About what kind of thing"), choices=kinds_here, method="of_kind")
    sort_of = ChoiceFilter(
        label=_("Changed or looked"),
        choices=[(ACTS, _("What was changed")), (LOOKS, _("Who looked at what"))],
        method="of_sort",
    )
    after = DateFilter(label=_("From"), field_name="at", lookup_expr="date__gte", widget=DateInput)
    before = DateFilter(label=_("Up to and including"), field_name="at", lookup_expr="date__lte", widget=DateInput)
    about = CharFilter(field_name="subject", widget=HiddenInput)
    sort = OrderingFilter(fields=(("pk", "at"), ("actor_name", "actor")))

    class Meta:
        model = Activity
        fields: tuple[str, ...] = ()

    def of_kind(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(subject__startswith=f"{value}:")

    def of_sort(self, rows: Any, _name: str, value: str) -> Any:
        return rows.acts() if value == ACTS else rows.looks()

    @property
    def qs(self) -> Any:
        return super().qs.order_by("-pk") if not self.data.get("sort") else super().qs
