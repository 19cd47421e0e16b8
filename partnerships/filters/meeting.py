from django.forms import DateInput
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, OrderingFilter

from partnerships.enums import MeetingKind
from partnerships.models import Meeting


class MeetingFilter(FilterSet):  # type: ignore[misc]
    q = CharFilter(label=_("Word in the decisions"), field_name="decisions", lookup_expr="icontains")
    kind = ChoiceFilter(label=_("Kind of meeting"), choices=MeetingKind.choices)
    after = DateFilter(label=_("From"), field_name="held_on", lookup_expr="gte", widget=DateInput)
    before = DateFilter(label=_("Up to and including"), field_name="held_on", lookup_expr="lte", widget=DateInput)
    sort = OrderingFilter(fields=("held_on", "kind"))

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()
