"""The occasion at which is signed: planning it, moving it, calling it off (F79). Invited guests hear of each by mail."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, fields_of, record
from partnerships.domain.mail_cap import refuse_flood
from partnerships.domain.outbox import queue_mail
from partnerships.enums import Coming
from partnerships.exceptions import ReasonNeeded, Refused, StaleState
from partnerships.models import Agreement, Ceremony, CeremonyGuest, Cycle, User

FIELDS = ("title", "starts_at", "location", "programme", "press_note", "agreement")


def moment(at: datetime) -> str:
    """A day and an hour as the reader of a mail sees it, in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        return date_format(timezone.localtime(at), "j F Y, H:i")


def why_not_change(ceremony: Ceremony) -> str:
    """Why nothing of this ceremony can be changed any more; "" when it can."""
    return _("This ceremony was cancelled. Plan a new one.") if ceremony.cancelled_at else ""


@transaction.atomic
def plan_ceremony(
    cycle: Cycle, *, title: str, starts_at: datetime, location: str, by: User, at: datetime, programme: str = "",
    press_note: str = "", agreement: Agreement | None = None,
) -> Ceremony:  # fmt: skip
    """Plan a ceremony; nobody is invited yet. Raises ``Refused`` for a moment that has passed."""
    if starts_at <= at:
        raise Refused(_("This moment has passed. Choose a moment to come."))
    ceremony: Ceremony = Ceremony.objects.create(
        partnership_id=cycle.partnership_id, cycle=cycle, agreement=agreement, title=title, starts_at=starts_at,
        location=location, programme=programme, press_note=press_note, created_at=at, created_by=by,
    )  # fmt: skip
    record(
        cycle.partnership_id,
        "planned_ceremony",
        by=by,
        at=at,
        cycle=cycle,
        about=ceremony,
        new=moment(starts_at),
        old="",
    )
    return ceremony


@transaction.atomic
def change_ceremony(ceremony: Ceremony, *, by: User, at: datetime, **new: Any) -> bool:
    """Change the plan. True when its moment or place changed: then every invited guest gets a mail.

    An answer to another moment says nothing: it is asked again. Raises ``Refused`` when it was cancelled, or for a new
    moment that has passed.
    """
    row: Ceremony = Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    if reason := why_not_change(row):
        raise Refused(reason)
    before = fields_of(row, *new)
    other_time = new.get("starts_at", row.starts_at) != row.starts_at
    if other_time and new["starts_at"] <= at:
        raise Refused(_("This moment has passed. Choose a moment to come."))
    moved: bool = other_time or new.get("location", row.location) != row.location
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=list(new))
    record(
        row.partnership_id, "changed_ceremony", by=by, at=at, cycle=row.cycle, about=row,
        changed=changes(_written(before), _written(new)),
    )  # fmt: skip
    if other_time:
        row.guests.update(coming=Coming.UNKNOWN, answered_at=None)
    if moved:
        _tell_guests(row, "ceremony_moved", at=at, again=other_time)
        refuse_flood(row.partnership_id, at=at)
    return moved


def _written(values: dict[str, Any]) -> dict[str, Any]:
    return {key: moment(value) if isinstance(value, datetime) else value for key, value in values.items()}


@transaction.atomic
def cancel_ceremony(ceremony: Ceremony, *, reason: str, by: User, at: datetime) -> None:
    """Call it off, with a reason that every invited guest reads. Raises ``ReasonNeeded`` or ``StaleState``."""
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded
    still_on = Ceremony.objects.filter(pk=ceremony.pk, cancelled_at=None)
    if not still_on.update(cancelled_at=at, cancelled_reason=reason):
        raise StaleState
    record(
        ceremony.partnership_id, "cancelled_ceremony", by=by, at=at, cycle=ceremony.cycle, about=ceremony, why=reason
    )
    _tell_guests(ceremony, "ceremony_cancelled", at=at, reason=reason)


def _tell_guests(ceremony: Ceremony, template: str, *, at: datetime, **words: Any) -> None:
    for guest in ceremony.guests.filter(invited_at__isnull=False).exclude(email=""):
        tell_guest(guest, ceremony, template, at=at, **words)


def tell_guest(guest: CeremonyGuest, ceremony: Ceremony, template: str, *, at: datetime, **words: Any) -> None:
    """One mail to one guest, with their own link."""
    queue_mail(
        ceremony.partnership_id, template, to=guest.email, to_name=guest.name, at=at, token_for=guest.link,
        title=ceremony.title, partnership_name=ceremony.partnership.name, starts=moment(ceremony.starts_at),
        location=ceremony.location, **words,
    )  # fmt: skip
