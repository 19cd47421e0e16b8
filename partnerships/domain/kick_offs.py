"""The kick-off: planned, people invited, changed, cancelled, and its minutes prepared (F15; S002)."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, fields_of, record
from partnerships.domain.mail_cap import MOST_INVITED, refuse_flood
from partnerships.domain.outbox import queue_mail
from partnerships.enums import Attendance, MeetingKind
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Contact, Cycle, KickOff, KickOffInvitee, Meeting, User
from partnerships.tokens import new_nonce

MOVED = ("planned_on", "starts_at", "ends_at", "place")  # what people must hear when it changes


def kick_off_of(cycle: Cycle) -> KickOff | None:
    """The kick-off of this round: the last one planned."""
    found: KickOff | None = KickOff.objects.filter(cycle=cycle).first()
    return found


def why_not_plan(cycle: Cycle) -> str:
    """One kick-off at a time."""
    if KickOff.objects.filter(cycle=cycle, cancelled_at__isnull=True, meeting__isnull=True).exists():
        return _("A kick-off is planned already. Change it, or cancel it first.")
    return ""


def _check_time(planned_on: date, starts_at: time, ends_at: time | None, *, on: date) -> None:
    if planned_on < on:
        raise Refused(_("This day has passed. Choose a day to come."))
    if ends_at is not None and ends_at <= starts_at:
        raise Refused(_("The end must be after the start."))


@transaction.atomic
def plan_kick_off(
    cycle: Cycle, *, planned_on: date, starts_at: time, ends_at: time | None, place: str, agenda: str,
    by: User | None, on: date, at: datetime,
) -> KickOff:  # fmt: skip
    """Plan the kick-off. Raises ``Refused`` while one is planned, for a day that passed, and for an end before the start."""
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # two people planning at once: one of them
    if reason := why_not_plan(cycle):
        raise Refused(reason)
    _check_time(planned_on, starts_at, ends_at, on=on)
    made: KickOff = KickOff.objects.create(
        partnership=cycle.partnership, cycle=cycle, planned_on=planned_on, starts_at=starts_at, ends_at=ends_at,
        place=place.strip(), agenda=agenda.strip(),
    )  # fmt: skip
    record(cycle.partnership, "called_kick_off", by=by, at=at, cycle=cycle, about=made, on=planned_on)
    return made


def _open(kick_off: KickOff) -> KickOff:
    """The row as it is now, held. Raises ``StaleState`` once it was held or cancelled."""
    held: KickOff = KickOff.objects.select_for_update().get(pk=kick_off.pk)
    if not held.is_open:
        raise StaleState
    return held


@transaction.atomic
def change_kick_off(
    kick_off: KickOff, *, planned_on: date, starts_at: time, ends_at: time | None, place: str, agenda: str,
    by: User | None, on: date, at: datetime,
) -> int:  # fmt: skip
    """Move the kick-off or change its agenda. Another day, time or place is mailed to everybody invited, who answer anew.

    Returns how many were told. Raises ``Refused`` and ``StaleState`` as planning does.
    """
    before = _open(kick_off)
    _check_time(planned_on, starts_at, ends_at, on=min(on, before.planned_on))  # its own day may have passed
    new: dict[str, Any] = {
        "planned_on": planned_on, "starts_at": starts_at, "ends_at": ends_at, "place": place.strip(),
        "agenda": agenda.strip(),
    }  # fmt: skip
    changed = changes(fields_of(before, *new), new)
    KickOff.objects.filter(pk=kick_off.pk).update(**new)
    kick_off.refresh_from_db()
    record(
        kick_off.partnership, "changed_kick_off", by=by, at=at, cycle=kick_off.cycle, about=kick_off, changed=changed
    )
    if not set(changed) & set(MOVED):
        return 0
    KickOffInvitee.objects.filter(kick_off=kick_off).update(accepted_at=None, declined_at=None)
    told = _mail_all(kick_off, "kick_off_changed", at=at)
    refuse_flood(kick_off.partnership_id, at=at)
    return told


@transaction.atomic
def invite_to_kick_off(kick_off: KickOff, contacts: Iterable[Contact], *, by: User | None, at: datetime) -> int:
    """Mail an invitation with a link of one's own to everybody not yet invited. Returns how many. Raises ``StaleState``."""
    _open(kick_off)
    invited = set(KickOffInvitee.objects.filter(kick_off=kick_off).values_list("contact_id", flat=True))
    new = [contact for contact in contacts if contact.pk not in invited and not contact.is_forgotten]
    if len(invited) + len(new) > MOST_INVITED:
        raise Refused(_("At most %(most)s people can be invited to one kick-off.") % {"most": MOST_INVITED})
    rows = [
        KickOffInvitee(
            partnership=kick_off.partnership, kick_off=kick_off, contact=contact, nonce=new_nonce(), invited_at=at
        )
        for contact in new
    ]
    KickOffInvitee.objects.bulk_create(rows)
    for row in rows:
        _mail(row, "kick_off_invitation", at=at)
    if rows:
        record(
            kick_off.partnership, "invited_to_kick_off", by=by, at=at, cycle=kick_off.cycle, about=kick_off,
            count=len(rows),
        )  # fmt: skip
        refuse_flood(kick_off.partnership_id, at=at)
    return len(rows)


