import django_filters as filters
from django.utils.translation import gettext_lazy as _

from assessments.enums import FigureSource


class FigureSetFilter(filters.FilterSet):  # type: ignore[misc]  # the library has no types
    source = filters.ChoiceFilter(label=_("Source"), choices=FigureSource.choices)
    q = filters.CharFilter(label=_("Area name"), field_name="area_name", lookup_expr="icontains")
    sort = filters.OrderingFilter(
        fields={"area_name": "area", "source": "source", "first_period": "period", "created_at": "added"}
    )
