"""Objectives: measurable, dated, and tied to a focus area (F41, F111)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.domain.plan_approvals import lapse_approvals
from actionplans.domain.plans import lock_draft
from actionplans.enums import Pillar
from actionplans.models import Objective, Plan
from assessments.models import Priority
from partnerships.domain.activity import changes as trail_changes
from partnerships.domain.activity import record
from partnerships.exceptions import Refused
from partnerships.models import User

NEEDED = ("title", "indicator", "baseline", "target", "target_on")


def add_objective(
    plan: Plan, *, priority: Priority, title: str, pillar: str = Pillar.SAFE, indicator: str, baseline: str,
    target: str, target_on: date, by: User | None, at: datetime,
) -> Objective:  # fmt: skip
    """Add an objective to a draft. Raises ``Refused`` when focus area, indicator, now, target or date is missing."""
    facts = {
        "priority": priority, "title": title, "pillar": pillar, "indicator": indicator, "baseline": baseline,
        "target": target, "target_on": target_on,
    }  # fmt: skip
    _check(plan, facts)
    with transaction.atomic():
        lock_draft(plan)
        objective: Objective = Objective.objects.create(partnership_id=plan.partnership_id, plan=plan, **facts)
        lapse_approvals(plan, by=by, at=at)
        record(plan.partnership_id, "added_objective", by=by, at=at, cycle=plan.cycle, about=objective)
    return objective


def change_objective(objective: Objective, *, by: User | None, at: datetime, **changes: Any) -> None:
    """Change the named fields of an objective in a draft; the same refusals as ``add_objective``."""
    plan = objective.plan
    fields = ("priority", "title", "pillar", "indicator", "baseline", "target", "target_on")
    old = {name: getattr(objective, name) for name in fields}
    unknown = changes.keys() - old.keys()
    if unknown:
        raise TypeError(f"An objective has no {', '.join(sorted(unknown))}.")
    _check(plan, {**old, **changes})
    changed = {name: value for name, value in changes.items() if value != old[name]}
    with transaction.atomic():
        lock_draft(plan)
        if not changed:
            return
        Objective.objects.filter(pk=objective.pk).update(**changed)
        lapse_approvals(plan, by=by, at=at)
        record(
            plan.partnership_id, "changed_objective", by=by, at=at, cycle=plan.cycle, about=objective,
            changed=trail_changes(old, changed),
        )  # fmt: skip
    objective.refresh_from_db()


def remove_objective(objective: Objective, *, by: User | None, at: datetime) -> None:
    """Take an objective out of a draft. Raises ``Refused`` while measures hang on it."""
    plan = objective.plan
    with transaction.atomic():
        lock_draft(plan)
        if reason := why_not_remove(objective):
            raise Refused(reason)
        record(plan.partnership_id, "removed_objective", by=by, at=at, cycle=plan.cycle, about=objective)
        lapse_approvals(plan, by=by, at=at)
        objective.delete()


def why_not_remove(objective: Objective) -> str:
    if objective.measures.exists():
        return _("Measures hang on this objective. Move them to another objective first.")
    return ""


def _check(plan: Plan, facts: dict[str, Any]) -> None:
    priority = facts["priority"]
    if priority is None or priority.cycle_id != plan.cycle_id:
        raise Refused(_("Choose a focus area of this round."))
    if any(not str(facts[name] or "").strip() for name in NEEDED):
        raise Refused(_("An objective needs a title, an indicator, where we are now, a target and a date."))
