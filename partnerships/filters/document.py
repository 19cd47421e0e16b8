from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter, FilterSet, OrderingFilter

from partnerships.enums import DocumentKind
from partnerships.models import Document


class DocumentFilter(FilterSet):  # type: ignore[misc]
    q = CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    kind = ChoiceFilter(label=_("Kind of document"), choices=DocumentKind.choices)
    created_at = DateFromToRangeFilter(label=_("Added between"))
    sort = OrderingFilter(fields=("title", "kind", "created_at", "size"))

    class Meta:
        model = Document
        fields: tuple[str, ...] = ()
