"""The plan: its page, its period, its versions, and as a document."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans.domain.plan_pages import plan_page
from actionplans.domain.plan_report import last_plan_report, start_plan_report
from actionplans.domain.plans import change_period, current_plan, plan_versions, start_plan
from actionplans.domain.revising import revise_plan
from actionplans.forms.plan import PlanForm
from actionplans.models import Plan
from actionplans.rules import why_not_change
from actionplans.views.answers import form_page, refused
from actionplans.views.getters import get_plan, plan_crumbs, plan_url
from partnerships.doors.getters import open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused
from partnerships.navigation import address
from partnerships.tasks import run_waiting_jobs, soon


@require_safe
def plan(request: MemberRequest) -> HttpResponse:
    """How far the plan is, what it says, who approved; without a plan: how to start one."""
    require(request, "see_content")
    cycle = open_cycle(request)
    versions = plan_versions(cycle)
    found = next((version for version in versions if version.superseded_on is None), None)
    crumbs = [(str(request.partnership), request.partnership.get_absolute_url()), (_("Plan"), "")]
    if found is None:
        months = cycle.scheme.plan.months
        context = {"crumbs": crumbs, "page_tab": "plan", "months": months, "name": cycle.scheme.plan.name}
        return render(request, "actionplans/plan_empty.html", context)
    found.cycle = cycle
    page = plan_page(found, access=request.access, on=timezone.localdate())
    slug, job = request.partnership.slug, last_plan_report(found)
    context = {
        "crumbs": crumbs, "page_tab": "plan", "plan": found, "page": page, "versions": versions, "job": job,
        "adopt_url": address("certification:plan-adopt", partnership=slug) if page.may_adopt else "",
        "document_url": job.result_url if job else "",
    }  # fmt: skip
    return render(request, "actionplans/plan.html", context)


@require_safe
def plan_version(request: MemberRequest, version: int) -> HttpResponse:
    """An earlier version, as it was, to read and to print."""
    return _as_text(request, _version(request, version))


@require_safe
def plan_print(request: MemberRequest) -> HttpResponse:
    """The whole plan on one page, for the printer."""
    return _as_text(request, get_plan(request, act="see_content"))


@require_http_methods(["GET", "POST"])
def plan_start(request: MemberRequest) -> HttpResponse:
    require(request, "edit_plan")
    cycle = open_cycle(request)
    if current_plan(cycle):
        messages.info(request, _("This round has a plan already."))
        return redirect(plan_url(request))
    scheme_plan = cycle.scheme.plan
    form = PlanForm(request.POST or None, months=scheme_plan.months, initial={"title": str(scheme_plan.name)})
    if request.method == "POST" and form.is_valid():
        try:
            start_plan(cycle, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The plan has been started."))
            return redirect(plan_url(request))
    return form_page(request, form, title=_("Start a plan"), verb=_("Start the plan"))


@require_http_methods(["GET", "POST"])
def plan_period(request: MemberRequest) -> HttpResponse:
    found = get_plan(request, act="edit_plan")
    if reason := why_not_change(found):
        return refused(request, reason)
    form = PlanForm(request.POST or None, months=found.cycle.scheme.plan.months, plan=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_period(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Title and period have been changed."))
            return redirect(plan_url(request))
    return form_page(request, form, title=_("Title and period"), verb=_("Save"))


@require_POST
def plan_revise(request: MemberRequest) -> HttpResponse:
    found = get_plan(request, act="edit_plan")
    try:
        draft = revise_plan(found, by=request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, str(refusal))
    messages.success(request, _("Version %(version)s has been made as a draft.") % {"version": draft.version})
    return redirect(plan_url(request))


@require_POST
def plan_report(request: MemberRequest) -> HttpResponse:
    """Have the PDF made by the worker; the page of the plan says how far it is."""
    found = get_plan(request, act="see_content")
    start_plan_report(found, by=request.user, at=timezone.now())
    soon(run_waiting_jobs)
    messages.info(request, _("The PDF is being made. This page shows it when it is ready."))
    return redirect(plan_url(request))


def _version(request: MemberRequest, version: int) -> Plan:
    require(request, "see_content")
    cycle = open_cycle(request)
    found: Plan = get_object_or_404(Plan, cycle=cycle, version=version)
    found.cycle = cycle
    return found


def _as_text(request: MemberRequest, found: Plan) -> HttpResponse:
    page = plan_page(found, access=request.access, on=timezone.localdate())
    here = _("Version %(version)s") % {"version": found.version}
    context = {"crumbs": plan_crumbs(request, here), "page_tab": "plan", "plan": found, "page": page}
    return render(request, "actionplans/plan_print.html", context)
