"""Mails are rows: queued in the transaction of the verb, claimed with a lease, sent, marked (design, idea 6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from partnerships.models import Document, Outbox, Partnership

LEASE = timedelta(minutes=5)
MAX_TRIES = 8


def queue_mail(
    partnership: Partnership | int,
    template: str,
    *,
    to: str,
    at: datetime,
    to_name: str = "",
    language: str = "nl",
    token_for: str = "",
    attachment: Document | None = None,
    **context: Any,
) -> Outbox:
    """Write one mail. ``template`` names a folder in ``templates/emails``; ``context`` holds plain values only.

    ``token_for`` ("sign:<uuid>:<nonce>") lets the sending worker make the one-time link; no row holds a working link.
    """
    partnership_id = partnership if isinstance(partnership, int) else partnership.pk
    mail = mail_row(
        partnership_id, template, to=to, at=at, to_name=to_name, language=language, token_for=token_for,
        attachment=attachment, **context,
    )  # fmt: skip
    mail.save(force_insert=True)
    return mail


def mail_row(
    partnership_id: int,
    template: str,
    *,
    to: str,
    at: datetime,
    to_name: str = "",
    language: str = "nl",
    token_for: str = "",
    attachment: Document | None = None,
    **context: Any,
) -> Outbox:
    """A mail that is not written yet: many of them go with ``queue_mails`` in one statement."""
    return Outbox(
        partnership_id=partnership_id,
        template=template,
        to=to,
        to_name=to_name,
        language=language,
        context=context,
        token_for=token_for,
        attachment=attachment,
        created_at=at,
    )


def queue_mails(mails: Iterable[Outbox]) -> list[Outbox]:
    """Write many mails at once, in statements of some hundreds."""
    return Outbox.objects.bulk_create(list(mails), batch_size=500)


def waiting(*, at: datetime) -> models.QuerySet[Outbox]:
    """Unsent mails nobody holds a lease on. Needs a door that opens ``Outbox``."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    return Outbox.objects.filter(free, sent_at__isnull=True, failed_at__isnull=True).order_by("pk")


def claim(mail: Outbox, *, at: datetime) -> bool:
    """Take the lease on one mail. False when another worker was first."""
    taken = waiting(at=at).filter(pk=mail.pk).update(claimed_until=at + LEASE, tries=models.F("tries") + 1)
    return bool(taken)


def mark_sent(mail: Outbox, *, at: datetime) -> None:
    Outbox.objects.filter(pk=mail.pk, sent_at__isnull=True).update(sent_at=at, claimed_until=None, last_error="")


def mark_failed(mail: Outbox, *, at: datetime, error: str) -> None:
    """Keep the mail for a later try with a growing pause, or give up after ``MAX_TRIES``."""
    tries = mail.tries + 1
    given_up = at if tries >= MAX_TRIES else None
    pause = timedelta(minutes=min(2**tries, 240))
    Outbox.objects.filter(pk=mail.pk).update(claimed_until=at + pause, failed_at=given_up, last_error=error[:200])
