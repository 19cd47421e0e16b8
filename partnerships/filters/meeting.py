from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter, FilterSet, OrderingFilter

from partnerships.enums import MeetingKind
from partnerships.models import Meeting


class MeetingFilter(FilterSet):  # type: ignore[misc]
    q = CharFilter(label=_("Word in the decisions"), field_name="decisions", lookup_expr="icontains")
    kind = ChoiceFilter(label=_("Kind of meeting"), choices=MeetingKind.choices)
    held_on = DateFromToRangeFilter(label=_("Held between"))
    sort = OrderingFilter(fields=("held_on", "kind"))

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()
