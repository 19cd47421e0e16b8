"""The audits of one's certification body: the list, the same as a file, and the assignment (F77)."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certification.domain.audit_steps import state_of
from certification.domain.auditing import assign_auditor
from certification.domain.recipients import auditors_of
from certification.doors import LISTED, audits_of_bodies, bodies_of, enter_for_body
from certification.filters import AuditFilter, in_order
from certification.forms.audit import AssignForm
from certification.rules import why_not_change, why_not_read
from partnerships.doors.answers import csv_answer
from partnerships.doors.request import UserRequest
from partnerships.exceptions import Refused
from partnerships.periods import last_day
from partnerships.tenancy.doors import sweep_door

PER_PAGE = 50


@require_safe
def audit_list(request: UserRequest) -> HttpResponse:
    """Requested of my organisation, newest first; no content of any partnership."""
    today = timezone.localdate()
    with sweep_door(*LISTED):
        mine = audits_of_bodies(bodies_of(request))
        filterset = AuditFilter(request.GET, queryset=mine)
        page = Paginator(in_order(filterset.qs, request.GET.get("sort", "")), PER_PAGE).get_page(
            request.GET.get("page")
        )
        rows = [
            {
                "audit": audit,
                "state": state_of(audit, on=today),
                "last_day": last_day(audit.closes_on),
                "why_not_open": why_not_read(audit, request.user, on=today),
                "settled": bool(why_not_change(audit)),
                "certificate": getattr(audit, "certificate", None),
            }
            for audit in page
        ]
        total = mine.count()
    context = {
        "rows": rows, "page_obj": page, "filterset": filterset, "total": total, "shown": page.paginator.count,
    }  # fmt: skip
    return render(request, "certification/audit_list.html", context)


@require_safe
def audit_list_export(request: UserRequest) -> HttpResponse:
    """The same list, filtered in the same way, as a file."""
    today = timezone.localdate()
    header = (_("Partnership"), _("Requested on"), _("Auditor"), _("First day"), _("Last day"), _("State"))
    with sweep_door(*LISTED):
        filterset = AuditFilter(request.GET, queryset=audits_of_bodies(bodies_of(request)))
        rows = [
            (
                audit.partnership.name, audit.requested_on, str(audit.auditor or ""), audit.opens_on or "",
                last_day(audit.closes_on) or "", str(state_of(audit, on=today)[1]),
            )
            for audit in in_order(filterset.qs, request.GET.get("sort", ""))
        ]  # fmt: skip
    return csv_answer("audits.csv", header, rows)


@require_http_methods(["GET", "POST"])
def audit_assign(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Give the audit to somebody of my organisation, myself too, and say when the dossier can be read."""
    today = timezone.localdate()
    audit = enter_for_body(request, uuid)
    start = {"auditor": audit.auditor_id or request.user.pk, "first_day": audit.opens_on or today}
    start["last_day"] = last_day(audit.closes_on) or today + timedelta(days=42)
    form = AssignForm(request.POST or None, auditors=auditors_of(audit.body, on=today), initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            assign_auditor(
                audit, given["auditor"], opens_on=given["first_day"], closes_on=form.closes_on, by=request.user,
                on=today, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(cast("HttpRequest", request), _("The audit is assigned."))
            return redirect("certification:audit-list")
    context = {
        "audit": audit,
        "form": form,
        "reason": why_not_change(audit),
        "crumbs": [(_("Audits"), reverse("certification:audit-list")), (str(audit.partnership), "")],
    }
    return render(request, "certification/audit_assign.html", context, status=422 if form.errors else 200)
