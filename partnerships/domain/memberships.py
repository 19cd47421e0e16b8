"""Roles people have, and since when (F13). Every right follows from these rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.granting import regrant
from partnerships.domain.once import once
from partnerships.enums import Role
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Membership, Partner, Partnership, User
from partnerships.roles import TIMED
from partnerships.scheme import RoleNeed, Scheme


def hold_roles(partnership_id: int) -> None:
    """Let whoever else gives or ends a role in this partnership wait until the transaction ends.

    A role is for a period, and two periods that overlap are no double that both databases can refuse. Call it before
    the verb writes its first row: who held the trail already would wait for somebody who waits for the trail.
    """
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)


@transaction.atomic
def appoint(
    partnership: Partnership,
    user: User,
    *,
    role: Role | str,
    by: User | None,
    on: date,
    at: datetime,
    partner: Partner | None = None,
    until: date | None = None,
    given_by: User | None = None,
) -> Membership:
    """Give a person a role from ``on``, for a party or for nobody in particular.

    ``given_by``: who offered it, where somebody accepts what another gave; else ``by``. Raises ``Refused`` when the
    period is empty, the person has this role already, or gives themselves a role for a party.
    """
    hold_roles(partnership.pk)
    given_by = given_by or by
    if partner is not None:
        refuse_own_party(user, by=given_by)
    if until is not None and until <= on:
        raise Refused(_("The last day must be after the first day."))
    if reason := why_not_endless(role, until):
        raise Refused(reason)
    same = Membership.objects.filter(partnership=partnership, user=user, role=role, partner=partner)
    with once(Membership, Refused(_("%(name)s already has this role.") % {"name": user})) as already:
        if same.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on)).exists():
            raise already
        membership: Membership = Membership.objects.create(
            partnership=partnership, user=user, role=role, partner=partner, given_by=given_by, valid_from=on,
            valid_until=until,
        )  # fmt: skip
    regrant(user, partnership, on=timezone.localdate(at))
    record(partnership, "appointed", by=by, at=at, about=membership, role=str(role), since=on, until=until)
    return membership


def refuse_own_party(user: User, *, by: User | None) -> None:
    """Nobody, a project leader neither, says that they speak for a party: somebody else does. Raises ``Refused``."""
    if by is not None and by.pk == user.pk:
        raise Refused(_("You cannot give yourself a role for a party. Ask somebody else who manages the parties."))


def why_not_endless(role: Role | str, until: date | None) -> str:
    """Some roles are for a part of the process: they need a last day."""
    if role not in TIMED or until is not None:
        return ""
    return _("This role is for a period. Fill in until when.")


def why_not_end(membership: Membership, *, on: date) -> str:
    """The last project leader stays until there is another one."""
    if membership.role != Role.PROJECT_LEADER or membership.deputy_for_id is not None:
        return ""
    others = Membership.objects.filter(
        partnership=membership.partnership_id, role=Role.PROJECT_LEADER, deputy_for__isnull=True
    )
    staying = Q(valid_until__isnull=True)
    if membership.valid_until is not None:
        staying |= Q(valid_until__gte=membership.valid_until)
    if others.valid(on=on).filter(staying).exclude(pk=membership.pk).exclude(user=membership.user_id).exists():
        return ""
    return _("This is the only project leader. Appoint another project leader first.")


@transaction.atomic
def end_membership(membership: Membership, *, by: User | None, on: date, at: datetime) -> None:
    """End a role, and with it that of its deputies: ``on`` is the first day without it.

    Raises ``Refused`` for the last project leader.
    """
    hold_roles(membership.partnership_id)  # two leaders cannot both go at once
    if reason := why_not_end(membership, on=on):
        raise Refused(reason)
    if not _end(membership, by=by, on=on, at=at):
        raise StaleState
    for deputy in membership.deputies.select_related("user", "partnership"):
        _end(deputy, by=by, on=on, at=at)


def _end(membership: Membership, *, by: User | None, on: date, at: datetime) -> bool:
    """False when it had ended by then."""
    last = max(on, membership.valid_from)
    rows = Membership.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), pk=membership.pk)
    if not rows.update(valid_until=last):
        return False
    regrant(membership.user, membership.partnership, on=timezone.localdate(at))
    record(membership.partnership, "ended_role", by=by, at=at, about=membership, role=membership.role, on=last)
    return True


@dataclass(frozen=True)
class RoleState:
    """One role of the scheme: who fills it today, and what we say about that."""

    need: RoleNeed
    holders: tuple[Membership, ...]
    missing: bool  # required and nobody has it
    other_side: tuple[Membership, ...]  # holders from a side that does not supply this role
    discouraged: tuple[Membership, ...]  # holders from a side for whom the scheme advises against it


def role_states(scheme: Scheme, memberships: Iterable[Membership]) -> list[RoleState]:
    """The scheme's roles beside today's memberships; roles without an account (signatory, auditor) are left out."""
    held = list(memberships)
    states = []
    for need in scheme.roles:
        if need.role not in Role.values:
            continue
        holders = tuple(one for one in held if one.role == need.role and one.deputy_for_id is None)
        sides = [(one, one.partner.kind) for one in holders if one.partner]
        states.append(
            RoleState(
                need,
                holders,
                missing=need.required and not holders,
                other_side=tuple(one for one, kind in sides if need.supplied_by and kind not in need.supplied_by),
                discouraged=tuple(one for one, kind in sides if kind in need.discouraged),
            )
        )
    return states
