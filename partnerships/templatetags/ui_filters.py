"""The form above a list, from a django-filter ``FilterSet``."""

from datetime import date
from typing import Any

from django.forms import BoundField, HiddenInput
from django.http import QueryDict
from django.template import Context, Library
from django.utils.formats import date_format
from django_filters import FilterSet, OrderingFilter

from partnerships.templatetags.ui_tables import PAGE, SORT, address_with, query_of

register = Library()

WIDE = {"q", "search"}


def keys_of(bound: BoundField) -> list[str]:
    """The names under which a field stands in the address: one, or one for each end of a range."""
    suffixes = getattr(bound.field.widget, "suffixes", None)
    return [f"{bound.html_name}_{suffix}" for suffix in suffixes] if suffixes else [bound.html_name]


def words_for(bound: BoundField, raw: str) -> str:
    """What a value of the address says on screen."""
    choices = getattr(bound.field, "choices", None)
    if choices is None:
        try:
            return date_format(date.fromisoformat(raw))
        except ValueError:
            return raw
    named: dict[str, str] = {}
    for key, label in choices:
        group = label if isinstance(label, list | tuple) else [(key, label)]
        named |= {str(value): str(words) for value, words in group}
    return named.get(raw, raw)


def chips_for(fields: list[BoundField], query: QueryDict) -> list[dict[str, str]]:
    """One chip for every value the list is now filtered by, with the address that takes it away."""
    chips = []
    for bound in fields:
        for key in keys_of(bound):
            for raw in filter(None, query.getlist(key)):
                rest = query.copy()
                rest.setlist(key, [value for value in query.getlist(key) if value != raw])
                rest.pop(PAGE, None)
                chips.append({"text": f"{bound.label}: {words_for(bound, raw)}", "url": address_with(rest)})
    return chips


@register.inclusion_tag("components/filter_form.html", takes_context=True)
def filter_form(
    context: Context, filterset: FilterSet, shown: int | None = None, total: int | None = None
) -> dict[str, Any]:
    """All filters, what is filtered now, and a way back. ``shown`` and ``total`` make the sentence "12 of 22 shown".

    The order stays as it is: an ``OrderingFilter`` is not drawn, the headers of the table sort. A hidden field is what
    the page is about: it stays, also when everything is shown.
    """
    query = query_of(context)
    orderings = {name for name, one in filterset.filters.items() if isinstance(one, OrderingFilter)}
    filterset.form.auto_id = "filter_%s"  # a form below the list may have fields of the same name
    fields = [bound for bound in filterset.form if bound.name not in orderings]
    drawn = [bound for bound in fields if not isinstance(bound.field.widget, HiddenInput)]
    kept = {
        bound.html_name: query[bound.html_name] for bound in fields if bound not in drawn and query.get(bound.html_name)
    }
    cleared = QueryDict(mutable=True)
    cleared.update(kept)
    if query.get(SORT):
        cleared[SORT] = str(query[SORT])
    return {
        "fields": [{"bound": bound, "wide": bound.name in WIDE} for bound in drawn],
        "chips": chips_for(drawn, query),
        "sort": query.get(SORT, ""),
        "kept": kept,
        "clear_url": address_with(cleared),
        "shown": shown,
        "total": total,
    }
