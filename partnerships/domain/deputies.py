"""Somebody who stands in for somebody with a role: same role, same party, never longer (domain.md 6.1)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.granting import regrant
from partnerships.domain.memberships import hold_roles, refuse_own_party
from partnerships.domain.once import once
from partnerships.exceptions import Refused
from partnerships.models import Membership, User


def why_not_deputy(membership: Membership, *, on: date) -> str:
    """A deputy stands in for somebody who has the role now, and not for another deputy."""
    if membership.deputy_for_id is not None:
        return _("This person is a deputy already. Choose the person whose role it is.")
    if membership.valid_until is not None and membership.valid_until <= on:
        return _("This role has ended.")
    return ""


@transaction.atomic
def appoint_deputy(
    membership: Membership, user: User, *, by: User, on: date, at: datetime, until: date | None = None
) -> Membership:
    """Give ``user`` the role and party of a membership, beside the person who has it.

    Ends when that role ends, or on ``until`` (the first day without it) when this comes first. Raises ``Refused`` for
    somebody who has the role already, a role that ended, an empty period, and for oneself the role for a party.
    """
    hold_roles(membership.partnership_id)
    principal: Membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    )
    if reason := why_not_deputy(principal, on=on):
        raise Refused(reason)
    if principal.partner_id is not None:
        refuse_own_party(user, by=by)
    last = min((day for day in (until, principal.valid_until) if day is not None), default=None)
    first = max(on, principal.valid_from)
    if last is not None and last <= first:
        raise Refused(_("The last day must be after the first day."))
    same = Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), partnership=principal.partnership_id, user=user,
        role=principal.role, partner=principal.partner_id,
    )  # fmt: skip
    with once(Membership, Refused(_("%(name)s already has this role.") % {"name": user})) as already:
        if same.exists():
            raise already
        deputy: Membership = Membership.objects.create(
            partnership_id=principal.partnership_id, user=user, role=principal.role, partner_id=principal.partner_id,
            deputy_for=principal, given_by=by, valid_from=first, valid_until=last,
        )  # fmt: skip
    regrant(user, deputy.partnership, on=timezone.localdate(at))
    record(
        principal.partnership_id, "appointed_deputy", by=by, at=at, about=deputy, principal=str(principal.user),
        role=principal.role, since=first, until=last,
    )  # fmt: skip
    return deputy
