"""The trail: one function writes it, nothing edits it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from partnerships.acting import now_acting
from partnerships.models import Activity, Cycle, Partnership, TrailHead, User
from partnerships.models.activity import plain_details

LONGEST = 200  # of a free text inside the details of a change; the row itself has the whole


def record(
    partnership: Partnership | int,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    cycle: Cycle | None = None,
    about: Any = None,
    actor_name: str = "",
    on_behalf_of: str = "",
    **details: Any,
) -> Activity:
    """Append one row to the trail, inside the transaction of the verb that calls it.

    ``verb`` is an English word of the vocabulary in ``domain/trail_words.py``; ``about`` the row it concerns;
    ``actor_name`` names somebody without an account (a signatory), ``on_behalf_of`` their organisation. For a person
    with an account that is the party they speak for here. Marks the cycle (without one: the open cycle) as changed, so
    that its projection is refreshed.
    """
    partnership_id = partnership if isinstance(partnership, int) else partnership.pk
    changed = Q(pk=cycle.pk) if cycle is not None else Q(partnership_id=partnership_id, closed_on__isnull=True)
    with transaction.atomic(savepoint=False):
        Cycle.objects.filter(changed).update(changed_at=at)
        return _append(
            partnership_id, verb, by=by, at=at, cycle=cycle, about=about, actor_name=actor_name,
            on_behalf_of=on_behalf_of, details=details,
        )  # fmt: skip


def record_seen(
    partnership: Partnership | int,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    about: Any = None,
    actor_name: str = "",
    **details: Any,
) -> Activity:
    """Append that somebody looked at something confidential. Nothing changed, so no projection is refreshed."""
    partnership_id = partnership if isinstance(partnership, int) else partnership.pk
    with transaction.atomic(savepoint=False):
        return _append(
            partnership_id, verb, by=by, at=at, cycle=None, about=about, actor_name=actor_name, on_behalf_of="",
            details=details,
        )  # fmt: skip


def _append(
    partnership_id: int, verb: str, *, by: User | None, at: datetime, cycle: Cycle | None, about: Any, actor_name: str,
    on_behalf_of: str, details: dict[str, Any],
) -> Activity:  # fmt: skip
    """One row after the last one, and the end of the trail moved to it: two queries more than the row itself."""
    head = _held_head(partnership_id)
    somebody = now_acting()
    known = by is not None or bool(actor_name)  # the house itself acts for nobody and comes from nowhere
    row = Activity(
        partnership_id=partnership_id,
        cycle=cycle,
        at=at,
        actor=by,
        actor_name=actor_name or (str(by) if by else "Bondgenoot"),
        on_behalf_of=(on_behalf_of or somebody.on_behalf_of() if known else "")[:200],
        origin=somebody.origin if known else "",
        verb=verb,
        subject=f"{about._meta.model_name}:{about.pk}" if about is not None else "",
        subject_name=str(about)[:200] if about is not None else "",
        details=plain_details(details),
        number=head.number + 1,
        previous_hash=head.hash,
    )
    row.actor_name = row.actor_name[:160]
    row.hash = row.made_hash()
    row.save()
    TrailHead.objects.filter(pk=head.pk).update(number=row.number, hash=row.hash)
    return row


def _held_head(partnership_id: int) -> TrailHead:
    """The end of the trail, held until the end of the transaction; a new trail begins here.

    Every verb that records has already touched its cycle's row, so this lock waits for nobody the other did not.
    """
    heads = TrailHead.objects.select_for_update().filter(partnership_id=partnership_id)
    head: TrailHead | None = heads.first()
    if head is None:
        before = Activity.objects.filter(partnership_id=partnership_id, number__isnull=True).count()
        TrailHead.objects.bulk_create(
            [TrailHead(partnership_id=partnership_id, before=before)], ignore_conflicts=True
        )  # two first acts at once: the second waits here for the first
        head = heads.get()
    return head


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What an edit changed: field → [old, new], for ``record(changed=...)``. Rows by name, long texts cut off.

    Only the fields of ``after`` are compared.
    """
    return {
        name: [_plain(before.get(name)), _plain(new)]
        for name, new in after.items()
        if before.get(name) != new and not (_is_nothing(before.get(name)) and _is_nothing(new))
    }


def fields_of(row: Any, *names: str) -> dict[str, Any]:
    """The named fields of a row as they are now: the ``before`` of ``changes``."""
    return {name: getattr(row, name) for name in names}


def _is_nothing(value: Any) -> bool:
    """Not filled in; a number of nought is."""
    return value is None or value is False or value == ""


def _plain(value: Any) -> Any:
    if hasattr(value, "_meta"):
        value = str(value)
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 1].rstrip() + "…"
    return value
