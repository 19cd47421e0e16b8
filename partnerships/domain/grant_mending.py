"""Makes the rows that grant rights what memberships and offices say."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from partnerships.domain.activity import record
from partnerships.domain.grant_checking import Difference, Drift, InGroup
from partnerships.models import PartnershipGroupObjectPermission, PartnershipUserObjectPermission
from partnerships.tenancy.doors import member_door

BATCH = 500  # rows in one statement


@transaction.atomic
def mend_drift(drift: Drift, *, at: datetime) -> None:
    """Make the rows what they should be, in batches, and note in the trail of each partnership that it was done."""
    names = {row[0] for row in drift.groups.missing} | {row[1] for row in drift.offices.missing}
    groups = groups_named(names)
    mend(PartnershipUserObjectPermission, drift.members, user_row)
    mend(PartnershipGroupObjectPermission, drift.groups, lambda row: group_row(groups, row))
    mend(InGroup, drift.offices, lambda row: {"user_id": row[0], "group_id": groups[row[1]]})
    changed = Counter(
        row[1] for difference in (drift.members, drift.groups) for row in (*difference.missing, *difference.surplus)
    )
    for partnership, count in sorted(changed.items()):
        with member_door(partnership):
            record(partnership, "mended_rights", by=None, at=at, count=count)


def groups_named(names: set[str]) -> dict[str, int]:
    """Name to key; makes the groups that are not there."""
    known = dict(Group.objects.filter(name__in=names).values_list("name", "pk"))
    return known | {name: Group.objects.get_or_create(name=name)[0].pk for name in sorted(names - set(known))}


def user_row(row: tuple[Any, ...]) -> dict[str, Any]:
    return {"user_id": row[0], "content_object_id": row[1], "permission_id": row[2]}


def group_row(groups: dict[str, int], row: tuple[Any, ...]) -> dict[str, Any]:
    return {"group_id": groups[row[0]], "content_object_id": row[1], "permission_id": row[2]}


def mend(table: Any, difference: Difference, fields: Any) -> None:
    """Take away and add. A row that somebody else added meanwhile is left as it is."""
    keys: Sequence[int] = list(difference.surplus.values())
    for start in range(0, len(keys), BATCH):
        table.objects.filter(pk__in=keys[start : start + BATCH]).delete()
    made = [table(**fields(row)) for row in difference.missing]
    table.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
