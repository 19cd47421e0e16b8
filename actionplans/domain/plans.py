"""Starting, writing and adopting a plan (S001 step 3; F42, F43)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.domain.plan_approvals import lapse_approvals, parties_without_approval
from actionplans.exceptions import ApprovalMissing, PlanFrozen, PlanIncomplete, PlanTooShort
from actionplans.models import Plan, PlanElement
from actionplans.rules import why_not_change, why_not_period
from partnerships.domain.activity import changes, record
from partnerships.domain.once import once
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Cycle, User
from partnerships.scheme import PlanElement as ElementDef


def current_plan(cycle: Cycle) -> Plan | None:
    """The version people work with: the one that was not replaced."""
    found: Plan | None = Plan.objects.current().filter(cycle=cycle).first()
    return found


def plan_versions(cycle: Cycle) -> list[Plan]:
    """Every version of the plan of a cycle, the newest first."""
    return list(Plan.objects.filter(cycle=cycle).order_by("-version"))


def elements_of(plan: Plan) -> tuple[ElementDef, ...]:
    """What the scheme asks of this plan; a later round may ask other things than the first."""
    return plan.cycle.scheme.plan.elements_for(renewal=plan.cycle.number > 1)


def start_plan(cycle: Cycle, *, title: str, starts_on: date, ends_on: date, by: User | None, at: datetime) -> Plan:
    """Start the plan of a cycle. ``ends_on`` is half-open.

    Raises ``PlanTooShort`` below the scheme's months, ``Refused`` when the cycle is closed or has a plan.
    """
    _check_period(cycle, starts_on, ends_on)
    if cycle.closed_on:
        raise Refused(_("This round is closed. Start a new round first."))
    with transaction.atomic():
        with once(Plan, Refused(_("This round has a plan already."))) as already:
            if Plan.objects.filter(cycle=cycle).exists():
                raise already
            plan: Plan = Plan.objects.create(
                partnership_id=cycle.partnership_id, cycle=cycle, title=title.strip(), starts_on=starts_on,
                ends_on=ends_on,
            )  # fmt: skip
        record(
            cycle.partnership_id, "started_plan", by=by, at=at, cycle=cycle, about=plan, starts=starts_on, ends=ends_on
        )
    return plan


def change_period(plan: Plan, *, title: str, starts_on: date, ends_on: date, by: User | None, at: datetime) -> None:
    """Change title and period of a draft. Raises ``PlanTooShort`` or ``PlanFrozen``; approvals lapse."""
    _check_period(plan.cycle, starts_on, ends_on)
    with transaction.atomic():
        draft = lock_draft(plan)
        old = {"title": draft.title, "starts": draft.starts_on, "ends": draft.ends_on}
        new = {"title": title.strip(), "starts": starts_on, "ends": ends_on}
        if old == new:
            return
        Plan.objects.filter(pk=plan.pk).update(title=new["title"], starts_on=starts_on, ends_on=ends_on)
        lapse_approvals(plan, by=by, at=at)
        record(plan.partnership_id, "changed_plan_period", by=by, at=at, cycle=plan.cycle, about=plan, old=old, new=new)
    plan.refresh_from_db()


def write_element(plan: Plan, element_id: str, *, text: str, by: User | None, at: datetime) -> None:
    """Write the text of one element; an empty text takes it away, so that a row always means an answer.

    Raises ``Refused`` for an element the scheme does not ask or that follows from other records; ``PlanFrozen``.
    """
    asked = next((element for element in elements_of(plan) if element.id == element_id), None)
    if asked is None or asked.answered_by != "text":
        raise Refused(_("The scheme asks no text for this part of the plan."))
    with transaction.atomic():
        lock_draft(plan)
        found = PlanElement.objects.filter(plan=plan, element_id=element_id)
        before = found.values_list("text", flat=True).first()
        if before == (text.strip() or None):
            return
        if text.strip():
            PlanElement.objects.update_or_create(
                plan=plan, element_id=element_id, defaults={"text": text.strip(), "partnership_id": plan.partnership_id}
            )
        else:
            found.delete()
        lapse_approvals(plan, by=by, at=at)
        record(
            plan.partnership_id, "wrote_plan_element", by=by, at=at, cycle=plan.cycle, about=plan,
            element=element_id, name=str(asked.name), changed=changes({"text": before}, {"text": text.strip()}),
        )  # fmt: skip


def adopt_plan(plan: Plan, *, unmet: Sequence[str], by: User | None, on: date, at: datetime) -> None:
    """Adopt the plan: from now on text, objectives and period are frozen; measures stay workable.

    ``unmet`` names the scheme's gates that are not met. Raises ``PlanIncomplete`` naming them, ``ApprovalMissing``
    naming the parties without a written approval (F43), ``PlanFrozen``, or ``StaleState``.
    """
    if reason := why_not_change(plan):
        raise PlanFrozen(reason)
    if unmet:
        raise PlanIncomplete(_("The plan cannot be adopted yet: %(unmet)s.") % {"unmet": "; ".join(map(str, unmet))})
    with transaction.atomic():
        lock_draft(plan)
        if reason := why_not_approved_by_all(plan):
            raise ApprovalMissing(reason)
        adopted = Plan.objects.drafts().filter(pk=plan.pk).update(adopted_on=on, adopted_by=by)
        if not adopted:
            raise StaleState
        record(
            plan.partnership_id, "adopted_plan", by=by, at=at, cycle=plan.cycle, about=plan, on=on, version=plan.version
        )
    plan.refresh_from_db()


def why_not_approved_by_all(plan: Plan) -> str:
    """Names the parties whose written approval is missing; without any party there is nobody who agrees."""
    joined, missing = parties_without_approval(plan)
    if not joined:
        return _("No party takes part yet, so nobody can have approved the plan.")
    if missing:
        names = ", ".join(str(partner) for partner in missing)
        return _("These parties have not approved the plan yet: %(names)s.") % {"names": names}
    return ""


def lock_draft(plan: Plan) -> Plan:
    """The draft, held until the end of the transaction. Raises ``PlanFrozen`` with the reason when it is none."""
    draft: Plan | None = Plan.objects.drafts().select_for_update().filter(pk=plan.pk).first()
    if draft is None:
        plan.refresh_from_db()
        raise PlanFrozen(why_not_change(plan))
    return draft


def _check_period(cycle: Cycle, starts_on: date, ends_on: date) -> None:
    if reason := why_not_period(starts_on, ends_on, months=cycle.scheme.plan.months):
        raise PlanTooShort(reason)
