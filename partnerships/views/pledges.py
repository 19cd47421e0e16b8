"""Hours the parties promise, beside the hours they spend (F81)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.pledges import add_pledge, register_hours, remove_pledge, sheets, shortfall_of_all
from partnerships.doors.answers import csv_answer, refusals_said, refusals_to
from partnerships.doors.getters import get_here, require
from partnerships.doors.request import MemberRequest
from partnerships.forms.pledge import HoursForm, PledgeForm
from partnerships.models import Partner, Pledge
from partnerships.views.parties import party_crumbs, writes_own
from partnerships.views.statements import why_not_write


def pledges_url(request: MemberRequest) -> str:
    return reverse("partnerships:pledges", kwargs={"partnership": request.partnership.slug})


def asked_year(request: MemberRequest) -> int:
    """The year in the address; this year when it asks for none or for nonsense."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked[:6]) <= 2100 else timezone.localdate().year


@require_safe
def pledges(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    year = asked_year(request)
    found = sheets(year, on=timezone.localdate())
    kept = Pledge.objects.select_related("partner__organisation", "agreement")
    joined = Partner.objects.joined().select_related("organisation")
    context: dict[str, Any] = {
        "crumbs": [*party_crumbs(request), (_("Pledged hours"), "")],
        "page_tab": "parties",
        "year": str(year),
        "years": [str(year - 1), str(year + 1)],
        "sheets": found,
        "short": shortfall_of_all(found),
        "pledges": [(one, why_not_write(request, one.partner)) for one in kept],
        "mine": [partner for partner in joined if not why_not_write(request, partner)],
    }
    return render(request, "partnerships/pledge_list.html", context)


@require_safe
def pledges_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    year = asked_year(request)
    header = (_("Party"), _("Quarter"), _("Pledged"), _("Used"), _("Shortfall"))
    rows = [
        (
            str(sheet.partner or _("All parties")), one.name, one.pledged, one.used,
            "" if one.shortfall is None else one.shortfall,
        )
        for sheet in sheets(year, on=timezone.localdate())
        for one in sheet.quarters
    ]  # fmt: skip
    return csv_answer(f"capaciteit-{request.partnership.slug}-{year}.csv", header, rows)


def get_party(request: MemberRequest, pk: int) -> Partner:
    """A party this person may write for. Raises ``PermissionDenied`` with the reason for another one."""
    partner: Partner = get_here(request, Partner.objects.select_related("organisation"), act="see_content", pk=pk)
    if reason := why_not_write(request, partner):
        raise PermissionDenied(reason)
    return partner


@require_http_methods(["GET", "POST"])
def pledge_add(request: MemberRequest, pk: int) -> HttpResponse:
    partner = get_party(request, pk)
    form = PledgeForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            add_pledge(partner, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The pledge was kept."))
            return redirect(pledges_url(request))
    return form_page(request, form, partner, _("Pledge hours"))


@require_http_methods(["GET", "POST"])
def pledge_hours(request: MemberRequest, pk: int) -> HttpResponse:
    partner = get_party(request, pk)
    form = HoursForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            register_hours(partner, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The hours were kept."))
            return redirect(f"{pledges_url(request)}?year={form.cleaned_data['quarter'].year}")
    return form_page(request, form, partner, _("Register hours used"))


def form_page(request: MemberRequest, form: forms.Form, partner: Partner, title: str) -> HttpResponse:
    crumbs = [*party_crumbs(request), (_("Pledged hours"), pledges_url(request)), (title, "")]
    context = {"crumbs": crumbs, "page_tab": "parties", "form": form, "partner": partner, "title": title}
    context["on_behalf"] = not writes_own(request, partner)
    return render(request, "partnerships/pledge_form.html", context)


@require_POST
def pledge_remove(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Pledge.objects.select_related("partner__organisation")
    pledge: Pledge = get_here(request, rows, act="see_content", pk=pk)
    if reason := why_not_write(request, pledge.partner):
        raise PermissionDenied(reason)
    with refusals_said(request):
        remove_pledge(pledge, by=request.user, at=timezone.now())
        messages.success(request, _("The pledge was removed."))
    return redirect(pledges_url(request))
