"""Getters of this room: a view cannot hold a plan or a measure it may not touch."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans.domain.plans import current_plan
from actionplans.models import Measure, Plan
from actionplans.rules import why_not_report
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest

Crumbs = list[tuple[str, str]]


def get_plan(request: MemberRequest, *, act: str) -> Plan:
    """The current plan of the open cycle. 403 with the reason without the right, 404 without a plan."""
    require(request, act)
    cycle = open_cycle(request)
    plan = current_plan(cycle)
    if plan is None:
        raise Http404("No plan yet.")
    plan.cycle = cycle
    return plan


def get_measure(request: MemberRequest, pk: int, *, act: str) -> Measure:
    """A measure of this partnership, also of an earlier version."""
    rows = Measure.objects.for_matrix().select_related("plan__cycle", "objective__priority", "owner_contact",
                                                       "owner_partner__organisation")  # fmt: skip
    measure: Measure = get_here(request, rows, act=act, pk=pk)
    return measure


def get_own_measure(request: MemberRequest, pk: int) -> Measure:
    """A measure this person may report on: 403 with the reason for a measure of another party (F54)."""
    measure = get_measure(request, pk, act="see_content")
    if reason := why_not_report(request.access, measure):
        raise PermissionDenied(reason)
    return measure


def plan_url(request: MemberRequest, name: str = "plan", **kwargs: object) -> str:
    """The path of a page of this room in this partnership."""
    return reverse(f"actionplans:{name}", kwargs={"partnership": request.partnership.slug, **kwargs})


def plan_crumbs(request: MemberRequest, here: str, *, measures: bool = False) -> Crumbs:
    """Partnership, plan or measures, and where we are."""
    parent = (_("Measures"), plan_url(request, "measures")) if measures else (_("Plan"), plan_url(request))
    return [(str(request.partnership), request.partnership.get_absolute_url()), parent, (here, "")]
