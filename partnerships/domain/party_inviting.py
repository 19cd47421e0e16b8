"""From the red line of a missing party to an invitation in one press (F12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.contacts import add_contact
from partnerships.domain.invitations import invite
from partnerships.domain.parties import add_party
from partnerships.enums import Commitment, Role
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Contact, Invitation, Organisation, Partner, Partnership, User, WantedParty

ASKABLE = (Commitment.INVITED, Commitment.DECLINED)  # who left is asked by hand: what was agreed then still stands


@dataclass(frozen=True)
class Reachable:
    """Somebody of a missing kind whom we can write to at once."""

    partner: Partner | None = None
    contact: Contact | None = None
    wanted: WantedParty | None = None

    def __str__(self) -> str:
        return str(self.contact.partner if self.contact else self.wanted)


def best_contact(partner: Partner) -> Contact | None:
    """Who is asked for a party: its representative, else the first whom we know."""
    known = [contact for contact in partner.contacts.all() if not contact.is_forgotten]
    return next((contact for contact in known if contact.represents), known[0] if known else None)


def reachable(partners: Iterable[Partner], wanted: Iterable[WantedParty]) -> dict[str, Reachable]:
    """Kind → whom of it we can invite at once. ``partners`` come with their contacts."""
    found = {one.kind: Reachable(wanted=one) for one in wanted if one.name and one.email}
    for partner in partners:
        contact = best_contact(partner) if partner.commitment in ASKABLE else None
        if contact is not None:
            found[partner.kind] = Reachable(partner=partner, contact=contact)
    return found


def not_yet_invited(partners: Iterable[Partner]) -> dict[int, Contact]:
    """Party asked, but nobody of it got an invitation → whom to send it to. One query."""
    asked = [partner for partner in partners if partner.commitment == Commitment.INVITED]
    mailed = set(Invitation.objects.filter(withdrawn_at__isnull=True).values_list("partner_id", flat=True))
    found = {partner.pk: best_contact(partner) for partner in asked if partner.pk not in mailed}
    return {pk: contact for pk, contact in found.items() if contact is not None}


def open_invitations(partner: Partner) -> dict[int | None, Invitation]:
    """Contact → the last invitation of this party that was mailed to them and is not accepted or withdrawn."""
    rows = Invitation.objects.filter(partner=partner, accepted_at__isnull=True, withdrawn_at__isnull=True)
    return {one.contact_id: one for one in rows.order_by("invited_at")}


@transaction.atomic
def invite_party(
    partnership: Partnership,
    organisation: Organisation,
    *,
    kind: str,
    name: str,
    function: str,
    email: str,
    by: User,
    on: date,
    at: datetime,
) -> Invitation:
    """Add the party, name its person and mail the invitation: all of it or nothing.

    Raises ``Refused`` when the organisation is a party already.
    """
    partner = add_party(partnership, organisation, kind=kind, by=by, on=on, at=at, joined=False)
    contact = add_contact(
        partner, name=name, function=function, email=email, represents=True, signs=False, by=by, at=at
    )
    return invite(
        partnership, email=contact.email, name=name, role=Role.REPRESENTATIVE, partner=partner, contact=contact,
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def invite_reachable(
    partnership: Partnership,
    person: Reachable,
    *,
    organisation: Organisation | None,
    by: User,
    on: date,
    at: datetime,
) -> Invitation:
    """Invite whom we know of a missing kind. ``organisation`` is that of a kind that was only ticked.

    Raises ``Refused`` when there is nobody to write to, or while an invitation is open.
    """
    if person.contact is not None and person.partner is not None:
        if person.partner.commitment == Commitment.DECLINED:
            ask_again(person.partner, by=by, on=on, at=at)
        return invite(
            partnership, email=person.contact.email, name=person.contact.name, role=Role.REPRESENTATIVE,
            partner=person.partner, contact=person.contact, by=by, at=at,
        )  # fmt: skip
    if person.wanted is None or organisation is None:
        raise Refused(_("We know nobody to write to yet."))
    return invite_party(
        partnership, organisation, kind=person.wanted.kind, name=person.wanted.name, function=_("Representative"),
        email=person.wanted.email, by=by, on=on, at=at,
    )  # fmt: skip


@transaction.atomic
def ask_again(partner: Partner, *, by: User | None, on: date, at: datetime) -> None:
    """Ask a party once more that declined; the trail keeps why it did. Raises ``StaleState`` otherwise."""
    rows = Partner.objects.filter(pk=partner.pk, declined_on__isnull=False, joined_on__isnull=True)
    if not rows.update(invited_on=on, declined_on=None, decline_reason=""):
        raise StaleState
    record(partner.partnership, "asked_again", by=by, at=at, about=partner)
