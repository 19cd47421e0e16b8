"""Who has which duty of the project coordination (F20; S000: negotiations, secretariat, data, go-between, motor)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.once import once
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Contact, DutyHolder, Partner, Partnership, User
from partnerships.scheme import Scheme
from partnerships.scheme_names import COORDINATION_DUTIES
from partnerships.scheme_parts import DocumentPart

SHEET = "coordination_agreements"  # a scheme with a document of this name names its duties: the parts of that document


@dataclass(frozen=True)
class Duty:
    """One duty of the scheme, who has it now and who had it before."""

    id: str
    name: str
    holder: DutyHolder | None
    before: tuple[DutyHolder, ...] = ()


def duties_of(scheme: Scheme) -> tuple[DocumentPart, ...]:
    """The duties the scheme names on its sheet; the five of the road map when it has no such sheet."""
    return next((one.parts for one in scheme.documents if one.id == SHEET), COORDINATION_DUTIES)


def duty_sheet(scheme: Scheme, holders: Iterable[DutyHolder]) -> list[Duty]:
    """Every duty in the order of the scheme. ``holders`` come newest first."""
    held: dict[str, list[DutyHolder]] = {}
    for holder in holders:
        held.setdefault(holder.duty_id, []).append(holder)
    sheet = []
    for part in duties_of(scheme):
        rows = held.get(part.id, [])
        now = next((row for row in rows if row.until is None and not row.partner.left_on), None)
        sheet.append(Duty(part.id, str(part.name), now, tuple(row for row in rows if row.until is not None)))
    return sheet


@transaction.atomic
def give_duty(
    partnership: Partnership,
    duty: DocumentPart,
    *,
    partner: Partner,
    contact: Contact | None,
    by: User | None,
    on: date,
    at: datetime,
) -> DutyHolder:
    """Let a party, and if need be a person of it, hold a duty from ``on``; who had it stops that day.

    Raises ``Refused`` for a party that does not take part, or a person of another party; ``StaleState`` for the second of
    two at once.
    """
    if not partner.joined_on or partner.left_on:
        raise Refused(_("%(name)s does not take part.") % {"name": partner})
    if contact is not None and contact.partner_id != partner.pk:
        raise Refused(_("This person is not of that party."))
    end_duty(partnership, duty, by=by, on=on, at=at)
    holder = DutyHolder(partnership=partnership, duty_id=duty.id, partner=partner, contact=contact, since=on)
    with once(DutyHolder, StaleState()):  # somebody else gave it just now
        holder.save()
    record(partnership, "gave_duty", by=by, at=at, about=holder, duty=str(duty.name), on=on)
    return holder


@transaction.atomic
def end_duty(partnership: Partnership, duty: DocumentPart, *, by: User | None, on: date, at: datetime) -> None:
    """Nobody holds a duty from ``on``. Nothing happens when nobody did. Raises ``Refused`` before the holder's start."""
    holder = DutyHolder.objects.filter(partnership=partnership, duty_id=duty.id, until__isnull=True).first()
    if holder is None:
        return
    if on < holder.since:
        raise Refused(_("The holder of this duty started on a later day."))
    DutyHolder.objects.filter(pk=holder.pk, until__isnull=True).update(until=on)
    record(partnership, "ended_duty", by=by, at=at, about=holder, duty=str(duty.name), on=on)
