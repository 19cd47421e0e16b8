"""What waits for one person over all their partnerships, from projections (ux.md 12)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from certification.todo import AHEAD
from oversight.models import Due
from partnerships.access import partnerships_of
from partnerships.models import Membership, Partnership, PartnershipUserObjectPermission, User
from partnerships.roles import LEADERS, MATRIX

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
    def partner_ids(self) -> frozenset[int]:
        """The parties this person speaks for."""
        return frozenset(membership.partner_id for membership in self.memberships if membership.partner_id)


def from_before(due: Due, mine: list[Mine]) -> bool:
    """Had the day of this passed when the person got their first role there?"""
    return any(
        one.partnership.pk == due.partnership_id and all(due.due_on < row.valid_from for row in one.memberships)
        for one in mine
    )


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
    """What waits for this person until ``AHEAD`` days from ``on``, soonest first. Needs the oversight door."""
    roles: dict[frozenset[str], list[int]] = {}
    wanted = Q(partner__in={partner for one in mine if one.sees_progress for partner in one.partner_ids})
    for one in mine:
        if one.sees_progress:
            roles.setdefault(one.roles, []).append(one.partnership.pk)
    for some, ids in roles.items():
        wanted |= Q(partnership__in=ids) & of_roles(some)
    return Due.objects.waiting(on=on).filter(wanted, due_on__lte=on + timedelta(days=AHEAD)).order_by("due_on", "pk")


def of_roles(roles: frozenset[str]) -> Q:
    """What somebody with these roles must do, as ``DueDate.concerns`` says it: what no party is in charge of."""
    owners = roles | ({""} if roles & LEADERS else frozenset())
    return Q(partner__isnull=True, owner_kind__in=sorted(owners))
