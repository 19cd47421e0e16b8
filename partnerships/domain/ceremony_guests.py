"""Who is asked to come to a ceremony, and what they answered; nobody needs an account for that (F79)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.ceremonies import tell_guest, why_not_change
from partnerships.domain.mail_cap import MOST_GUESTS, refuse_flood
from partnerships.enums import Coming
from partnerships.exceptions import Refused, StaleState
from partnerships.mailbox import mailbox_key
from partnerships.models import Ceremony, CeremonyGuest, Outbox, User
from partnerships.tokens import new_nonce


def why_not_invite(ceremony: Ceremony, *, at: datetime) -> str:
    """Why nobody can be invited now; "" when they can."""
    if reason := why_not_change(ceremony):
        return reason
    if ceremony.starts_at <= at:
        return _("This ceremony has been held.")
    waiting = ceremony.guests.filter(invited_at=None).exclude(email="")
    return "" if waiting.exists() else _("Every guest with an e-mail address has been invited.")


@transaction.atomic
def add_guest(
    ceremony: Ceremony, *, name: str, organisation: str, email: str, is_press: bool, coming: Coming | str, by: User,
    at: datetime,
) -> CeremonyGuest:  # fmt: skip
    """Put somebody on the list; no mail leaves. Raises ``Refused`` when the address is on it, the list is full, or it
    was cancelled.
    """
    locked = Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    if reason := why_not_change(locked):
        raise Refused(reason)
    _refuse_twice(ceremony, email)
    if ceremony.guests.count() >= MOST_GUESTS:
        raise Refused(_("There are %(most)s guests on this list already. More do not fit.") % {"most": MOST_GUESTS})
    guest: CeremonyGuest = CeremonyGuest.objects.create(
        partnership_id=ceremony.partnership_id, ceremony=ceremony, name=name, organisation=organisation, email=email,
        is_press=is_press, coming=coming, nonce=new_nonce(),
        answered_at=None if coming == Coming.UNKNOWN else at,
    )  # fmt: skip
    record(ceremony.partnership_id, "added_guest", by=by, at=at, cycle=ceremony.cycle, about=ceremony)
    return guest


def _refuse_twice(ceremony: Ceremony, email: str, *, but: int = 0) -> None:
    if email and ceremony.guests.filter(email__mailbox=email).exclude(pk=but).exists():
        raise Refused(_("Somebody with this e-mail address is on the list already."))


@transaction.atomic
def change_guest(guest: CeremonyGuest, *, by: User, at: datetime, **new: Any) -> None:
    """Put right who somebody is, or note what they answered by word of mouth. Another address gets a new invitation."""
    ceremony = Ceremony.objects.select_for_update().get(pk=guest.ceremony_id)
    if reason := why_not_change(ceremony):
        raise Refused(reason)
    _refuse_twice(ceremony, new.get("email", ""), but=guest.pk)
    row: CeremonyGuest | None = CeremonyGuest.objects.filter(pk=guest.pk).first()
    if row is None:
        raise StaleState
    if mailbox_key(new.get("email", row.email)) != mailbox_key(row.email):
        _stop_mail(row, at=at)
        row.nonce, row.invited_at = new_nonce(), None
    if new.get("coming", row.coming) != row.coming:
        row.answered_at = None if new["coming"] == Coming.UNKNOWN else at
    for name, value in new.items():
        setattr(row, name, value)
    row.save()
    record(ceremony.partnership_id, "put_guest_right", by=by, at=at, cycle=ceremony.cycle, about=ceremony)


@transaction.atomic
def remove_guest(guest: CeremonyGuest, *, by: User, at: datetime) -> None:
    """Take somebody off the list; their link is dead. Raises ``StaleState`` when that was done already."""
    _stop_mail(guest, at=at)
    if not CeremonyGuest.objects.filter(pk=guest.pk).delete()[0]:
        raise StaleState
    ceremony = guest.ceremony
    record(ceremony.partnership_id, "removed_guest", by=by, at=at, cycle=ceremony.cycle, about=ceremony)


def _stop_mail(guest: CeremonyGuest, *, at: datetime) -> None:
    """What waits for the old address is not sent."""
    waiting = Outbox.objects.filter(token_for=guest.link, sent_at=None, failed_at=None)
    waiting.update(failed_at=at, last_error="replaced")


@transaction.atomic
def invite_guests(ceremony: Ceremony, *, by: User, at: datetime) -> int:
    """Mail everybody on the list who has an address and was not invited yet; how many.

    Raises ``Refused``, also when that is more than a partnership may mail in a day.
    """
    locked = Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    if reason := why_not_invite(locked, at=at):
        raise Refused(reason)
    invited = list(locked.guests.filter(invited_at=None).exclude(email=""))
    for guest in invited:
        tell_guest(
            guest, ceremony, "ceremony_invitation", at=at, invited_by=str(by), programme=ceremony.programme,
            press_note=ceremony.press_note if guest.is_press else "",
        )  # fmt: skip
    CeremonyGuest.objects.filter(pk__in=[guest.pk for guest in invited]).update(invited_at=at)
    record(
        ceremony.partnership_id,
        "invited_guests",
        by=by,
        at=at,
        cycle=ceremony.cycle,
        about=ceremony,
        count=len(invited),
    )
    refuse_flood(ceremony.partnership_id, at=at)
    return len(invited)


def why_not_answer(ceremony: Ceremony, *, at: datetime) -> str:
    """Why a guest cannot answer any more; "" when they can."""
    if ceremony.cancelled_at:
        return _("This ceremony was cancelled.")
    return _("This ceremony has been held.") if ceremony.starts_at <= at else ""


@transaction.atomic
def answer_invitation(guest: CeremonyGuest, *, coming: Coming | str, at: datetime) -> None:
    """A guest says that they come or not; they may change their mind. Raises ``Refused`` or ``StaleState``."""
    ceremony: Ceremony = Ceremony.objects.select_for_update().select_related("cycle").get(pk=guest.ceremony_id)
    if reason := why_not_answer(ceremony, at=at):
        raise Refused(reason)
    if coming not in (Coming.YES, Coming.NO):
        raise Refused(_("Choose whether you come."))
    mine = CeremonyGuest.objects.filter(pk=guest.pk, nonce=guest.nonce)
    if not mine.update(coming=coming, answered_at=at):
        raise StaleState
    record(
        ceremony.partnership_id, "accepted_ceremony" if coming == Coming.YES else "declined_ceremony", by=None, at=at,
        cycle=ceremony.cycle, about=ceremony, actor_name=guest.name, on_behalf_of=guest.organisation,
    )  # fmt: skip
