"""What the clock asks of this floor."""

import logging
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone

from oversight.domain import digest_rounds, erasure_notices, reminding, retaining
from oversight.domain.digests import Digest, digests_for, tokens_for
from oversight.domain.projecting import refresh_marked
from oversight.enums import Rhythm
from oversight.mail import compose_digest
from oversight.models import DigestMail
from partnerships.mail import account_mail
from partnerships.mailbox import mailbox_key
from partnerships.tasks import soon

log = logging.getLogger(__name__)


@shared_task(name="oversight.refresh_projections")
def refresh_projections() -> int:
    """Project what changed, and once a day every open cycle. Returns how many cycles."""
    return refresh_marked(on=timezone.localdate())


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


@shared_task(name="oversight.prepare_digests")
def prepare_digests() -> int:
    """Make the weekly mail of this week ready, once. Returns for how many people; sending is another task."""
    number = digest_rounds.prepare_week(on=timezone.localdate(), at=timezone.now(), weekday=settings.DIGEST_WEEKDAY)
    if number:
        log.info("weekly mail for %s people", number)
        soon(send_digests)
    return number


@shared_task(name="oversight.send_digests")
def send_digests(limit: int = 100) -> int:
    """Put together and send what waits of the weekly mail, one lease at a time. Returns how many were sent."""
    mails = list(digest_rounds.waiting(at=timezone.now())[:limit])
    if not mails:
        return 0
    first = mails[0].round
    mails = [mail for mail in mails if mail.round_id == first.pk]  # an older week, if any, goes first
    biweekly = {mailbox_key(mail.reader.email) for mail in mails if mail.reader.rhythm == Rhythm.BIWEEKLY}
    emails = {mailbox_key(mail.reader.email) for mail in mails if mail.reader.rhythm != Rhythm.NEVER}
    found = digests_for(emails, on=timezone.localdate(), before=digest_rounds.before(first), biweekly=biweekly)
    tokens = tokens_for(found.values(), at=timezone.now())
    connection, sent = get_connection(), 0
    for mail in mails:
        if digest_rounds.claim(mail, at=timezone.now()):
            sent += send_digest(mail, found.get(mailbox_key(mail.reader.email)), tokens, connection)
    return sent


def send_digest(mail: DigestMail, digest: Digest | None, tokens: dict[Any, str], connection: Any) -> bool:
    """Send one mail that was claimed; None: there is nothing to say any more."""
    if digest is None:
        digest_rounds.mark_dropped(mail, at=timezone.now())
        return False
    try:
        message = compose_digest(mail, digest, tokens, on=timezone.localdate())
        message.connection = connection
        message.send()
    except (OSError, ValueError) as error:  # as in partnerships.send_waiting_mail
        log.warning("weekly mail %s not sent: %s", mail.uuid, error)
        digest_rounds.mark_failed(mail, at=timezone.now(), error=str(error))
        return False
    digest_rounds.mark_sent(mail, at=timezone.now())
    return True


@shared_task(name="oversight.confirm_erasures")
def confirm_erasures(limit: int = 100) -> int:
    """Tell who was forgotten, and what stayed. Returns how many were told."""
    sent = 0
    for notice in erasure_notices.waiting(at=timezone.now())[:limit]:
        if not erasure_notices.claim(notice, at=timezone.now()):
            continue
        try:
            account_mail("account_erased", notice.email, language=notice.language, kept=notice.kept).send()
        except (OSError, ValueError) as error:  # as in partnerships.send_waiting_mail
            log.warning("somebody who was forgotten is not told yet: %s", type(error).__name__)
            erasure_notices.failed(notice, at=timezone.now())
        else:
            erasure_notices.told(notice)
            sent += 1
    return sent
