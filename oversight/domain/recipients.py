"""Who is reminded: the people of a role, the people who speak for a party, and else those who lead."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from oversight.models import Due
from partnerships.enums import Role
from partnerships.mailbox import mailbox_key
from partnerships.models import Contact, Membership
from partnerships.roles import LEADERS


@dataclass(frozen=True)
class Person:
    """Somebody a mail can go to. Without an account a link into the house would lead nowhere."""

    email: str
    name: str
    language: str = "nl"
    account: bool = False


@dataclass
class People:
    """The people of many partnerships, by what they do there."""

    by_role: dict[tuple[int, str], list[Person]] = field(default_factory=dict)  # (partnership, role)
    by_partner: dict[int, list[Person]] = field(default_factory=dict)
    leading: dict[int, list[Person]] = field(default_factory=dict)  # by partnership

    def in_role(self, partnership_id: int, role: str) -> list[Person]:
        """Who has the role; when nobody has, the project leader, and when there is none, whoever leads."""
        found = self.by_role.get((partnership_id, role)) or self.by_role.get((partnership_id, Role.PROJECT_LEADER))
        return once(found or self.leaders(partnership_id))

    def of_partner(self, partnership_id: int, partner_id: int | None) -> list[Person]:
        """Who speaks for the party; when nobody does, whoever leads."""
        found = self.by_partner.get(partner_id) if partner_id is not None else None
        return once(found or self.leaders(partnership_id))

    def of_due(self, due: Due) -> list[Person]:
        """Who must act: who speaks for the party in charge, who has the role, or whoever leads.

        Nobody for what is done outside the partnership: an audit.
        """
        if due.partner_id is not None:
            return self.of_partner(due.partnership_id, due.partner_id)
        if due.owner_kind and due.owner_kind not in Role.values:
            return []
        return self.in_role(due.partnership_id, due.owner_kind) if due.owner_kind else self.leaders(due.partnership_id)

    def leaders(self, partnership_id: int) -> list[Person]:
        return once(self.leading.get(partnership_id, []))


def people_of(partnership_ids: Any, *, on: date) -> People:
    """Members of ``on`` and representatives, in two queries. Needs a door that opens both tables."""
    people = People()
    members = Membership.objects.valid(on=on).filter(partnership__in=partnership_ids, user__is_active=True)
    for member in members.select_related("user").order_by("pk"):
        person = Person(member.user.email, str(member.user), member.user.language, account=True)
        people.by_role.setdefault((member.partnership_id, member.role), []).append(person)
        if member.role in LEADERS:
            people.leading.setdefault(member.partnership_id, []).append(person)
        if member.partner_id is not None:
            people.by_partner.setdefault(member.partner_id, []).append(person)
    contacts = Contact.objects.filter(
        partnership__in=partnership_ids,
        represents=True,
        partner__left_on__isnull=True,
        partner__declined_on__isnull=True,
    )
    for contact in contacts.select_related("user").order_by("pk"):
        people.by_partner.setdefault(contact.partner_id, []).append(as_person(contact))
    return people


def as_person(contact: Contact) -> Person:
    user = contact.user
    return Person(contact.email, contact.name, user.language if user else "nl", account=user is not None)


def once(people: Iterable[Person]) -> list[Person]:
    """Every address once; the account speaks for the contact with the same address."""
    found: dict[str, Person] = {}
    for person in people:
        known = found.get(mailbox_key(person.email))
        if known is None or (person.account and not known.account):
            found[mailbox_key(person.email)] = person
    return list(found.values())
