"""Telling somebody that they were forgotten: a row until the mail has left, and then nothing (GDPR articles 12(3) and 17).

The outbox does not hold these mails, for it keeps addresses for months.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from oversight.models import ErasureNotice

LEASE = timedelta(minutes=5)
MAX_TRIES = 8


def note(email: str, *, kept: Iterable[str], language: str, at: datetime) -> ErasureNotice:
    """Write down whom to tell. ``kept``: sentences about what stayed, in ``language``."""
    notice: ErasureNotice = ErasureNotice.objects.create(email=email, language=language, kept=list(kept), created_at=at)
    return notice


def waiting(*, at: datetime) -> "QuerySet[ErasureNotice]":
    """Those that nobody is sending at this moment."""
    return ErasureNotice.objects.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=at))


def claim(notice: ErasureNotice, *, at: datetime) -> bool:
    """Take it in hand for some minutes. False when another worker was first."""
    taken = waiting(at=at).filter(pk=notice.pk).update(claimed_until=at + LEASE, tries=F("tries") + 1)
    return bool(taken)


def told(notice: ErasureNotice) -> None:
    """The mail has left: forget this too."""
    ErasureNotice.objects.filter(pk=notice.pk).delete()


def failed(notice: ErasureNotice, *, at: datetime) -> None:
    """Try again after a growing pause; after ``MAX_TRIES`` the address goes without having been told."""
    tries = notice.tries + 1
    if tries >= MAX_TRIES:
        told(notice)
    else:
        pause = timedelta(minutes=min(2**tries, 240))
        ErasureNotice.objects.filter(pk=notice.pk).update(claimed_until=at + pause)
