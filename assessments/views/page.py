"""How every page of this room is drawn: the tab, the way back, the right to edit."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.doors.request import MemberRequest
from partnerships.navigation import address

Crumb = tuple[str, str]


def here(request: MemberRequest, name: str, **kwargs: Any) -> str:
    """The path of an address of this room in this partnership."""
    return reverse(f"assessments:{name}", kwargs={"partnership": request.partnership.slug, **kwargs})


def draw(
    request: MemberRequest, template: str, *, title: str, above: tuple[Crumb, ...] = (), **context: Any
) -> HttpResponse:
    """Draw a page of the analysis below the pages named in `above`."""
    home = (str(request.partnership), address("certification:home", partnership=request.partnership.slug))
    room = (_("Analysis"), here(request, "overview"))
    crumbs = [home, *([room] if title != room[0] else []), *above, (title, "")]
    frame = {"crumbs": crumbs, "page_tab": "analysis", "title": title, "may_edit": request.access.may("edit_analysis")}
    return render(request, f"assessments/{template}", {**frame, **context})
