import django_filters as filters
from django.utils.translation import gettext_lazy as _

from assessments.enums import Audience


class SurveyFilter(filters.FilterSet):  # type: ignore[misc]  # the library has no types
    audience = filters.ChoiceFilter(label=_("Who were asked"), choices=Audience.choices)
    sort = filters.OrderingFilter(
        fields={"audience": "audience", "closed_on": "closed", "answered": "answered", "invited": "invited"}
    )
