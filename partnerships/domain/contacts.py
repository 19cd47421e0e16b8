"""The people of a party: who represents it and who signs for it (F11). Nobody here needs an account."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, fields_of, record
from partnerships.domain.mandates import add_mandate
from partnerships.domain.once import once
from partnerships.exceptions import Refused
from partnerships.mailbox import stored_mailbox
from partnerships.models import Contact, Invitation, Mandate, Partner, Signature, User

HIDDEN = "•••"


@contextmanager
def _no_double(partner: Partner, email: str, *, besides: Contact | None = None) -> Iterator[None]:
    """Around what writes the address: refused when another contact of the party has that mailbox, or gets it now."""
    same = Contact.objects.filter(partner=partner, email__mailbox=email)
    with once(Contact, Refused(_("This party already has a contact with this e-mail address."))) as already:
        if (same.exclude(pk=besides.pk) if besides else same).exists():
            raise already
        yield


@transaction.atomic
def add_contact(
    partner: Partner,
    *,
    name: str,
    function: str,
    email: str,
    represents: bool,
    signs: bool,
    by: User | None,
    at: datetime,
    phone: str = "",
    mandate: str = "",
) -> Contact:
    """Name a person of a party. Raises ``Refused`` when the address is there already.

    ``mandate``: on what ground they sign, for every agreement from today on; it goes into the register of mandates,
    where it can be given its days, its kinds of agreement and a document.
    """
    with _no_double(partner, email):
        contact: Contact = Contact.objects.create(
            partnership=partner.partnership, partner=partner, name=name, function=function, email=email,
            represents=represents, signs=signs, phone=phone,
        )  # fmt: skip
    record(partner.partnership, "added_contact", by=by, at=at, about=contact, party=str(partner))
    if mandate:
        today = timezone.localtime(at).date()
        add_mandate(contact, basis=mandate, scope=[], valid_from=today, valid_until=None, by=by, at=at)
    return contact


@transaction.atomic
def change_contact(
    contact: Contact,
    *,
    name: str,
    function: str,
    email: str,
    represents: bool,
    signs: bool,
    by: User | None,
    at: datetime,
    phone: str = "",
) -> None:
    """Change a person's particulars. What was already sent to be signed keeps the name it was sent with."""
    new = {
        "name": name, "function": function, "email": stored_mailbox(email), "represents": represents, "signs": signs,
    }  # fmt: skip
    changed = changes(fields_of(contact, *new), new)
    if phone != contact.phone:
        changed["phone"] = [HIDDEN, HIDDEN]  # that it changed is enough: the trail is kept for ever
    with _no_double(contact.partner, email, besides=contact):
        Contact.objects.filter(pk=contact.pk).update(**new, phone=phone)
    contact.refresh_from_db()
    record(
        contact.partnership, "changed_contact", by=by, at=at, about=contact, party=str(contact.partner), changed=changed
    )


def why_not_remove(contact: Contact) -> str:
    """Why a person cannot be removed from their party; "" when they can.

    A mandate goes with its person, so it stays once somebody was asked to sign on it: it says on what ground they did.
    Who wants to be forgotten can still ask that (erasure); their signature then keeps the words it was given with.
    """
    asked = Q(email__mailbox=contact.email) | Q(name__iexact=contact.name)
    if not Mandate.objects.filter(contact=contact).exists():
        return ""
    if not Signature.objects.filter(asked, partner=contact.partner_id).exists():
        return ""
    return _(
        "This person was asked to sign, and has a mandate that says on what ground. That stays with the document. End "
        "the mandate, and take away that they represent or sign for this party."
    )


@transaction.atomic
def remove_contact(contact: Contact, *, by: User | None, at: datetime) -> None:
    """Forget a person; open invitations to them end. Their name leaves the trail's list of subjects, not the trail.

    Raises ``Refused`` while a measure is theirs, or when their mandate is evidence.
    """
    if reason := why_not_remove(contact):
        raise Refused(reason)
    open_ones = Invitation.objects.filter(contact=contact, accepted_at__isnull=True, withdrawn_at__isnull=True)
    for invitation in list(open_ones):
        record(contact.partnership, "withdrew_invitation", by=by, at=at, about=invitation)
    open_ones.update(withdrawn_at=at)
    Invitation.objects.filter(contact=contact).update(contact=None)
    record(contact.partnership, "removed_contact", by=by, at=at, about=contact, party=str(contact.partner))
    try:
        contact.delete()
    except ProtectedError as error:  # rooms above this one may have put somebody in charge of something
        raise Refused(_("This person is still in charge of a measure. Put somebody else in charge first.")) from error
