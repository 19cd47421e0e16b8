from django.forms import DateInput
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, OrderingFilter

from partnerships.enums import DocumentKind
from partnerships.models import Document


class DocumentFilter(FilterSet):  # type: ignore[misc]
    q = CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    kind = ChoiceFilter(label=_("Kind of document"), choices=DocumentKind.choices)
    after = DateFilter(label=_("From"), field_name="created_at", lookup_expr="date__gte", widget=DateInput)
    before = DateFilter(
        label=_("Up to and including"), field_name="created_at", lookup_expr="date__lte", widget=DateInput
    )
    sort = OrderingFilter(fields=("title", "kind", "created_at", "size"))

    class Meta:
        model = Document
        fields: tuple[str, ...] = ()
