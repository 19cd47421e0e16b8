"""What the worker does for this floor. Each task finds its work by query, so running it twice harms nobody."""

import logging

from celery import Task, shared_task
from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from partnerships.domain import jobs, outbox, seal_warnings
from partnerships.domain.anchoring import anchor_trail, unanchored
from partnerships.domain.grant_checking import find_drift, lines_of
from partnerships.domain.grant_mending import mend_drift
from partnerships.domain.sealing import seal_agreement, unsealed
from partnerships.domain.verifying import keep_result, verify_trail
from partnerships.exceptions import SealDelayed, SealKeyError
from partnerships.mail import deliver
from partnerships.models import Agreement, Document, Job, Outbox, Partnership, TrailAnchor, TrailHead
from partnerships.tenancy.doors import member_door, sweep_door

log = logging.getLogger(__name__)
GIVE_UP = 3  # trails in a row without a timestamp


def soon(task: Task) -> None:  # type: ignore[type-arg]
    """Ask the worker to look now. Without a broker nothing is lost: the clock looks anyway."""
    try:
        task.delay()
    except OperationalError as error:
        log.warning("no broker for %s: %s", task.name, error)


@shared_task(name="partnerships.send_waiting_mail")
def send_waiting_mail(limit: int = 100) -> int:
    """Send what waits in the outbox, one lease at a time. Returns how many were sent."""
    sent = 0
    with sweep_door(Outbox, Document):
        mails = list(outbox.waiting(at=timezone.now()).select_related("attachment")[:limit])
    connection = get_connection()
    for mail in mails:
        with member_door(mail.partnership_id):
            if not outbox.claim(mail, at=timezone.now()):
                continue
            try:
                deliver(mail, connection)
            except (OSError, ValueError) as error:
                # smtplib's errors are OSErrors: the server is away, or refuses this address. A ValueError is an address
                # that cannot be one; it must not hold up the mails behind it.
                log.warning("mail %s not sent: %s", mail.uuid, error)
                outbox.mark_failed(mail, at=timezone.now(), error=str(error))
            else:
                outbox.mark_sent(mail, at=timezone.now())
                sent += 1
    return sent


@shared_task(name="partnerships.run_waiting_jobs")
def run_waiting_jobs() -> int:
    """Do every job nobody holds a lease on: new ones, and those whose worker died. Returns how many were done."""
    with sweep_door(Job):
        waiting = list(jobs.waiting(at=timezone.now())[:20])
    done = 0
    for job in waiting:
        with member_door(job.partnership_id):
            done += jobs.run(job)
    return done


@shared_task(name="partnerships.seal_complete_agreements")
def seal_complete_agreements(limit: int = 20) -> int:
    """Make the sealed document of every agreement that all have signed. Returns how many were made."""
    with sweep_door(Agreement):
        complete = list(unsealed(at=timezone.now())[:limit])
    sealed = 0
    for agreement in complete:
        with member_door(agreement.partnership_id):
            sealed += seal_agreement(agreement, at=timezone.now()) is not None
    return sealed


@shared_task(name="partnerships.warn_of_seal")
def warn_of_seal() -> int:
    """Tell the administrators that the certificate of the seal runs out soon. Returns how many mails were sent."""
    try:
        return seal_warnings.warn_of_seal(on=timezone.localdate(), at=timezone.now())
    except SealKeyError as error:
        log.error("the key of the seal cannot be used: %s", error)
        return 0


@shared_task(name="partnerships.mend_grants")
def mend_grants() -> int:
    """Take away what roles and offices that ended left behind, and give what is missing. Returns how many differed."""
    drift = find_drift(on=timezone.localdate())
    for line in lines_of(drift):
        log.warning("right mended: %s", line)
    mend_drift(drift, at=timezone.now())
    return len(drift)


@shared_task(name="partnerships.verify_trails")
def verify_trails() -> int:
    """Read every trail through. Returns how many places are wrong; each is a line in the log."""
    wrong = 0
    for partnership in Partnership.objects.order_by("slug"):
        with member_door(partnership):
            faults = verify_trail(partnership)
        for fault in faults:
            log.error("trail of %s, %s", partnership.slug, fault)
        wrong += len(faults)
    keep_result(wrong)
    return wrong


@shared_task(name="partnerships.anchor_trails")
def anchor_trails() -> int:
    """Have the ends of the trails that grew stamped, of those that waited longest first. Returns how many were.

    What fails is found again an hour later; after ``GIVE_UP`` failures in a row the authority is taken to be away.
    """
    if not settings.TIMESTAMP_URL:
        return 0
    with sweep_door(TrailHead, TrailAnchor):
        heads = list(unanchored(at=timezone.now()))
    stamped = failed = 0
    for head in heads:
        try:
            with member_door(head.partnership_id):
                anchor_trail(head)
        except (SealDelayed, SealKeyError) as error:
            log.warning("no timestamp on the trail of partnership %s: %r", head.partnership_id, error.__cause__)
            failed += 1
            if failed == GIVE_UP:
                break
        else:
            stamped, failed = stamped + 1, 0
    return stamped
