"""A new version of an adopted plan. The old one stays readable as it was; approvals start anew."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from actionplans.exceptions import PlanFrozen
from actionplans.models import Measure, Objective, Plan, PlanElement
from actionplans.rules import why_not_revise
from partnerships.domain.activity import record
from partnerships.exceptions import StaleState
from partnerships.models import User


def revise_plan(plan: Plan, *, by: User | None, at: datetime) -> Plan:
    """Make version + 1 as a draft with the same text and objectives and the measures that are still open.

    Raises ``PlanFrozen`` for a draft or a version that was replaced, ``StaleState`` when somebody was first.
    """
    if reason := why_not_revise(plan):
        raise PlanFrozen(reason)
    with transaction.atomic():
        adopted = Plan.objects.current().filter(pk=plan.pk, adopted_on__isnull=False)
        if not adopted.update(superseded_on=localtime(at).date()):
            raise StaleState
        draft: Plan = Plan.objects.create(
            partnership_id=plan.partnership_id, cycle=plan.cycle, version=plan.version + 1, title=plan.title,
            starts_on=plan.starts_on, ends_on=plan.ends_on,
        )  # fmt: skip
        _copy_elements(plan, draft)
        _copy_measures(plan, draft, _copy_objectives(plan, draft))
        record(
            plan.partnership_id, "revised_plan", by=by, at=at, cycle=plan.cycle, about=draft, old=plan.version,
            new=draft.version,
        )  # fmt: skip
    plan.refresh_from_db()
    return draft


def _copy_elements(plan: Plan, draft: Plan) -> None:
    elements = list(PlanElement.objects.filter(plan=plan))
    for element in elements:
        element.pk, element.plan = None, draft
    PlanElement.objects.bulk_create(elements)


def _copy_objectives(plan: Plan, draft: Plan) -> dict[int, Objective]:
    """Returns the new objective by the id of the old one."""
    copies: dict[int, Objective] = {}
    for objective in Objective.objects.filter(plan=plan).order_by("pk"):
        old_id: int = objective.pk
        objective.pk, objective.plan, objective._state.adding = None, draft, True
        objective.save(force_insert=True)
        copies[old_id] = objective
    return copies


def _copy_measures(plan: Plan, draft: Plan, objectives: dict[int, Objective]) -> None:
    measures = list(Measure.objects.open().filter(plan=plan).order_by("pk"))
    for measure in measures:
        measure.pk, measure.plan, measure.objective = None, draft, objectives[measure.objective_id]
    Measure.objects.bulk_create(measures)
