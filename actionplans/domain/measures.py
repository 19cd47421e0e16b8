"""Measures: what a party will do, who answers for it, by which day, at what cost (F51; S000)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from actionplans.domain.plan_approvals import lapse_approvals
from actionplans.enums import BudgetDecision
from actionplans.exceptions import PlanFrozen, WrongOwner
from actionplans.models import Measure, Objective, Plan
from actionplans.rules import why_not_work
from partnerships.domain.activity import changes as trail_changes
from partnerships.domain.activity import record
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Contact, Partner, User

FIELDS = (
    "objective", "title", "description", "kind", "owner_partner", "owner_contact", "starts_on", "deadline",
    "cost_cents", "funder",
)  # fmt: skip
DECIDED = (BudgetDecision.GRANTED, BudgetDecision.REFUSED)


def add_measure(
    plan: Plan, *, objective: Objective, title: str, kind: str, owner_partner: Partner, owner_contact: Contact,
    deadline: date, by: User | None, at: datetime, cost_cents: int = 0, decision: str = BudgetDecision.UNDECIDED,
    decided_on: date | None = None, funder: str = "", starts_on: date | None = None, description: str = "",
) -> Measure:  # fmt: skip
    """Add a measure, also to an adopted plan: the matrix lives on.

    Raises ``WrongOwner`` without a party that takes part and a person of that party, ``Refused`` without deadline or
    with an objective of another plan, ``PlanFrozen`` when the plan was replaced. Approvals of a draft lapse.
    """
    facts = {
        "objective": objective, "title": title.strip(), "description": description.strip(), "kind": kind,
        "owner_partner": owner_partner, "owner_contact": owner_contact, "starts_on": starts_on, "deadline": deadline,
        "cost_cents": cost_cents, "funder": funder.strip(),
    }  # fmt: skip
    check_measure(plan, facts)
    decided_on = check_decision(decision, decided_on)
    with transaction.atomic():
        lock_current(plan)
        measure: Measure = Measure.objects.create(
            partnership_id=plan.partnership_id, plan=plan, decision=decision, decided_on=decided_on,
            added_on=localtime(at).date(), **facts,
        )  # fmt: skip
        lapse_approvals(plan, by=by, at=at)
        record(
            plan.partnership_id, "added_measure", by=by, at=at, cycle=plan.cycle, about=measure,
            deadline=deadline, party=str(owner_partner), cost_cents=cost_cents,
        )  # fmt: skip
    return measure


def change_measure(measure: Measure, *, by: User | None, at: datetime, **changes: Any) -> None:
    """Change the named fields; old and new values go into the trail (dates of an adopted plan above all).

    The same refusals as ``add_measure``.
    """
    if unknown := changes.keys() - set(FIELDS):
        raise TypeError(f"A measure has no {', '.join(sorted(unknown))} to change.")
    plan = measure.plan
    old = {name: getattr(measure, name) for name in FIELDS}
    changed = {name: value for name, value in changes.items() if value != old[name]}
    check_measure(plan, {**old, **changed})
    if not changed:
        return
    kept = trail_changes(old, changed)
    with transaction.atomic():
        lock_current(plan)
        if not Measure.objects.filter(pk=measure.pk).update(**changed):
            raise StaleState
        lapse_approvals(plan, by=by, at=at)
        record(
            plan.partnership_id, "changed_measure", by=by, at=at, cycle=plan.cycle, about=measure,
            old={name: pair[0] for name, pair in kept.items()}, new={name: pair[1] for name, pair in kept.items()},
        )  # fmt: skip
    measure.refresh_from_db()


def decide_budget(measure: Measure, *, decision: str, decided_on: date | None, by: User | None, at: datetime) -> None:
    """Record where the decision on the money stands (F48). Granted and refused need the day of the decision."""
    decided_on = check_decision(decision, decided_on)
    if (measure.decision, measure.decided_on) == (decision, decided_on):
        return
    old = {"decision": measure.decision, "decided_on": measure.decided_on}
    with transaction.atomic():
        lock_current(measure.plan)
        updated = Measure.objects.filter(pk=measure.pk, **old).update(decision=decision, decided_on=decided_on)
        if not updated:
            raise StaleState
        record(
            measure.partnership_id, "decided_budget", by=by, at=at, cycle=measure.plan.cycle, about=measure,
            old=old, new={"decision": decision, "decided_on": decided_on},
        )  # fmt: skip
    measure.refresh_from_db()


@transaction.atomic
def edit_measure(
    measure: Measure, *, decision: str, decided_on: date | None, by: User | None, at: datetime, **changes: Any
) -> None:
    """What one form changes: the fields and the decision on the money, both or neither. Refusals as of these two."""
    change_measure(measure, by=by, at=at, **changes)
    decide_budget(measure, decision=decision, decided_on=decided_on, by=by, at=at)


def check_measure(plan: Plan, facts: dict[str, Any]) -> None:
    """Raise the sentence for what is wrong with a measure of this plan."""
    objective, partner, contact = facts["objective"], facts["owner_partner"], facts["owner_contact"]
    if objective is None or objective.plan_id != plan.pk:
        raise Refused(_("Choose an objective of this plan."))
    if not facts["title"]:
        raise Refused(_("Give the measure a name."))
    if partner is None or partner.partnership_id != plan.partnership_id or not partner.joined_on or partner.left_on:
        raise WrongOwner(_("Choose a party that takes part as the party in charge."))
    if contact is None or contact.partner_id != partner.pk:
        raise WrongOwner(_("Choose a person of %(party)s.") % {"party": partner})
    if facts["deadline"] is None:
        raise Refused(_("A measure needs a deadline."))
    if facts["starts_on"] and facts["starts_on"] > facts["deadline"]:
        raise Refused(_("The deadline comes before the start."))
    if facts["cost_cents"] < 0:
        raise Refused(_("The cost cannot be less than zero."))


def check_decision(decision: str, decided_on: date | None) -> date | None:
    """The day that belongs to a decision; none while nothing is decided. Raises ``Refused`` when it is missing."""
    if decision not in DECIDED:
        return None
    if decided_on is None:
        raise Refused(_("Fill in on which day this was decided."))
    return decided_on


def lock_current(plan: Plan) -> None:
    """Hold the plan until the end of the transaction. Raises ``PlanFrozen`` when it was replaced."""
    if not Plan.objects.current().select_for_update().filter(pk=plan.pk).exists():
        plan.refresh_from_db()
        raise PlanFrozen(why_not_work(plan))
