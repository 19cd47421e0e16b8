"""Who hears of an audit and a certificate."""

from collections.abc import Iterator
from datetime import date

from partnerships.enums import OfficerRole
from partnerships.mailbox import mailbox_key
from partnerships.models import Contact, Membership, Officer, Organisation, User
from partnerships.models.membership import valid_on
from partnerships.roles import LEADERS


def leaders(*, on: date) -> list[User]:
    """The people who lead the partnership of the scope on this day, each once."""
    rows = Membership.objects.valid(on=on).filter(role__in=LEADERS).select_related("user").order_by("pk")
    return list(dict.fromkeys(row.user for row in rows))


def auditors_of(body: Organisation, *, on: date) -> list[User]:
    """The auditors of a certification body on this day."""
    rows = Officer.objects.filter(valid_on(on), organisation=body, role=OfficerRole.AUDITOR)
    return list(dict.fromkeys(row.user for row in rows.select_related("user").order_by("user__name")))


def everybody_concerned(*, on: date) -> Iterator[tuple[str, str, str]]:
    """Address, name and language of the leaders and of every party's representatives, each address once."""
    seen = set()
    for user in leaders(on=on):
        seen.add(mailbox_key(user.email))
        yield user.email, str(user), user.language
    representatives = Contact.objects.filter(represents=True, partner__left_on__isnull=True)
    for contact in representatives.select_related("user").order_by("pk"):
        if mailbox_key(contact.email) not in seen:
            seen.add(mailbox_key(contact.email))
            yield contact.email, contact.name, contact.user.language if contact.user else "nl"
