"""Adopting analysis and plan: the gates as they stand, and one button. The acts are verbs of the lower rooms."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actionplans.domain.plans import adopt_plan, why_not_approved_by_all
from actionplans.models import Plan
from assessments.domain.analyses import adopt_analysis
from certification.gates import GateState, gates_before, unmet
from certification.views.readiness import grouped
from partnerships.doors.getters import open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused
from partnerships.models import Cycle


def show(
    request: MemberRequest,
    cycle: Cycle,
    states: Sequence[GateState],
    *,
    title: str,
    lead: str,
    refusal: str,
    also: str = "",
) -> HttpResponse:
    context = {
        "title": title,
        "lead": lead,
        "refusal": refusal,
        "groups": grouped(states, request.partnership),
        "reason": _("First: %(gates)s.") % {"gates": "; ".join(unmet(states))} if unmet(states) else also,
        "crumbs": [(str(request.partnership), request.partnership.get_absolute_url()), (title, "")],
        "page_tab": "certification",
    }
    return render(request, "certification/adopt.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
def analysis_adopt(request: MemberRequest) -> HttpResponse:
    require(request, "adopt_analysis")
    cycle, today, refusal = open_cycle(request), timezone.localdate(), ""
    states = gates_before(cycle, "adopt_analysis", on=today)
    if request.method == "POST":
        try:
            adopt_analysis(cycle, unmet=unmet(states), by=request.user, on=today, at=timezone.now())
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(cast("HttpRequest", request), _("The analysis is adopted."))
            return redirect("assessments:overview", partnership=request.partnership.slug)
    lead = _("After this the analysis is fixed. The plan is built on it.")
    return show(request, cycle, states, title=_("Adopt the analysis"), lead=lead, refusal=refusal)


@require_http_methods(["GET", "POST"])
def plan_adopt(request: MemberRequest) -> HttpResponse:
    require(request, "adopt_plan")
    cycle, today, refusal = open_cycle(request), timezone.localdate(), ""
    plan = Plan.objects.filter(cycle=cycle, superseded_on__isnull=True).first()
    if plan is None:
        raise Http404
    states, also = gates_before(cycle, "adopt_plan", on=today), why_not_approved_by_all(plan)
    if request.method == "POST":
        try:
            adopt_plan(plan, unmet=unmet(states), by=request.user, on=today, at=timezone.now())
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(cast("HttpRequest", request), _("The plan is adopted."))
            return redirect("actionplans:plan", partnership=request.partnership.slug)
    lead = _("Every party approves in writing. After this the text is fixed; the measures go on.")
    return show(request, cycle, states, title=_("Adopt the plan"), lead=lead, refusal=refusal, also=also)
