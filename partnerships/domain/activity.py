"""The trail: one function writes it, nothing edits it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, Func, Q, Value

from partnerships.acting import now_acting
from partnerships.models import Activity, Cycle, Partnership, TrailHead, User
from partnerships.models.activity import plain_details
from partnerships.tenancy.chaining import fills_in

_importing: ContextVar[bool] = ContextVar("importing", default=False)
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
    """One row after the last one. The database holds the end of the trail until the end of the transaction, numbers and
    hashes the row, and moves the end to it; all in the INSERT. On SQLite that is done here, in two queries more.

    Every verb that records has already touched its cycle's row, so it waits here for nobody the other did not.
    """
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
        imported=_importing.get(),
    )
    row.actor_name = row.actor_name[:160]
    if fills_in():
        row.save()
    else:
        _chain(row)
    return row


def _chain(row: Activity) -> None:
    """What the triggers of PostgreSQL do, for a database that cannot: tenancy/chaining.py."""
    now = Func(Value("%Y-%m-%d %H:%M:%f"), Value("now"), function="strftime", output_field=CharField())
    heads = TrailHead.objects.annotate(now=now)
    head = heads.first()
    if head is None:
        before = Activity.objects.filter(number__isnull=True).count()
        TrailHead.objects.create(partnership_id=row.partnership_id, before=before)
        head = heads.get()
    moment = datetime.fromisoformat(head.now).replace(tzinfo=UTC)  # that of the database
    row.recorded_at = max(moment, head.recorded_at + timedelta(microseconds=1)) if head.recorded_at else moment
    row.number, row.previous_hash = head.number + 1, head.hash
    row.hash = row.made_hash()
    row.save()
    TrailHead.objects.filter(pk=head.pk).update(number=row.number, hash=row.hash, recorded_at=row.recorded_at)


@contextmanager
def importing() -> Iterator[None]:
    """Mark what is recorded meanwhile as imported: history with moments of its own, such as that of the demonstration.

    For commands that the owner of the tables gives; PostgreSQL refuses such rows of anybody else.
    """
    token = _importing.set(True)
    try:
        yield
    finally:
        _importing.reset(token)


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
