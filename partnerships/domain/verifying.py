"""Is the trail whole? Every row vouches for the one before it, and the end of the trail for the last."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from redis import RedisError

from partnerships.models import Activity, Partnership, TrailHead

RESULT = "trail-verified"  # in the cache: number of faults found last night


@dataclass(frozen=True)
class Fault:
    """``number`` of the row where it shows, and what is wrong, in English: for the log."""

    number: int
    what: str

    def __str__(self) -> str:
        return f"number {self.number}: {self.what}"


def verify_trail(partnership: Partnership) -> list[Fault]:
    """Every place where the trail of one partnership is not what was written. Needs its door."""
    return [*_faults(partnership)]


def _faults(partnership: Partnership) -> Iterator[Fault]:
    """People go on working while this reads: rows from after the first question are left for the next time."""
    rows = Activity.objects.filter(partnership=partnership)
    heads = TrailHead.objects.filter(partnership=partnership)
    head = heads.first() or TrailHead()
    if not head.pk and not rows.exists():
        yield Fault(0, "there is nothing, not even the founding")
    number, before = 0, ""
    for row in rows.filter(number__lte=head.number).order_by("number").iterator(chunk_size=500):
        assert row.number is not None
        if row.number != number + 1:
            yield Fault(number + 1, f"{row.number - number - 1} removed")
        elif row.previous_hash != before:
            yield Fault(row.number, "put in or moved: it does not follow on the row before it")
        if row.hash != row.made_hash():
            yield Fault(row.number, "changed")
        number, before = row.number, row.hash
    if head.number > number:
        yield Fault(number + 1, f"{head.number - number} removed at the end")
    elif head.hash != before:
        yield Fault(number, "changed: the end of the trail knows another row")
    end = Coalesce(Subquery(heads.values("number")[:1]), 0)  # as it is now, in the same question as the rows behind it
    if beyond := rows.filter(number__gt=end).count():
        yield Fault(head.number + 1, f"{beyond} put in at the end")
    unnumbered = rows.filter(number__isnull=True).count()
    if head.pk and unnumbered != head.before:
        yield Fault(0, f"{unnumbered} rows without a number, there were {head.before} before the chain")


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
