"""Is everything ready? Every gate with what is needed, what is there, and where to mend it (B02)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.domain.endings import reached_on
from certification.forms.task import WaiveForm
from certification.gates import GateState, gate_states, unmet
from certification.rooms import mending_address
from partnerships.domain.waiving import end_waiver, waive_gate
from partnerships.doors.getters import open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused
from partnerships.models import Partnership

# In the order in which a round meets them. Acts are kinds, known to code; which gates stand before them is the scheme's.
ACTS = {
    "adopt_analysis": gettext_lazy("Before the analysis is adopted"),
    "adopt_plan": gettext_lazy("Before the plan is adopted"),
    "request_audit": gettext_lazy("Before the audit is requested"),
    "issue_certificate": gettext_lazy("Before the certificate is issued"),
    "sign_recognition": gettext_lazy("Before the recognition is signed"),
    "start_operations": gettext_lazy("Before the guarding starts"),
    "leave_phase": gettext_lazy("Before a phase is left"),
    None: gettext_lazy("Advice: this blocks nothing"),
}


@dataclass(frozen=True)
class GateRow:
    state: GateState
    url: str


@dataclass(frozen=True)
class GateGroup:
    act: str | None
    title: str
    rows: tuple[GateRow, ...]
    later: bool = False  # its turn comes after what the round works towards now: missing is then no alarm

    @property
    def passed(self) -> int:
        return sum(row.state.passed for row in self.rows)


def grouped(states: Iterable[GateState], partnership: Partnership, *, goal: str | None = None) -> list[GateGroup]:
    """The gates per act, in the order of the round; acts without gates are left out. After ``goal`` they are later."""
    rows = [GateRow(state, mending_address(state.gate.condition, partnership)) for state in states]
    order = list(ACTS)
    groups = []
    for act, title in ACTS.items():
        own = tuple(row for row in rows if row.state.gate.blocks == act)
        later = act is not None and goal is not None and order.index(act) > order.index(goal)
        groups.append(GateGroup(act, str(title), own, later))
    return [group for group in groups if group.rows]


@require_safe
def readiness(request: MemberRequest) -> HttpResponse:
    require(request, "see_progress")
    cycle = open_cycle(request)
    states = gate_states(cycle, on=timezone.localdate())
    ending = cycle.scheme.ending
    act = {"certificate": "request_audit", "recognition": "sign_recognition"}.get(ending.kind, "start_operations")
    before = [state for state in states if state.gate.blocks == act]
    context = {
        "groups": grouped(states, request.partnership, goal=act),
        "passed": sum(state.passed for state in before),
        "total": len(before),
        "holding_back": unmet(before),
        "reached_on": reached_on(cycle),
        "scheme": cycle.scheme,
        "ending": ending,
        "cycle": cycle,
        "hide_reason": not request.access.may("see_content"),
        "why_not_waive": "" if request.access.may("run_process") else why_not("run_process"),
        "crumbs": [(str(request.partnership), request.partnership.get_absolute_url()), (_("Ready?"), "")],
        "page_tab": "certification",
    }
    return render(request, "certification/readiness.html", context)


@require_http_methods(["GET", "POST"])
def waive(request: MemberRequest, gate_id: str) -> HttpResponse:
    """Ask for the reason, then set the condition aside."""
    require(request, "run_process")
    cycle, today = open_cycle(request), timezone.localdate()
    try:
        gate = cycle.scheme.gate(gate_id)
    except KeyError as error:
        raise Http404 from error
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            waive_gate(cycle, gate_id, **form.cleaned_data, by=request.user, on=today, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(cast("HttpRequest", request), _("Set aside: %(gate)s.") % {"gate": gate.name})
            return redirect("certification:readiness", partnership=request.partnership.slug)
    crumbs = [
        (str(request.partnership), request.partnership.get_absolute_url()),
        (_("Ready?"), reverse("certification:readiness", kwargs={"partnership": request.partnership.slug})),
        (_("Set aside"), ""),
    ]
    context = {"gate": gate, "form": form, "crumbs": crumbs, "page_tab": "certification"}
    return render(request, "certification/waive.html", context, status=422 if form.errors else 200)


@require_POST
def unwaive(request: MemberRequest, gate_id: str) -> HttpResponse:
    require(request, "run_process")
    try:
        end_waiver(open_cycle(request), gate_id, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(cast("HttpRequest", request), str(refusal))
    return redirect("certification:readiness", partnership=request.partnership.slug)
