"""Tables: the frame, headers to sort by, pages, export."""

from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context, Library
from django.template.loader import render_to_string

register = Library()

SORT = "sort"
PAGE = "page"


def query_of(context: Context) -> QueryDict:
    """What the address asks for now, to change and write into a link."""
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


def address_with(query: QueryDict) -> str:
    """``?…``, and a bare ``?`` for nothing: an empty link would keep what the address asks for now."""
    return f"?{query.urlencode()}"


@register.simple_block_tag
def data_table(content: str, caption: str, tight: bool = False, shown: bool = False) -> str:  # noqa: FBT001, FBT002
    """The frame of a table; below 640 px every row is a card. Rows carry their roles and labels: see /styleguide/.

    ``shown`` puts the caption on screen; otherwise only screen readers hear it.
    """
    return render_to_string(
        "components/data_table.html", {"content": content, "caption": caption, "tight": tight, "shown": shown}
    )


@register.inclusion_tag("components/th_sort.html", takes_context=True)
def th_sort(context: Context, label: str, field: str, right: bool = False, default: str = "") -> dict[str, Any]:  # noqa: FBT001, FBT002
    """A header that sorts by ``field`` through ``?sort=``; pressing it again turns the order round.

    ``default`` is the order (``"name"`` or ``"-name"``) of the list when the address asks for none.
    """
    query = query_of(context)
    now = query.get(SORT, default)
    direction = {field: "ascending", f"-{field}": "descending"}.get(now, "")
    query[SORT] = f"-{field}" if direction == "ascending" else field
    query.pop(PAGE, None)
    return {"label": label, "direction": direction, "url": address_with(query), "right": right}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page_obj: "Page[Any]") -> dict[str, Any]:
    """Links to the other pages of a list, keeping what the address asks for; nothing when there is one page."""
    query = query_of(context)

    def link(number: int) -> str:
        query[PAGE] = str(number)
        return address_with(query)

    elided = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    steps = [
        {"number": number, "url": link(number) if isinstance(number, int) else "", "here": number == page_obj.number}
        for number in elided
    ]
    return {
        "page": page_obj,
        "steps": steps,
        "previous": link(page_obj.number - 1) if page_obj.has_previous() else "",
        "next": link(page_obj.number + 1) if page_obj.has_next() else "",
    }


@register.inclusion_tag("components/export_link.html", takes_context=True)
def export_link(context: Context, url: str) -> dict[str, Any]:
    """The same list as a file: filters and order go along, the page does not."""
    query = query_of(context)
    query.pop(PAGE, None)
    return {"url": f"{url}?{query.urlencode()}" if query else url}
