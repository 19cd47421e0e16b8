"""What the page, the print and the document of a plan show: elements, objectives with measures, approvals, versions."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from actionplans.domain.completeness import ElementState, element_states
from actionplans.domain.matrix import MeasureRow, rows_of
from actionplans.domain.plan_report import report_subject
from actionplans.models import Measure, Objective, Plan, PlanApproval
from actionplans.rules import why_not_approve, why_not_change, why_not_revise
from assessments.models import Priority
from partnerships.models import Job, Partner

if TYPE_CHECKING:
    from partnerships.access import Access


@dataclass(frozen=True)
class ObjectiveBlock:
    objective: Objective
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class AreaBlock:
    """A focus area with its objectives; ``bare`` when it has none yet."""

    priority: Priority
    objectives: tuple[ObjectiveBlock, ...]


@dataclass(frozen=True)
class PartyBlock:
    """A party with its approval, or without and then whether this person may give or record it."""

    partner: Partner
    approval: PlanApproval | None
    why_not: str


@dataclass(frozen=True)
class PlanPage:
    elements: list[ElementState]
    areas: list[AreaBlock]
    parties: list[PartyBlock]
    versions: list[Plan]
    frozen: str
    why_not_revise: str
    may_edit: bool
    may_adopt: bool
    why_not_approve: str
    job: Job | None

    @property
    def done(self) -> int:
        return sum(state.done for state in self.elements)

    @property
    def total(self) -> int:
        return len(self.elements)

    @property
    def approved(self) -> int:
        return sum(party.approval is not None for party in self.parties)


def plan_page(plan: Plan, *, access: "Access", on: date) -> PlanPage:
    """Everything in a fixed number of questions to the database, whatever the size of the plan."""
    parties = party_blocks(plan, access=access)
    frozen = why_not_change(plan)
    waiting = [party for party in parties if party.approval is None and not party.why_not]
    nobody = _("There is no party left whose approval you can give or record.")
    return PlanPage(
        elements=element_states(plan, plan.cycle.scheme, on=on),
        areas=area_blocks(plan, on=on),
        parties=parties,
        versions=list(Plan.objects.filter(cycle=plan.cycle_id).order_by("-version")),
        frozen=frozen,
        why_not_revise=why_not_revise(plan),
        may_edit=access.may("edit_plan"),
        may_adopt=access.may("adopt_plan"),
        why_not_approve=frozen or ("" if waiting else nobody),
        job=Job.objects.filter(kind="plan_report", subject=report_subject(plan)).first(),
    )


def area_blocks(plan: Plan, *, on: date) -> list[AreaBlock]:
    rows_by_objective: dict[int, list[MeasureRow]] = defaultdict(list)
    for row in rows_of(Measure.objects.filter(plan=plan).for_matrix(), plan, on=on):
        rows_by_objective[row.measure.objective_id].append(row)
    objectives: dict[int, list[ObjectiveBlock]] = defaultdict(list)
    for objective in Objective.objects.filter(plan=plan).order_by("pk"):
        block = ObjectiveBlock(objective, tuple(rows_by_objective[objective.pk]))
        objectives[objective.priority_id].append(block)
    return [
        AreaBlock(priority, tuple(objectives[priority.pk])) for priority in Priority.objects.filter(cycle=plan.cycle_id)
    ]


def party_blocks(plan: Plan, *, access: "Access") -> list[PartyBlock]:
    """Every party that takes part or approved this version, with its approval."""
    approvals = {approval.partner_id: approval for approval in PlanApproval.objects.filter(plan=plan)}
    joined = Partner.objects.joined() | Partner.objects.filter(pk__in=approvals)
    return [
        PartyBlock(partner, approvals.get(partner.pk), why_not_approve(access, partner.pk))
        for partner in joined.select_related("organisation").distinct()
    ]
