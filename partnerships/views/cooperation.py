"""The form of cooperation (F19) and who has which duty of the coordination (F20)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.domain.cooperation import set_cooperation_form
from partnerships.domain.coordination import Duty, duties_of, duty_sheet, end_duty, give_duty
from partnerships.doors.answers import csv_answer, refusals_to
from partnerships.doors.getters import open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.enums import CooperationStep
from partnerships.forms.cooperation import CooperationFormForm, DutyForm
from partnerships.models import CooperationForm, DutyHolder
from partnerships.views.form_pages import form_page
from partnerships.views.parties import party_crumbs, reason_for


def cooperation_page(request: MemberRequest) -> tuple[str, str]:
    url = reverse("partnerships:cooperation", kwargs={"partnership": request.partnership.slug})
    return _("Form of cooperation"), url


def ladder_of(rows: list[CooperationForm]) -> list[tuple[object, str]]:
    """Every form from light to heavy: now, done, skipped or later. ``rows`` come newest first."""
    steps, had = list(CooperationStep), {row.step for row in rows}
    reached = steps.index(CooperationStep(rows[0].step)) if rows else -1

    def how(place: int, step: CooperationStep) -> str:
        if place == reached:
            return "now"
        if place > reached:
            return "later"
        return "done" if step in had else "skipped"

    return [(step.label, how(place, step)) for place, step in enumerate(steps)]


@require_safe
def cooperation(request: MemberRequest) -> HttpResponse:
    """The ladder, where we stand on it, and how we got there."""
    require(request, "see_content")
    rows = list(CooperationForm.objects.select_related("document"))
    now = rows[0] if rows else None
    context = {
        "crumbs": [*party_crumbs(request), (_("Form of cooperation"), "")],
        "page_tab": "parties",
        "now": now,
        "rows": rows,
        "ladder": ladder_of(rows),
        "no_edit": reason_for(request, "run_process"),
    }
    return render(request, "partnerships/cooperation_form_list.html", context)


@require_http_methods(["GET", "POST"])
def cooperation_set(request: MemberRequest) -> HttpResponse:
    require(request, "run_process")
    today = timezone.localdate()
    form = CooperationFormForm(request.POST or None, request.FILES or None, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            set_cooperation_form(open_cycle(request), **form.cleaned_data, by=request.user, on=today, at=timezone.now())
            messages.success(request, _("The form of cooperation was kept."))
            return redirect(cooperation_page(request)[1])
    return form_page(
        request, form, title=_("Set the form of cooperation"), verb=_("Keep this form"),
        parent=cooperation_page(request),
    )  # fmt: skip


def duties_page(request: MemberRequest) -> tuple[str, str]:
    url = reverse("partnerships:duties", kwargs={"partnership": request.partnership.slug})
    return _("Coordination"), url


def sheet_here(request: MemberRequest) -> list[Duty]:
    rows = DutyHolder.objects.select_related("partner__organisation", "contact")
    return duty_sheet(open_cycle(request).scheme, rows)


@require_safe
def duties(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    sheet = sheet_here(request)
    context = {
        "crumbs": [*party_crumbs(request), (_("Coordination"), "")],
        "page_tab": "parties",
        "sheet": sheet,
        "vacant": [duty for duty in sheet if duty.holder is None],
        "no_edit": reason_for(request, "run_process"),
    }
    return render(request, "partnerships/duty_list.html", context)


@require_safe
def duties_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    header = (_("Duty"), _("Party"), _("Contact"), _("Since"), _("Until"))
    rows: list[tuple[object, ...]] = []
    for duty in sheet_here(request):
        held = [one for one in (duty.holder, *duty.before) if one is not None]
        rows += [(duty.name, one.partner, one.contact or "", one.since, one.until or "") for one in held]
        if duty.holder is None:
            rows.append((duty.name, _("nobody"), "", "", ""))
    return csv_answer(
        f"coordinatie-{request.partnership.slug}.csv", header, [[str(one) for one in row] for row in rows]
    )


@require_http_methods(["GET", "POST"])
def duty(request: MemberRequest, duty_id: str) -> HttpResponse:
    """Give a duty to somebody, or take it away."""
    require(request, "run_process")
    part = next((one for one in duties_of(open_cycle(request).scheme) if one.id == duty_id), None)
    if part is None:
        raise Http404("No such duty.")
    now = next(one.holder for one in sheet_here(request) if one.id == duty_id)
    holder = "" if now is None else f"contact:{now.contact_id}" if now.contact_id else f"party:{now.partner_id}"
    form = DutyForm(request.POST or None, initial={"holder": holder, "on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        chosen, on = form.chosen(), form.cleaned_data["on"]
        with refusals_to(form):
            if chosen is None:
                end_duty(request.partnership, part, by=request.user, on=on, at=timezone.now())
            else:
                partner, contact = chosen
                give_duty(
                    request.partnership, part, partner=partner, contact=contact, by=request.user, on=on,
                    at=timezone.now(),
                )  # fmt: skip
            messages.success(request, _("The duty was kept."))
            return redirect(duties_page(request)[1])
    return form_page(request, form, title=str(part.name), verb=_("Keep this"), parent=duties_page(request))
