"""Dates in the weekly mail: a kick-off or ceremony somebody was asked to come to, and the yearly questions."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from oversight.domain.digest_asked import AHEAD, Asked, Line, at_midnight
from partnerships.enums import Coming
from partnerships.mailbox import mailbox_key
from partnerships.models import CeremonyGuest, KickOffInvitee, PulseAsk


def kick_offs(asked: Asked) -> Iterator[Line]:
    """Kick-offs to come, for who was asked and did not say no."""
    rows = KickOffInvitee.objects.filter(
        partnership__in=asked.ids, declined_at__isnull=True, kick_off__cancelled_at__isnull=True,
        kick_off__meeting__isnull=True, kick_off__planned_on__gte=asked.on,
        kick_off__planned_on__lte=asked.on + timedelta(days=AHEAD),
    )  # fmt: skip
    for row in rows.select_related("kick_off", "contact"):
        if asked.audience.person_of(row.contact.partner_id, row.contact.email):
            told = (mailbox_key(row.contact.email), row.link) in asked.told
            yield Line(
                row.partnership_id, mailbox_key(row.contact.email), "kick_off", row.kick_off.place, row.kick_off.planned_on,
                token_for=row.link, told=told,
            )  # fmt: skip


def ceremonies(asked: Asked) -> Iterator[Line]:
    """Ceremonies to come, for invited guests who work in the partnership; others have their invitation."""
    rows = CeremonyGuest.objects.filter(
        partnership__in=asked.ids, invited_at__isnull=False, ceremony__cancelled_at__isnull=True,
        ceremony__starts_at__gte=at_midnight(asked.on),
        ceremony__starts_at__lt=at_midnight(asked.on + timedelta(days=AHEAD)),
    ).exclude(coming=Coming.NO)  # fmt: skip
    for row in rows.select_related("ceremony"):
        email = mailbox_key(row.email)
        if asked.audience.belongs(row.partnership_id, email):
            day, told = timezone.localtime(row.ceremony.starts_at).date(), (email, row.link) in asked.told
            yield Line(row.partnership_id, email, "ceremony", row.ceremony.title, day, token_for=row.link, told=told)


def pulses(asked: Asked) -> Iterator[Line]:
    """The yearly questions, for who was asked and has not answered."""
    rows = PulseAsk.objects.filter(partnership__in=asked.ids, answered=False, pulse__closed_on__isnull=True)
    for row in rows.select_related("pulse", "contact"):
        email = mailbox_key(row.email or row.contact.email)
        if asked.audience.person_of(row.contact.partner_id, email):
            told = (email, row.link) in asked.told
            yield Line(row.partnership_id, email, "pulse", str(row.pulse.year), None, token_for=row.link, told=told)
