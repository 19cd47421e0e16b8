"""On which days somebody is reminded of something. Pure: days in, days out.

Each kind has its own calendar (domain.md, validity and renewal; lessons.md, section I). A reminder belongs to the day
it was meant for, not to the day it was sent: so a weekend without a worker loses nothing, and no day reminds twice.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from partnerships.periods import months_before

LOOK_BACK = 14  # days a missed reminder is still worth sending
LATE_DAYS = 7  # once a week
LATE_TIMES = 4  # and then no more: the work page and the portfolio still show it
MEASURE_AHEAD = 14
CERTIFICATE_MONTHS = (12, 9, 6, 3, 1)
AGREEMENT_DAYS = (90, 30)


def task_days(due_on: date, *, remind: Iterable[int], optional: bool) -> Iterator[date]:
    """The days before that the scheme names, the day itself, and when late once a week."""
    yield from (due_on - timedelta(days=ahead) for ahead in remind)
    yield due_on
    if not optional:
        yield from (due_on + timedelta(days=LATE_DAYS * week) for week in range(1, LATE_TIMES + 1))


def measure_days(due_on: date) -> Iterator[date]:
    """Two weeks before, the day after, and then once a week."""
    yield due_on - timedelta(days=MEASURE_AHEAD)
    yield from (due_on + timedelta(days=1 + LATE_DAYS * week) for week in range(LATE_TIMES))


def signature_days(asked_on: date, *, ends_on: date, first: int, every: int) -> Iterator[date]:
    """``first`` days after asking, then every ``every`` days; never on or after the day the link ends."""
    day = asked_on + timedelta(days=first)
    while day < ends_on:
        yield day
        day += timedelta(days=every)


def certificate_days(valid_until: date) -> Iterator[date]:
    """A year, nine, six, three months and one month before the end, and the first day without a certificate."""
    yield from (months_before(valid_until, months) for months in CERTIFICATE_MONTHS)
    yield valid_until


def agreement_days(valid_until: date) -> Iterator[date]:
    """Ninety and thirty days before the first day it does not hold."""
    yield from (valid_until - timedelta(days=ahead) for ahead in AGREEMENT_DAYS)


def latest(days: Iterable[date], *, on: date) -> date | None:
    """The last of these days that has come, unless that is too long ago: one reminder makes up for all before it."""
    return max((day for day in days if on - timedelta(days=LOOK_BACK) < day <= on), default=None)
