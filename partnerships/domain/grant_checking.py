"""Do the rows that grant rights say what the memberships, offices and matrix of a day say? Finds what differs.

What somebody may do is asked of memberships every time (``access.py``), so drift never opens a door that a membership
does not; it may keep one shut, and it leaves rows behind of roles that ended.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from partnerships.domain.granting import acts_as_permissions, group_name, group_name_start
from partnerships.enums import OVERSEEING, OfficerRole
from partnerships.models import (
    Membership,
    Officer,
    Organisation,
    Partnership,
    PartnershipArea,
    PartnershipGroupObjectPermission,
    PartnershipUserObjectPermission,
    User,
)
from partnerships.models.membership import valid_on
from partnerships.roles import MATRIX, OVERSEER, acts_of
from partnerships.tenancy.doors import sweep_door

InGroup = User.groups.through
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Difference:
    """Of one table: the rows that should be there, and those that should not, with their keys."""

    missing: list[Row]
    surplus: dict[Row, int]

    def __len__(self) -> int:
        return len(self.missing) + len(self.surplus)


@dataclass(frozen=True)
class Drift:
    """What differs. Rows are (person, partnership, permission), (group's name, partnership, permission) and
    (person, group's name)."""

    members: Difference
    groups: Difference
    offices: Difference
    acts: dict[int, str]  # permission -> act

    def __len__(self) -> int:
        return len(self.members) + len(self.groups) + len(self.offices)


def find_drift(*, on: date) -> Drift:
    """What differs on ``on``: in eight queries, however many partnerships, members and rows there are."""
    acts = frozenset().union(*MATRIX.values(), OVERSEER)
    permissions = {act: permission.pk for act, permission in acts_as_permissions(acts).items()}
    ours = {"group__name__startswith": group_name_start()}
    by_group = PartnershipGroupObjectPermission.objects.filter(**ours)
    return Drift(
        members=compare(rows_of_members(permissions, on=on), stored(PartnershipUserObjectPermission, "user_id")),
        groups=compare(rows_of_groups(permissions), stored(by_group, "group__name")),
        offices=compare(
            places_of_officers(on=on),
            (
                (tuple(row), pk)
                for pk, *row in InGroup.objects.filter(**ours).values_list("pk", "user_id", "group__name")
            ),
        ),
        acts={pk: act for act, pk in permissions.items()},
    )


def compare(wanted: set[Row], found: Iterable[tuple[Row, int]]) -> Difference:
    left, surplus = set(wanted), {}
    for row, pk in found:
        if row in wanted:
            left.discard(row)
        else:
            surplus[row] = pk
    return Difference(sorted(left), surplus)


def stored(rows: Any, who: str) -> Iterator[tuple[Row, int]]:
    """The rows of one of guardian's tables, each with its key."""
    found = getattr(rows, "objects", rows).order_by().values_list("pk", who, "content_object_id", "permission_id")
    for pk, *row in found.iterator(chunk_size=5000):
        yield tuple(row), pk


def rows_of_members(permissions: dict[str, int], *, on: date) -> set[Row]:
    """Every row that the memberships of a day ask for."""
    with sweep_door(Membership):
        fields = ("user_id", "partnership_id", "role", "deputy_for_id")
        held = list(Membership.objects.valid(on=on).order_by().values_list(*fields))
    return {
        (user, partnership, permissions[act])
        for user, partnership, role, for_whom in held
        for act in (acts_of((), standing_in=[role]) if for_whom else acts_of([role]))
    }


def rows_of_groups(permissions: dict[str, int]) -> set[Row]:
    """Every row that the ground asks for: of a municipality, and of the provinces and regions above it."""
    with sweep_door(PartnershipArea):
        ground = list(PartnershipArea.objects.order_by().values_list("area__municipality_id", "partnership_id"))
    above: dict[int, set[int]] = {}
    pairs = Organisation.municipalities.through.objects.values_list("to_organisation_id", "from_organisation_id")
    for municipality, region in pairs:
        above.setdefault(municipality, set()).add(region)
    return {
        (group_name(organisation), partnership, permissions[act])
        for municipality, partnership in ground
        for organisation in {municipality, *above.get(municipality, ())}
        for act in OVERSEER
    }


def places_of_officers(*, on: date) -> set[Row]:
    """Who belongs in which group on a day."""
    offices = Officer.objects.filter(valid_on(on), role=OfficerRole.OVERSEER, organisation__kind__in=OVERSEEING)
    return {(user, group_name(pk)) for user, pk in offices.order_by().values_list("user_id", "organisation_id")}


def lines_of(drift: Drift) -> list[str]:
    """The differences in words, one line each, in two more queries. For administrators; not translated."""
    lines = [(sign, row) for sign, row in signed(drift.members)]
    grouped = [(sign, row) for sign, row in signed(drift.groups)]
    offices = [(sign, row) for sign, row in signed(drift.offices)]
    users = dict(User.objects.filter(pk__in={row[0] for _sign, row in lines + offices}).values_list("pk", "email"))
    places = dict(
        Partnership.objects.filter(pk__in={row[1] for _sign, row in lines + grouped}).values_list("pk", "slug")
    )
    said = [f"{sign} {users[row[0]]}: {act_of(drift, row)} in {places[row[1]]}" for sign, row in lines]
    said += [f"{sign} {row[0]}: {act_of(drift, row)} in {places[row[1]]}" for sign, row in grouped]
    return said + [f"{sign} {users[row[0]]}: member of {row[1]}" for sign, row in offices]


def signed(difference: Difference) -> Iterator[tuple[str, Row]]:
    yield from (("missing", row) for row in difference.missing)
    yield from (("surplus", row) for row in difference.surplus)


def act_of(drift: Drift, row: Row) -> str:
    """The act of a row, or the number of a permission that is no act of the matrix any more."""
    return drift.acts.get(row[2], str(row[2]))
