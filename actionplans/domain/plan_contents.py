"""All that a plan holds, read once, so that its pages and its PDF ask the database nothing twice."""

from dataclasses import dataclass
from datetime import date

from django.db.models import FilteredRelation, Q

from actionplans.models import Measure, Objective, Plan
from assessments.models import Priority
from partnerships.enums import Role
from partnerships.models import Membership, User


@dataclass(frozen=True)
class PlanContents:
    """Lists come in reading order: by focus area, then as they were added; measures by deadline, dropped ones too."""

    plan: Plan
    texts: dict[str, str]  # by element id
    priorities: list[Priority]  # every focus area of the round, also one without an objective
    objectives: list[Objective]
    measures: list[Measure]
    leaders: list[User]


def contents_of(plan: Plan, *, on: date) -> PlanContents:
    """The contents of a plan in four queries, whatever its size; leaders are those valid on ``on``."""
    leaders = Membership.objects.filter(role=Role.PROJECT_LEADER).valid(on=on).select_related("user")
    priorities, objectives = _priorities_and_objectives(plan)
    return PlanContents(
        plan=plan,
        texts=dict(plan.elements.values_list("element_id", "text")),
        priorities=priorities,
        objectives=objectives,
        measures=list(Measure.objects.filter(plan=plan).for_matrix()),
        leaders=[membership.user for membership in leaders],
    )


def _priorities_and_objectives(plan: Plan) -> tuple[list[Priority], list[Objective]]:
    """The focus areas of the round joined to the objectives this plan has on them: a row per objective, or one bare."""
    aim = FilteredRelation("objectives", condition=Q(objectives__plan=plan.pk))
    rows = Priority.objects.filter(cycle=plan.cycle_id).annotate(aim=aim).select_related("aim")  # type: ignore[misc]  # the joined name
    priorities: dict[int, Priority] = {}
    objectives: list[Objective] = []
    for row in rows.order_by("rank", "pk", "aim__pk"):
        priority = priorities.setdefault(row.pk, row)
        objective: Objective | None = getattr(row, "aim", None)  # Django sets nothing where the join found nothing
        if objective is not None:
            objective.priority = priority
            objectives.append(objective)
    return list(priorities.values()), objectives
