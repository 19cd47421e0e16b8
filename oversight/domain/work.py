"""What waits for one person over all their partnerships, from projections (ux.md 12)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from oversight.domain.recipients import LEADING
from oversight.models import Due
from partnerships.access import partnerships_of
from partnerships.enums import Role
from partnerships.models import Membership, Partnership, PartnershipUserObjectPermission, User
from partnerships.roles import MATRIX

AHEAD = 90  # days; what comes later does not wait yet
SOON = 14


@dataclass(frozen=True)
class Mine:
    """One partnership of a person: what they are there, and whether they may see how far it is."""

    partnership: Partnership
    memberships: list[Membership]
    sees_progress: bool

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(membership.role for membership in self.memberships)

    @property
    def party_kinds(self) -> frozenset[str]:
        return frozenset(membership.partner.kind for membership in self.memberships if membership.partner)


def my_partnerships(user: User, *, on: date) -> list[Mine]:
    """In two queries. Progress needs the granted row as well as a membership of ``on``, as everywhere."""
    found = partnerships_of(user, on=on)
    rows = PartnershipUserObjectPermission.objects.filter(user=user, permission__codename="see_progress")
    granted = set(rows.values_list("content_object", flat=True))
    return [
        Mine(
            partnership,
            memberships,
            partnership.pk in granted and any("see_progress" in MATRIX.get(one.role, ()) for one in memberships),
        )
        for partnership, memberships in found
    ]


def seen(mine: list[Mine]) -> list[int]:
    """The ids of the partnerships whose projections this person may read, as the oversight door wants them."""
    return [one.partnership.pk for one in mine if one.sees_progress]


def my_duties(mine: list[Mine], *, on: date) -> Any:
    """Open duties of this person until ``AHEAD`` days from ``on``, soonest first. Needs the oversight door.

    Tasks of their roles and parties; measures and signatures of their parties. What nobody has is the project leader's,
    and whoever leads sees the end of the certificate coming, and the texts that were refused.
    """
    groups: dict[tuple[frozenset[str], frozenset[str]], list[int]] = {}
    for one in mine:
        if one.sees_progress:
            groups.setdefault((one.roles, one.party_kinds), []).append(one.partnership.pk)
    wanted = Q(pk__in=[])
    for (roles, kinds), ids in groups.items():
        wanted |= Q(partnership__in=ids) & concerns(roles, kinds)
    return Due.objects.open().filter(wanted, due_on__lte=on + timedelta(days=AHEAD)).order_by("due_on", "pk")


def concerns(roles: frozenset[str], kinds: frozenset[str]) -> Q:
    """The duties of somebody with these roles who speaks for these kinds of party."""
    tasks = set(roles | kinds)
    if Role.PROJECT_LEADER in roles:
        tasks |= set(Role.values)
    leads = bool(roles & LEADING)
    owned = set(kinds) | ({""} if leads else set())
    wanted = Q(kind__in=[Due.Kind.TASK, Due.Kind.RENEWAL], owner_kind__in=sorted(tasks))
    wanted |= Q(kind=Due.Kind.MEASURE, owner_kind__in=sorted(owned))
    wanted |= Q(kind=Due.Kind.SIGNATURE, owner_kind__in=sorted(kinds))
    return wanted | Q(kind__in=[Due.Kind.CERTIFICATE, Due.Kind.REFUSED]) if leads else wanted
