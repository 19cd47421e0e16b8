"""The register of obligations (F18): what each party promised in a signed text, and how it stands."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.obligation_proposals import proposed_obligations
from partnerships.domain.obligations import add_obligation, change_obligation, do_obligation, remove_obligation
from partnerships.doors.answers import csv_answer, home_url, page_of, refusals_said, refusals_to
from partnerships.doors.getters import get_here, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.filters.obligation import ObligationFilter
from partnerships.forms.obligation import ObligationDoneForm, ObligationForm, ProposalsForm
from partnerships.models import Agreement, Obligation
from partnerships.views.agreements import below, get_agreement

ROWS = ("partner__organisation", "agreement__partnership", "agreement__cycle__partnership", "evidence", "partnership")


def why_not_do(request: MemberRequest, row: Obligation) -> str:
    """The party records it itself; who leads the signing may record it on its behalf."""
    own = request.access.may("write_for_partner") and row.partner_id in request.access.partner_ids
    if own or request.access.may("send_agreement"):
        return ""
    if request.access.may("write_for_partner"):
        return _("You can only write for your own organisation.")
    return why_not("write_for_partner")


def _listed(request: MemberRequest) -> ObligationFilter:
    return ObligationFilter(request.GET, queryset=Obligation.objects.select_related(*ROWS), request=request)


def _crumbs(request: MemberRequest, *more: tuple[str, str]) -> dict[str, object]:
    up = reverse("partnerships:obligations", kwargs={"partnership": request.partnership.slug})
    crumbs = [(str(request.partnership), home_url(request.partnership)), (_("Obligations"), up if more else ""), *more]
    return {"page_tab": "signing", "crumbs": crumbs}


@require_safe
def obligations(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    listed, today = _listed(request), timezone.localdate()
    page = page_of(request, listed.qs)
    signed = Agreement.objects.filter(completed_at__isnull=False, parent__isnull=True).select_related("partnership")
    context = {
        "filter": listed,
        "page_obj": page,
        "rows": [(one, one.state(on=today), why_not_do(request, one)) for one in page],
        "total": Obligation.objects.count(),
        "signed": signed,
        "why_not_lead": "" if request.access.may("send_agreement") else why_not("send_agreement"),
        **_crumbs(request),
    }
    return render(request, "partnerships/obligation_list.html", context)


@require_safe
def obligations_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    header = (
        _("Party"), _("What the party promised"), _("Signed text"), _("Part of the text"), _("Due on"), _("How often?"),
        _("State"), _("Done on"), _("What was done"),
    )  # fmt: skip
    rows = [_line(one, timezone.localdate()) for one in _listed(request).qs]
    return csv_answer(f"verplichtingen-{request.partnership.slug}.csv", header, rows)


def _line(row: Obligation, today: date) -> tuple[object, ...]:
    often = _("Every %(n)s months") % {"n": row.every_months} if row.every_months else ""
    state = row.state(on=today).label
    return (
        str(row.partner), row.text, str(row.agreement), row.clause, row.next_due or "", often, state, row.done_on or "",
        row.done_note,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def propose(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """The points of a signed text that name a party, to be ticked into the register."""
    agreement = get_agreement(request, uuid, act="send_agreement")
    form = ProposalsForm(request.POST or None, proposals=proposed_obligations(agreement))
    if form.is_valid():
        with refusals_to(form), transaction.atomic():
            for one in form.picked():
                add_obligation(
                    agreement, partner=one.partner, text=one.text, clause=one.clause, due_on=one.due_on,
                    every_months=one.every_months, by=request.user, at=timezone.now(),
                )  # fmt: skip
            messages.success(request, _("The obligations stand in the register. Check the days."))
            return redirect("partnerships:obligations", partnership=request.partnership.slug)
    context = {"form": form, **below(request, agreement, _("Obligations"))}
    return render(request, "partnerships/obligation_propose.html", context)


@require_http_methods(["GET", "POST"])
def add(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """An obligation the text has, written down by hand."""
    agreement = get_agreement(request, uuid, act="send_agreement")
    form = ObligationForm(request.POST or None)
    if form.is_valid():
        with refusals_to(form):
            made = add_obligation(agreement, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The obligation stands in the register."))
            return redirect(made)
    context = {"form": form, "obligation": None, "signed": agreement, **below(request, agreement, _("Obligation"))}
    return render(request, "partnerships/obligation_form.html", context)


def _get(request: MemberRequest, pk: int, *, act: str) -> Obligation:
    row: Obligation = get_here(request, Obligation.objects.select_related(*ROWS), act=act, pk=pk)
    return row


@require_http_methods(["GET", "POST"])
def obligation(request: MemberRequest, pk: int) -> HttpResponse:
    """One obligation: everybody reads it, who leads corrects it."""
    row = _get(request, pk, act="see_content")
    if request.method == "POST":
        require(request, "send_agreement")
    known = {name: getattr(row, name) for name in ("partner", "text", "due_on", "every_months")}
    form = ObligationForm(request.POST or None, initial=known)
    if form.is_valid():
        with refusals_to(form):
            change_obligation(row, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The obligation was changed."))
            return redirect(row)
    leads = request.access.may("send_agreement")
    context: dict[str, Any] = {
        "form": form if leads else None,
        "obligation": row,
        "signed": row.agreement,
        "state": row.state(on=timezone.localdate()),
        "why_not_do": why_not_do(request, row),
        **_crumbs(request, (str(row), "")),
    }
    return render(request, "partnerships/obligation_form.html", context)


@require_http_methods(["GET", "POST"])
def done(request: MemberRequest, pk: int) -> HttpResponse:
    row = _get(request, pk, act="see_content")
    if reason := why_not_do(request, row):
        raise PermissionDenied(reason)
    today = timezone.localdate()
    form = ObligationDoneForm(request.POST or None, request.FILES or None, initial={"done_on": today})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            do_obligation(row, **form.cleaned_data, by=request.user, on=today, at=timezone.now())
            messages.success(request, _("It was recorded."))
            return redirect(row)
    context = {"form": form, "obligation": row, **_crumbs(request, (str(row), row.get_absolute_url()), (_("Done"), ""))}
    return render(request, "partnerships/obligation_done.html", context)


@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    row = _get(request, pk, act="send_agreement")
    with refusals_said(request):
        remove_obligation(row, by=request.user, at=timezone.now())
        messages.success(request, _("The obligation was taken out of the register."))
    return redirect("partnerships:obligations", partnership=request.partnership.slug)
