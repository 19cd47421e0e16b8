"""What the page, the print and the document of a plan show: elements, objectives with measures, approvals."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from actionplans.domain.completeness import ElementState, element_states
from actionplans.domain.matrix import MeasureRow, rows_of
from actionplans.domain.plan_contents import PlanContents, contents_of
from actionplans.models import Objective, Plan, PlanApproval
from actionplans.rules import why_not_approve, why_not_change, why_not_revise
from assessments.models import Priority
from partnerships.models import Partner

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
    frozen: str
    why_not_revise: str
    may_edit: bool
    may_adopt: bool
    why_not_approve: str

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
    contents = contents_of(plan, on=on)
    parties = party_blocks(plan, access=access)
    frozen = why_not_change(plan)
    waiting = [party for party in parties if party.approval is None and not party.why_not]
    nobody = _("There is no party left whose approval you can give or record.")
    return PlanPage(
        elements=element_states(contents),
        areas=area_blocks(contents, on=on),
        parties=parties,
        frozen=frozen,
        why_not_revise=why_not_revise(plan),
        may_edit=access.may("edit_plan"),
        may_adopt=access.may("adopt_plan"),
        why_not_approve=frozen or ("" if waiting else nobody),
    )


def area_blocks(contents: PlanContents, *, on: date) -> list[AreaBlock]:
    rows_by_objective: dict[int, list[MeasureRow]] = defaultdict(list)
    for row in rows_of(contents.measures, contents.plan, on=on):
        rows_by_objective[row.measure.objective_id].append(row)
    objectives: dict[int, list[ObjectiveBlock]] = defaultdict(list)
    for objective in contents.objectives:
        block = ObjectiveBlock(objective, tuple(rows_by_objective[objective.pk]))
        objectives[objective.priority_id].append(block)
    return [AreaBlock(priority, tuple(objectives[priority.pk])) for priority in contents.priorities]


def party_blocks(plan: Plan, *, access: "Access") -> list[PartyBlock]:
    """Every party that takes part or approved this version, with its approval: joined to it, at most one each."""
    approval = FilteredRelation("plan_approvals", condition=Q(plan_approvals__plan=plan.pk))
    partners = Partner.objects.annotate(approval=approval).select_related("organisation", "approval")  # type: ignore[misc]  # joined
    takes_part = Q(joined_on__isnull=False, left_on__isnull=True)
    return [
        PartyBlock(partner, getattr(partner, "approval", None), why_not_approve(access, partner.pk))
        for partner in partners.filter(takes_part | Q(approval__isnull=False))
    ]
