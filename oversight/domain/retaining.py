"""Keeping nothing longer than needed: what has been kept long enough goes, every night, by the table of the settings.

Finding looks across partnerships through the sweep door; clearing happens inside the door of each partnership, in its own
transaction, with a row in its trail. Doing it twice does nothing the second time. Rows are taken a batch at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from assessments.models import FigureImport
from oversight.domain.forgetting import forget_account, forget_contact, forget_mails, forget_requests
from oversight.enums import RetentionKind
from oversight.models import DigestMail, DigestReader, DigestRound, ErasureNotice, ProgressLink
from oversight.rules import retention_limit
from partnerships.domain.activity import record
from partnerships.domain.sessions import ended_sessions
from partnerships.mailbox import mailbox_key
from partnerships.models import (
    Contact,
    Invitation,
    Job,
    MailConfirmation,
    Membership,
    Officer,
    Outbox,
    Partner,
    Reminder,
    Signature,
    User,
)
from partnerships.personal_data import NOBODY
from partnerships.tenancy.doors import member_door, sweep_door

BATCH = 500
Rows = models.QuerySet[Any]


@dataclass(frozen=True)
class OfPartnership:
    """A kind of row of a partnership: how to find what is due, and how to clear a batch of it."""

    kind: RetentionKind
    model: type[models.Model]
    due: Callable[[datetime], Rows]  # given the limit; needs a door that opens the model (and Partner for contacts)
    clear: Callable[[Rows], Any]


@dataclass(frozen=True)
class OfHouse:
    """A kind of row of the installation."""

    kind: RetentionKind
    due: Callable[[datetime], list[Rows]]
    clear: Callable[[Rows], Any]


@dataclass(frozen=True)
class Retained:
    """What was (or would be) cleared. ``partnership_id`` None: of the installation."""

    kind: RetentionKind
    partnership_id: int | None
    count: int


def _delete(rows: Rows) -> None:
    rows.delete()


def _ended_invitations(limit: datetime) -> Rows:
    ended = Q(accepted_at__lt=limit) | Q(withdrawn_at__lt=limit) | Q(expires_at__lt=limit, accepted_at=None)
    return Invitation.objects.filter(ended)


def _sent_mails(limit: datetime) -> Rows:
    return Outbox.objects.filter(Q(sent_at__lt=limit) | Q(failed_at__lt=limit)).exclude(to__endswith=NOBODY)


def _read_imports(limit: datetime) -> Rows:
    kept = Q(file__gt="") | Q(preview__isnull=False)
    return FigureImport.objects.filter(kept, uploaded_at__lt=limit)


def _clear_imports(rows: Rows) -> None:
    """The file goes when the row no longer names it. What nobody confirmed counts as thrown away."""
    for name in rows.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, name))
    rows.filter(confirmed_at=None, discarded_at=None).update(discarded_at=F("uploaded_at"))
    rows.update(file="", preview=None)


def _contacts_of_who_left(limit: datetime) -> Rows:
    day = timezone.localdate(limit)
    gone = Q(partner__left_on__lt=day) | Q(partner__joined_on=None, partner__declined_on__lt=day)
    return Contact.objects.filter(gone).exclude(email__endswith=NOBODY)


def _clear_contacts(rows: Rows) -> None:
    for contact in rows:
        forget_contact(contact)


def _unanswered_requests(limit: datetime) -> Rows:
    unanswered = Signature.objects.filter(signed_at=None, declined_at=None, expires_at__lt=limit)
    return unanswered.exclude(email__endswith=NOBODY)


def _old_codes(limit: datetime) -> Rows:
    return Signature.objects.filter(code_expires_at__lt=limit).exclude(code_hash="")


def _clear_codes(rows: Rows) -> None:
    rows.update(code_hash="", code_expires_at=None)


OF_PARTNERSHIPS = (
    OfPartnership(
        RetentionKind.REMINDERS, Reminder, lambda limit: Reminder.objects.filter(created_at__lt=limit), _delete
    ),
    OfPartnership(RetentionKind.MAILS, Outbox, _sent_mails, forget_mails),
    OfPartnership(RetentionKind.INVITATIONS, Invitation, _ended_invitations, _delete),
    OfPartnership(RetentionKind.JOBS, Job, lambda limit: Job.objects.filter(finished_at__lt=limit), _delete),
    OfPartnership(RetentionKind.IMPORTS, FigureImport, _read_imports, _clear_imports),
    OfPartnership(RetentionKind.CONTACTS, Contact, _contacts_of_who_left, _clear_contacts),
    OfPartnership(RetentionKind.SIGNATURE_REQUESTS, Signature, _unanswered_requests, forget_requests),
    OfPartnership(
        RetentionKind.PROGRESS_LINKS,
        ProgressLink,
        lambda limit: ProgressLink.objects.filter(expires_at__lt=limit),
        _delete,
    ),
    OfPartnership(RetentionKind.SIGNING_CODES, Signature, _old_codes, _clear_codes),
)


def _accounts_without_role(limit: datetime) -> list[Rows]:
    """Accounts that had no role, and in which nobody signed in, since the limit. Needs a door that opens memberships."""
    day = timezone.localdate(limit)
    held = Q(valid_until=None) | Q(valid_until__gt=day)
    idle = Q(last_login__lt=limit) | Q(last_login=None)
    found = User.objects.filter(idle, date_joined__lt=limit, is_staff=False, is_superuser=False)
    found = found.exclude(pk__in=Membership.objects.filter(held).values("user"))
    found = found.exclude(pk__in=Officer.objects.filter(held).values("user"))
    return [found.exclude(email__endswith=NOBODY)]


def _clear_accounts(rows: Rows) -> None:
    for user in rows:
        forget_account(user)


def _attempts(limit: datetime) -> list[Rows]:
    return [model.objects.filter(attempt_time__lt=limit) for model in (AccessAttempt, AccessLog, AccessFailureLog)]


def _ended_sessions(limit: datetime) -> list[Rows]:
    """Sessions, and where people were signed in (IP address, browser)."""
    return [Session.objects.filter(expire_date__lt=limit), ended_sessions(at=limit)]


def _old_digests(limit: datetime) -> list[Rows]:
    """Weekly mails, their weeks, and the choice of an address that is nobody's any more. Needs doors of its own."""
    with sweep_door(Contact):
        addresses = Contact.objects.values_list("email", flat=True)
        known = {mailbox_key(email) for email in addresses} | {
            mailbox_key(email) for email in User.objects.filter(is_active=True).values_list("email", flat=True)
        }
    old = DigestReader.objects.filter(created_at__lt=limit).exclude(changed_at__gte=limit)
    gone = [pk for pk, email in old.values_list("pk", "email") if email not in known]
    return [
        DigestMail.objects.filter(created_at__lt=limit),
        DigestReader.objects.filter(pk__in=gone),
        DigestRound.objects.filter(for_day__lt=timezone.localdate(limit)),
    ]


