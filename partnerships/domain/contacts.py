"""The people of a party: who represents it and who signs for it (F11). Nobody here needs an account."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, fields_of, record
from partnerships.exceptions import Refused
from partnerships.models import Contact, Invitation, Partner, User

HIDDEN = "•••"


def _refuse_double(partner: Partner, email: str, *, besides: Contact | None = None) -> None:
    same = Contact.objects.filter(partner=partner, email__iexact=email)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise Refused(_("This party already has a contact with this e-mail address."))


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
    """Name a person of a party. Raises ``Refused`` when the address is there already."""
    _refuse_double(partner, email)
    contact: Contact = Contact.objects.create(
        partnership=partner.partnership, partner=partner, name=name, function=function, email=email.lower(),
        represents=represents, signs=signs, phone=phone, mandate=mandate,
    )  # fmt: skip
    record(partner.partnership, "added_contact", by=by, at=at, about=contact, party=str(partner))
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
    mandate: str = "",
) -> None:
    """Change a person's particulars. What was already sent to be signed keeps the name it was sent with."""
    _refuse_double(contact.partner, email, besides=contact)
    new = {
        "name": name, "function": function, "email": email.lower(), "represents": represents, "signs": signs,
        "mandate": mandate,
    }  # fmt: skip
    changed = changes(fields_of(contact, *new), new)
    if phone != contact.phone:
        changed["phone"] = [HIDDEN, HIDDEN]  # that it changed is enough: the trail is kept for ever
    Contact.objects.filter(pk=contact.pk).update(**new, phone=phone)
    contact.refresh_from_db()
    record(
        contact.partnership, "changed_contact", by=by, at=at, about=contact, party=str(contact.partner), changed=changed
    )


@transaction.atomic
def remove_contact(contact: Contact, *, by: User | None, at: datetime) -> None:
    """Forget a person; open invitations to them end. Their name leaves the trail's list of subjects, not the trail."""
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
