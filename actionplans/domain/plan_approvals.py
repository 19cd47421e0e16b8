"""Each party's written approval of the plan (F43). Every party counts once, none more than another (S003)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from actionplans.exceptions import PlanFrozen
from actionplans.models import Plan, PlanApproval
from actionplans.rules import why_not_change
from partnerships.domain.activity import record
from partnerships.exceptions import Refused
from partnerships.models import Partner, User


def approve_plan(
    plan: Plan, partner: Partner, *, by: User | None, on: date, at: datetime, recorded_from: str = ""
) -> PlanApproval:
    """Record that a party approves the draft.

    ``recorded_from`` says where it is written down when somebody else enters it ("minutes of 3 February").
    Raises ``PlanFrozen``, or ``Refused`` for a party that does not take part, a second approval, a future day.
    """
    if reason := why_not_change(plan):
        raise PlanFrozen(reason)
    if partner.partnership_id != plan.partnership_id or not partner.joined_on or partner.left_on:
        raise Refused(_("%(party)s does not take part, so it cannot approve the plan.") % {"party": partner})
    if on > localtime(at).date():
        raise Refused(_("This day has not come yet."))
    with transaction.atomic():
        if not Plan.objects.drafts().select_for_update().filter(pk=plan.pk).exists():
            raise PlanFrozen
        approval: PlanApproval
        approval, made = PlanApproval.objects.get_or_create(
            plan=plan, partner=partner, defaults={
                "partnership_id": plan.partnership_id, "approved_on": on, "approved_by": by,
                "recorded_from": recorded_from.strip(),
            },
        )  # fmt: skip
        if not made:
            raise Refused(_("%(party)s has approved this version already.") % {"party": partner})
        record(
            plan.partnership_id, "approved_plan", by=by, at=at, cycle=plan.cycle, about=plan,
            party=str(partner), on=on, version=plan.version, recorded_from=approval.recorded_from,
        )  # fmt: skip
    return approval


def lapse_approvals(plan: Plan, *, by: User | None, at: datetime) -> int:
    """Take back the approvals of a draft whose text changed: nobody is held to words they did not read.

    Runs in the transaction of the change. The trail keeps who had approved. Returns how many lapsed.
    """
    approvals = PlanApproval.objects.filter(plan=plan, plan__adopted_on__isnull=True)
    parties = [str(approval.partner) for approval in approvals.select_related("partner__organisation")]
    if parties:
        approvals.delete()
        record(
            plan.partnership_id, "lapsed_plan_approvals", by=by, at=at, cycle=plan.cycle, about=plan, parties=parties
        )
    return len(parties)


def parties_without_approval(plan: Plan) -> tuple[list[Partner], list[Partner]]:
    """All parties that take part, and those among them that have not approved this version."""
    joined = list(Partner.objects.joined().select_related("organisation"))
    approved = set(PlanApproval.objects.filter(plan=plan).values_list("partner_id", flat=True))
    return joined, [partner for partner in joined if partner.pk not in approved]
