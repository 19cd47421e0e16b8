"""What the clock asks of this floor."""

import logging

from celery import shared_task
from django.utils import timezone

from oversight.domain import reminding, retaining
from oversight.domain.projecting import refresh_marked
from partnerships.mail import account_mail

log = logging.getLogger(__name__)


@shared_task(name="oversight.refresh_projections")
def refresh_projections() -> int:
    """Project what changed. Returns how many cycles."""
    return refresh_marked()


@shared_task(name="oversight.retain")
def retain() -> int:
    """Clear what has been kept long enough. Returns how many rows."""
    done = retaining.retain(at=timezone.now())
    for one in done:
        log.info("retention: %s %s of partnership %s", one.count, one.kind.value, one.partnership_id)
    return sum(one.count for one in done)


@shared_task(name="oversight.sweep")
def sweep() -> int:
    """Queue the reminders of today and of days that were missed. Returns how many mails; sending is another task."""
    queued = reminding.sweep(on=timezone.localdate(), at=timezone.now())
    log.info("%s reminders queued", queued)
    return queued


@shared_task(name="oversight.confirm_erasure", autoretry_for=(OSError,), retry_backoff=60, max_retries=8)
def confirm_erasure(email: str, language: str, kept: list[str]) -> None:
    """Tell somebody that they were forgotten, and what stayed. No row of the outbox: that would keep the address."""
    account_mail("account_erased", email, language=language, kept=kept).send()