def _unanswered_confirmations(limit: datetime) -> list[Rows]:
    """Asked and never answered; what was confirmed stays, for it says why an address counted."""
    return [MailConfirmation.objects.filter(confirmed_at=None, expires_at__lt=limit)]


OF_HOUSE = (
    OfHouse(RetentionKind.DIGESTS, _old_digests, _delete),
    OfHouse(RetentionKind.ERASURE_NOTICES, lambda limit: [ErasureNotice.objects.filter(created_at__lt=limit)], _delete),
    OfHouse(RetentionKind.MAIL_CONFIRMATIONS, _unanswered_confirmations, _delete),
    OfHouse(RetentionKind.SESSIONS, _ended_sessions, _delete),
    OfHouse(RetentionKind.SIGN_IN_ATTEMPTS, _attempts, _delete),
    OfHouse(RetentionKind.ACCOUNTS, _accounts_without_role, _clear_accounts),
    OfHouse(RetentionKind.ADMIN_LOG, lambda limit: [LogEntry.objects.filter(action_time__lt=limit)], _delete),
)


def due_for_retention(*, at: datetime) -> list[Retained]:
    """What would be cleared at this moment, per kind and partnership; changes nothing."""
    found = []
    for of_partnership in OF_PARTNERSHIPS:
        with sweep_door(of_partnership.model, Partner):
            rows = of_partnership.due(retention_limit(of_partnership.kind, at=at)).order_by()
            counted = rows.values_list("partnership_id").annotate(number=Count("pk")).order_by("partnership_id")
            found += [Retained(of_partnership.kind, key, number) for key, number in counted]
    for of_house in OF_HOUSE:
        with sweep_door(Membership):
            number = sum(rows.count() for rows in of_house.due(retention_limit(of_house.kind, at=at)))
        if number:
            found.append(Retained(of_house.kind, None, number))
    return found


def retain(*, at: datetime) -> list[Retained]:
    """Clear what has been kept long enough. Returns what was done, as ``due_for_retention`` foretold it."""
    by_kind = {one.kind: one for one in OF_PARTNERSHIPS}
    done = []
    for due in due_for_retention(at=at):
        if due.partnership_id is not None:
            with member_door(due.partnership_id):
                number = _clear_partnership(by_kind[due.kind], due.partnership_id, at=at)
            done.append(Retained(due.kind, due.partnership_id, number))
    for of_house in OF_HOUSE:
        if number := _clear_house(of_house, at=at):
            done.append(Retained(of_house.kind, None, number))
    return done


@transaction.atomic
def _clear_partnership(one: OfPartnership, partnership_id: int, *, at: datetime) -> int:
    limit, total = retention_limit(one.kind, at=at), 0
    while keys := list(one.due(limit).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        one.clear(one.model._default_manager.filter(pk__in=keys))
        total += len(keys)
    if total:
        record(partnership_id, "retained", by=None, at=at, retained_kind=one.kind.value, count=total)
    return total


def _clear_house(one: OfHouse, *, at: datetime) -> int:
    limit, total = retention_limit(one.kind, at=at), 0
    for place in range(len(_found(one, limit))):
        while keys := _first_keys(one, limit, place):
            with transaction.atomic():
                one.clear(_found(one, limit)[place].model._default_manager.filter(pk__in=keys))
            total += len(keys)
    return total


def _found(one: OfHouse, limit: datetime) -> list[Rows]:
    with sweep_door(Membership):
        return one.due(limit)


def _first_keys(one: OfHouse, limit: datetime, place: int) -> list[Any]:
    with sweep_door(Membership):
        return list(one.due(limit)[place].order_by("pk").values_list("pk", flat=True)[:BATCH])
