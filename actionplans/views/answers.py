"""The two answers the form pages of this room share: the page with the form, and back with the reason."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from actionplans.views.getters import plan_crumbs, plan_url
from partnerships.doors.request import MemberRequest


def form_page(
    request: MemberRequest, form: Form, *, title: str, verb: str, lead: str = "", note: str = "", back: str = "",
    measures: bool = False,
) -> HttpResponse:  # fmt: skip
    """One form with its title; ``note`` is a remark above it, ``back`` where "cancel" leads."""
    context = {
        "crumbs": plan_crumbs(request, title, measures=measures),
        "page_tab": "measures" if measures else "plan",
        "form": form,
        "title": title,
        "verb": verb,
        "lead": lead,
        "note": note,
        "back": back or plan_url(request, "measures" if measures else "plan"),
    }
    return render(request, "actionplans/form.html", context)


def refused(request: MemberRequest, reason: str, *, back: str = "") -> HttpResponse:
    """Back to where the person came from, with the sentence that says why not."""
    messages.error(request, reason)
    return redirect(back or plan_url(request))
