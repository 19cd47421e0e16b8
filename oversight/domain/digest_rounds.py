"""The weekly mail as rows: each week made ready once, each mail claimed with a lease, sent, marked.

A week belongs to the day it is meant for. So running twice, some minutes earlier, or days late after an outage sends each
person one mail for each week; and who comes in after a week was made ready waits for the next one.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from oversight.domain.digest_asked import Before
from oversight.domain.digest_lines import phases_now
from oversight.domain.digests import digests_for
from oversight.enums import Rhythm
from oversight.models import DigestMail, DigestReader, DigestRound
from partnerships.mailbox import mailbox_key
from partnerships.tokens import new_nonce

LEASE = timedelta(minutes=5)
MAX_TRIES = 8
WEEK = timedelta(days=7)
GIVE_UP = timedelta(days=6)  # by then the next one comes


def day_of_week(*, on: date, weekday: int) -> date:
    """The last day with this weekday (0 is Monday) up to and including ``on``."""
    return on - timedelta(days=(on.weekday() - weekday) % 7)


def prepare_week(*, on: date, at: datetime, weekday: int) -> int:
    """Write who gets the mail of this week. Returns how many; 0 when that was done before, also at this very moment."""
    for_day = day_of_week(on=on, weekday=weekday)
    if DigestRound.objects.filter(for_day=for_day, prepared_at__isnull=False).exists():
        return 0
    week, _made = DigestRound.objects.get_or_create(for_day=for_day)
    with transaction.atomic():
        held = DigestRound.objects.select_for_update().filter(pk=week.pk, prepared_at__isnull=True).first()
        if held is None:
            return 0
        number = write_mails(held, on=on, at=at)
        DigestRound.objects.filter(pk=held.pk).update(prepared_at=at, phases=phases_now())
    return number


def write_mails(week: DigestRound, *, on: date, at: datetime) -> int:
    """One row for everybody who has something to read and wants to read it this week."""
    chosen = DigestReader.objects.exclude(rhythm=Rhythm.WEEKLY).values_list("email", "rhythm")
    rhythms = {mailbox_key(email): rhythm for email, rhythm in chosen}
    biweekly = {email for email, rhythm in rhythms.items() if rhythm == Rhythm.BIWEEKLY}
    found = digests_for(None, on=on, before=before(week), biweekly=biweekly)
    skipped = {email for email, rhythm in rhythms.items() if rhythm == Rhythm.NEVER}
    skipped |= had_one_lately(week)
    emails = sorted(email for email, digest in found.items() if email not in skipped and digest.is_worth_a_mail)
    readers = DigestReader.objects.filter(email__mailbox__in=emails).order_by("pk")
    known = {mailbox_key(email) for email in readers.values_list("email", flat=True)}
    new = [DigestReader(email=email, nonce=new_nonce(), created_at=at) for email in emails if email not in known]
    DigestReader.objects.bulk_create(new, ignore_conflicts=True)
    mails = [DigestMail(round=week, reader=reader, created_at=at) for reader in readers]
    return len(DigestMail.objects.bulk_create(mails, ignore_conflicts=True))


def had_one_lately(week: DigestRound) -> set[str]:
    """Who wants it every two weeks and had the one of last week."""
    had = DigestMail.objects.filter(
        reader__rhythm=Rhythm.BIWEEKLY, round__for_day__gt=week.for_day - 2 * WEEK, round__for_day__lt=week.for_day,
        dropped_at__isnull=True,
    )  # fmt: skip
    return {mailbox_key(email) for email in had.values_list("reader__email", flat=True)}


def before(week: DigestRound) -> Before:
    """How far the rounds of partnerships were at the weeks before this one."""
    earlier = DigestRound.objects.filter(for_day__lt=week.for_day, prepared_at__isnull=False).order_by("-for_day")
    phases = [*earlier.values_list("phases", flat=True)[:2], {}, {}]
    return Before(phases[0], phases[1])


def waiting(*, at: datetime) -> Any:
    """Unsent mails nobody holds a lease on."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    rows = DigestMail.objects.filter(free, sent_at__isnull=True, dropped_at__isnull=True, failed_at__isnull=True)
    return rows.select_related("reader", "round").order_by("pk")


def claim(mail: DigestMail, *, at: datetime) -> bool:
    """Take the lease on one mail. False when another worker was first."""
    taken = waiting(at=at).select_related(None).order_by().filter(pk=mail.pk)
    return bool(taken.update(claimed_until=at + LEASE, tries=F("tries") + 1))


def mark_sent(mail: DigestMail, *, at: datetime) -> None:
    open_ones = DigestMail.objects.filter(pk=mail.pk, sent_at__isnull=True)
    open_ones.update(sent_at=at, claimed_until=None, last_error="")


def mark_dropped(mail: DigestMail, *, at: datetime) -> None:
    """Nothing is left to say, or it is no longer wanted: this mail does not go."""
    DigestMail.objects.filter(pk=mail.pk, sent_at__isnull=True).update(dropped_at=at, claimed_until=None)


def mark_failed(mail: DigestMail, *, at: datetime, error: str) -> None:
    """Keep the mail for a later try with a growing pause, or give up."""
    tries = mail.tries + 1
    given_up = at if tries >= MAX_TRIES or at - mail.created_at > GIVE_UP else None
    pause = timedelta(minutes=min(2**tries, 240))
    DigestMail.objects.filter(pk=mail.pk).update(claimed_until=at + pause, failed_at=given_up, last_error=error[:200])
