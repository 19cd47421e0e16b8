import django_filters as filters
from django.utils.translation import gettext_lazy as _

from assessments.enums import Light


class InspectionRoundFilter(filters.FilterSet):  # type: ignore[misc]  # the library has no types
    light = filters.ChoiceFilter(label=_("By day or in the dark"), choices=Light.choices)
    sort = filters.OrderingFilter(fields={"held_on": "held", "light": "light"})
