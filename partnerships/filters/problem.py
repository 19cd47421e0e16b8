from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from partnerships.enums import Basis
from partnerships.models import ProblemRecord


class ProblemFilter(FilterSet):  # type: ignore[misc]
    q = CharFilter(label=_("Word in the problem"), field_name="problem", lookup_expr="icontains")
    basis = ChoiceFilter(label=_("Basis"), choices=Basis.choices)

    class Meta:
        model = ProblemRecord
        fields: tuple[str, ...] = ()