@transaction.atomic
def remind_of_kick_off(kick_off: KickOff, *, by: User | None, at: datetime) -> int:
    """Ask everybody without an answer once more, at most once a day. Returns how many. Raises ``StaleState``."""
    _open(kick_off)
    silent = KickOffInvitee.objects.filter(kick_off=kick_off, accepted_at__isnull=True, declined_at__isnull=True)
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = list(silent.exclude(reminded_at__gte=today).select_related("contact__partner__organisation"))
    KickOffInvitee.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=at)
    for row in rows:
        _mail(row, "kick_off_reminder", at=at)
    if rows:
        record(
            kick_off.partnership, "reminded_of_kick_off", by=by, at=at, cycle=kick_off.cycle, about=kick_off,
            count=len(rows),
        )  # fmt: skip
        refuse_flood(kick_off.partnership_id, at=at)
    return len(rows)


@transaction.atomic
def cancel_kick_off(kick_off: KickOff, *, reason: str, by: User | None, at: datetime) -> int:
    """Call it off; everybody invited hears it with the reason. Returns how many. Raises ``StaleState`` when it was."""
    _open(kick_off)
    KickOff.objects.filter(pk=kick_off.pk).update(cancelled_at=at, cancel_reason=reason.strip())
    kick_off.refresh_from_db()
    record(
        kick_off.partnership, "cancelled_kick_off", by=by, at=at, cycle=kick_off.cycle, about=kick_off,
        reason=kick_off.cancel_reason,
    )  # fmt: skip
    return _mail_all(kick_off, "kick_off_cancelled", at=at, reason=kick_off.cancel_reason)


@transaction.atomic
def answer_kick_off(invitee: KickOffInvitee, *, comes: bool, at: datetime) -> None:
    """Say whether one comes, and say otherwise later. Raises ``StaleState`` once it was held or cancelled, or link ended."""
    _open(invitee.kick_off)
    values = {"accepted_at": at, "declined_at": None} if comes else {"accepted_at": None, "declined_at": at}
    if not KickOffInvitee.objects.filter(pk=invitee.pk, nonce=invitee.nonce).update(**values):
        raise StaleState
    verb = "comes_to_kick_off" if comes else "stays_away_from_kick_off"
    party = invitee.contact.partner.organisation.name
    record(
        invitee.partnership_id, verb, by=None, at=at, cycle=invitee.kick_off.cycle, about=invitee.kick_off,
        actor_name=f"{invitee.contact.name} ({party})", on_behalf_of=party,
    )  # fmt: skip


def minutes_of(kick_off: KickOff) -> dict[str, Any]:
    """What the form for the minutes starts with: day, who said to come, and the agenda with room under every point."""
    rows = KickOffInvitee.objects.filter(kick_off=kick_off).select_related("contact__partner__organisation")
    coming = [row.contact for row in rows if row.answer == Attendance.COMES]
    decided = _("Decided")
    points = [line.strip() for line in kick_off.agenda.splitlines() if line.strip()]
    return {
        "kind": MeetingKind.KICK_OFF,
        "held_on": kick_off.planned_on,
        "attendees": "\n".join(f"{contact.name}, {contact.function}, {contact.partner}" for contact in coming),
        "decisions": "\n\n".join(f"{point}\n{decided}: " for point in points),
    }


def close_kick_off(meeting: Meeting) -> None:
    """A kick-off that was recorded is no longer planned. Part of recording the meeting."""
    waiting = KickOff.objects.filter(cycle=meeting.cycle, cancelled_at__isnull=True, meeting__isnull=True)
    waiting.update(meeting=meeting)


def _mail_all(kick_off: KickOff, template: str, *, at: datetime, **words: Any) -> int:
    rows = list(kick_off.invitees.select_related("contact__partner__organisation"))
    for row in rows:
        _mail(row, template, at=at, **words)
    return len(rows)


def _mail(invitee: KickOffInvitee, template: str, *, at: datetime, **words: Any) -> None:
    """``words`` and the facts of the kick-off, with the link of this person."""
    contact, kick_off = invitee.contact, invitee.kick_off
    if contact.is_forgotten:
        return
    with translation.override(settings.LANGUAGE_CODE):  # nobody knows the reader's own language yet
        hours = [time_format(one) for one in (kick_off.starts_at, kick_off.ends_at) if one is not None]
        day = date_format(kick_off.planned_on, "l j F Y")
    queue_mail(
        kick_off.partnership, template, to=contact.email, to_name=contact.name, language=settings.LANGUAGE_CODE, at=at,
        token_for=invitee.link, partnership_name=kick_off.partnership.name, day=day, hours=" - ".join(hours),
        place=kick_off.place, agenda=kick_off.agenda, organisation=str(contact.partner), **words,
    )  # fmt: skip
