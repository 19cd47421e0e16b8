"""Is the trail whole? Every row vouches for the one before it, and the end of the trail for the last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from django.core.cache import cache
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from redis import RedisError

from partnerships.documents.stamping import stamped_moment
from partnerships.domain.anchoring import Anchor
from partnerships.models import Activity, Partnership, TrailAnchor, TrailHead

RESULT = "trail-verified"  # in the cache: number of faults found last night


@dataclass(frozen=True)
class Fault:
    """``number`` of the row where it shows, and what is wrong, in English: for the log."""

    number: int
    what: str

    def __str__(self) -> str:
        return f"number {self.number}: {self.what}"


@dataclass(frozen=True)
class Known:
    """``who`` knows that the hash of row ``number`` is, or begins with, ``hash``."""

    number: int
    hash: str
    who: str


def verify_trail(
    partnership: Partnership, kept: Sequence[Anchor] = (), *, every_timestamp: bool = False
) -> list[Fault]:
    """Every place where the trail of one partnership is not what was written. Needs its door.

    ``kept``: what somebody outside knows of it. Of the timestamps in the database each is compared, and the newest is
    checked to be one; with ``every_timestamp`` all are, which takes some hundredths of a second each.
    """
    stamps = list(TrailAnchor.objects.filter(partnership=partnership).order_by("number"))
    known = [Known(one.number, one.hash, "the anchor given") for one in kept]
    known += [Known(one.number, one.hash, f"the timestamp of {_day(one.stamped_at)}") for one in stamps]
    checked = stamps if every_timestamp else stamps[-1:]
    return [*_faults(partnership, known), *chain.from_iterable(map(_faults_of_stamp, checked))]


def _faults(partnership: Partnership, known: Sequence[Known]) -> Iterator[Fault]:
    """People go on working while this reads: rows from after the first question are left for the next time."""
    rows = Activity.objects.filter(partnership=partnership)
    heads = TrailHead.objects.filter(partnership=partnership)
    head = heads.first() or TrailHead()
    if not head.pk and not rows.exists():
        yield Fault(0, "there is nothing, not even the founding")
    told: dict[int, list[Known]] = {}
    for one in known:
        told.setdefault(one.number, []).append(one)
    last = Activity(number=0, previous_hash="", hash="", recorded_at=None)
    for row in rows.filter(number__lte=head.number).order_by("number").iterator(chunk_size=500):
        yield from _faults_of_row(row, last)
        yield from (
            Fault(one.number, f"not what it was: {one.who} knows {one.hash}, here is {row.hash}")
            for one in told.pop(row.number, ())
            if not row.hash.startswith(one.hash)
        )
        last = row
    assert last.number is not None
    if head.number > last.number:
        yield Fault(last.number + 1, f"{head.number - last.number} removed at the end")
    elif head.hash != last.hash:
        yield Fault(last.number, "changed: the end of the trail knows another row")
    for one in chain.from_iterable(told.values()):
        yield Fault(one.number, f"removed: {one.who} knows {one.hash}, here is no such row")
    end = Coalesce(Subquery(heads.values("number")[:1]), 0)  # as it is now, in the same question as the rows behind it
    if beyond := rows.filter(number__gt=end).count():
        yield Fault(head.number + 1, f"{beyond} put in at the end")
    unnumbered = rows.filter(number__isnull=True).count()
    if head.pk and unnumbered != head.before:
        yield Fault(0, f"{unnumbered} rows without a number, there were {head.before} before the chain")


def _faults_of_row(row: Activity, last: Activity) -> Iterator[Fault]:
    """What is wrong with a row, seen from the one before it."""
    assert row.number is not None
    assert last.number is not None
    if row.number != last.number + 1:
        yield Fault(last.number + 1, f"{row.number - last.number - 1} removed")
    elif row.previous_hash != last.hash:
        yield Fault(row.number, "put in or moved: it does not follow on the row before it")
    if row.hash != row.made_hash():
        yield Fault(row.number, "changed")
    if last.recorded_at is not None and (row.recorded_at is None or row.recorded_at <= last.recorded_at):
        yield Fault(row.number, "put in or moved: written before the row before it")
    if row.is_of_another_day and row.recorded_at is not None and not row.imported:
        yield Fault(row.number, f"says it is of {_day(row.at)}, and was written on {_day(row.recorded_at)}")


def _faults_of_stamp(stamp: TrailAnchor) -> Iterator[Fault]:
    moment = stamped_moment(bytes(stamp.token), stamp.hash)
    if moment != stamp.stamped_at:
        yield Fault(
            stamp.number, f"the timestamp of {_day(stamp.stamped_at)} does not hold, or we trust its maker no more"
        )


def _day(moment: datetime) -> str:
    """In UTC, as the log has it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"


def imported_rows(partnership: Partnership) -> int:
    """How many rows were put in by the owner of the tables. Needs the door of the partnership."""
    return Activity.objects.filter(partnership=partnership, imported=True).count()


def keep_result(faults: int) -> None:
    """For the health page."""
    cache.set(RESULT, faults, None)


def last_result() -> bool | None:
    """Was the trail whole the last time it was read through? None when that never happened, or nobody remembers."""
    try:
        faults = cache.get(RESULT)
    except (OSError, RedisError):
        return None
    return None if faults is None else faults == 0
