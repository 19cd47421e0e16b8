from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from partnerships.enums import AreaKind
from partnerships.forms.area import municipalities
from partnerships.models import Area, AreaAddress


class AreaFilter(FilterSet):  # type: ignore[misc]
    """Finding ground to found a partnership on."""

    q = CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")
    municipality = ModelChoiceFilter(label=_("Municipality"), queryset=lambda _request: municipalities())
    kind = ChoiceFilter(label=_("Kind of area"), choices=AreaKind.choices)

    class Meta:
        model = Area
        fields: tuple[str, ...] = ()


class AddressFilter(FilterSet):  # type: ignore[misc]
    postcode = CharFilter(label=_("Postcode"), lookup_expr="istartswith")
    street = CharFilter(label=_("Street"), lookup_expr="icontains")

    class Meta:
        model = AreaAddress
        fields: tuple[str, ...] = ()
