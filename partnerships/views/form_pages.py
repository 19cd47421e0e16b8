"""The page that is one form, shared by the small rooms around the parties."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from partnerships.doors.request import MemberRequest
from partnerships.views.parties import party_crumbs


def form_page(
    request: MemberRequest, form: Form, *, title: str, verb: str, parent: tuple[str, str], lead: str = "",
    kind: str = "primary", notice: str = "", way: tuple[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """One form with its title. ``parent``: name and address of the list it belongs to; ``kind``: look of the button.

    ``notice``: what still lacks, with the words and address (``way``) of where to do something about it.
    """
    context = {
        "crumbs": [*party_crumbs(request), parent, (title, "")],
        "page_tab": "parties",
        "form": form,
        "title": title,
        "verb": verb,
        "lead": lead,
        "kind": kind,
        "back": parent[1],
        "notice": notice,
        "way": way,
    }
    return render(request, "partnerships/form_page.html", context)
