"""Who may get the weekly mail, and for what of which partnership. Everything for many people in a few queries.

A person is an e-mail address: somebody without an account may be a contact in several partnerships, and somebody with
one is also known by it. Who was forgotten has no address any more and is not here.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from oversight.domain.progress_links import FOR_PARTY
from oversight.domain.recipients import People, Person, as_person, once
from partnerships.mailbox import mailbox_key, same_mailbox
from partnerships.models import Contact, Membership, Partnership
from partnerships.personal_data import NOBODY
from partnerships.roles import LEADERS, MATRIX

READING = frozenset(role for role, acts in MATRIX.items() if "see_content" in acts)


@dataclass
class Audience:
    """The people of the partnerships asked for, by what they are there."""

    partnerships: dict[int, Partnership]
    people: People
    of_party: dict[int, list[Person]] = field(default_factory=dict)  # party → who may tell of its work by link
    known: dict[int, dict[str, Person]] = field(default_factory=dict)  # party → everybody of it, by address
    readers: dict[int, list[Person]] = field(default_factory=dict)  # partnership → who hears its news
    contacts: set[tuple[int, str]] = field(default_factory=set)  # partnership and address
    inside: set[tuple[int, str]] = field(default_factory=set)  # who can sign in there: partnership and address

    def may_tell(self, partner_id: int | None, email: str) -> bool:
        """Could this person tell by link how far the work of this party is?"""
        return any(same_mailbox(person.email, email) for person in self.of_party.get(partner_id or 0, ()))

    def belongs(self, partnership_id: int, email: str) -> bool:
        """Has this person a role there, or is it a contact of a party?"""
        key = partnership_id, email
        return key in self.inside or key in self.contacts

    def person_of(self, partner_id: int, email: str) -> Person | None:
        return self.known.get(partner_id, {}).get(mailbox_key(email))


def contacts_now() -> Any:
    """Contacts of parties that have not left or declined, and who were not forgotten."""
    present = Contact.objects.filter(partner__left_on__isnull=True, partner__declined_on__isnull=True)
    return present.exclude(email__endswith=NOBODY)


def members_now(*, on: date) -> Any:
    valid: Any = Membership.objects.valid(on=on).filter(user__is_active=True)
    return valid.exclude(user__email__endswith=NOBODY)


def partnerships_of_people(emails: Collection[str] | None, *, on: date) -> QuerySet[Partnership]:
    """The partnerships these people have something to do with; all when nobody is named."""
    if emails is None:
        return Partnership.objects.all()
    contacts = contacts_now().filter(email__mailbox__in=emails)
    members = members_now(on=on).filter(user__email__mailbox__in=emails)
    ids = {*contacts.values_list("partnership", flat=True), *members.values_list("partnership", flat=True)}
    return Partnership.objects.filter(pk__in=ids)


def audience_of(emails: Collection[str] | None, *, on: date) -> Audience:
    """Six queries. Needs a door that opens ``Contact``, ``Membership`` and ``Partner``."""
    found = {one.pk: one for one in partnerships_of_people(emails, on=on)}
    ids: Any = Partnership.objects.values("pk") if emails is None else sorted(found)
    audience = Audience(found, People())
    for member in members_now(on=on).filter(partnership__in=ids).select_related("user", "partner").order_by("pk"):
        add_member(audience, member)
    for contact in contacts_now().filter(partnership__in=ids).select_related("user", "partner").order_by("pk"):
        add_contact(audience, contact)
    return audience


def add_member(audience: Audience, member: Membership) -> None:
    user, people = member.user, audience.people
    person = Person(user.email, str(user), user.language, account=True)
    audience.inside.add((member.partnership_id, mailbox_key(user.email)))
    people.by_role.setdefault((member.partnership_id, member.role), []).append(person)
    if member.role in LEADERS:
        people.leading.setdefault(member.partnership_id, []).append(person)
    if member.role in READING:
        audience.readers.setdefault(member.partnership_id, []).append(person)
    if member.partner is not None and member.partner.left_on is None:
        people.by_partner.setdefault(member.partner.pk, []).append(person)
        audience.known.setdefault(member.partner.pk, {})[mailbox_key(user.email)] = person
        if member.role in FOR_PARTY:
            audience.of_party.setdefault(member.partner.pk, []).append(person)


def add_contact(audience: Audience, contact: Contact) -> None:
    person = as_person(contact)
    audience.contacts.add((contact.partnership_id, mailbox_key(contact.email)))
    audience.known.setdefault(contact.partner_id, {}).setdefault(mailbox_key(contact.email), person)
    if contact.represents:
        audience.people.by_partner.setdefault(contact.partner_id, []).append(person)
        audience.of_party.setdefault(contact.partner_id, []).append(person)
        if contact.partner.joined_on is not None:
            audience.readers.setdefault(contact.partnership_id, []).append(person)


def everybody(audience: Audience) -> dict[str, Person]:
    """All people by address in lower case; the account speaks for the contact with the same address."""
    found = [person for people in audience.people.by_role.values() for person in people]
    found += [person for people in audience.known.values() for person in people.values()]
    return {mailbox_key(person.email): person for person in once(found)}
