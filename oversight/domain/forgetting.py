"""Taking out what names a person, row by row, so that what others did stays standing. Used by the clock and on request.

An address becomes one that can never exist (RFC 2606), which is also the mark that a row was emptied before.
"""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from actionplans.models import Measure
from oversight.models import ProgressLink
from partnerships.mailbox import mailbox_key, same_mailbox
from partnerships.models import (
    Contact,
    DutyHolder,
    Invitation,
    KickOffInvitee,
    MailConfirmation,
    Mandate,
    Outbox,
    PartnershipUserObjectPermission,
    PulseAsk,
    Signature,
    SignatureHandOver,
    User,
)
from partnerships.personal_data import NOBODY
from partnerships.tokens import new_nonce

# What libraries keep of an account, where they are installed: passkeys, single sign-on, sessions.
OF_LIBRARIES = ("mfa.Authenticator", "socialaccount.SocialAccount", "usersessions.UserSession")


def nobody(pk: int) -> str:
    """An address that is nobody's, and different for every row."""
    return f"deleted-{pk}{NOBODY}"


def forget_mails(mails: QuerySet[Outbox]) -> None:
    """Empty mails; what, when and whether it was sent stay."""
    mails.update(to=f"deleted{NOBODY}", to_name="", context={}, token_for="", last_error="", attachment=None)


def forget_confirmations(email: str, *, at: datetime) -> None:
    """Empty the mailbox that confirmed something. A domain stays its organisation's; the mailbox itself ends."""
    for row in MailConfirmation.objects.filter(email__mailbox=email):
        ended = row.ended_at if row.domain and row.confirmed_at else row.ended_at or at
        MailConfirmation.objects.filter(pk=row.pk).update(email=nobody(row.pk), nonce=new_nonce(), ended_at=ended)


def forget_contact(contact: Contact) -> bool:
    """Remove a contact; where a measure names it, empty it. Returns whether it is gone altogether."""
    Invitation.objects.filter(contact=contact).update(contact=None)
    ProgressLink.objects.filter(partner=contact.partner_id, email__mailbox=contact.email).delete()
    if not Measure.objects.filter(owner_contact=contact).exists():
        contact.delete()
        return True
    for model in (KickOffInvitee, Mandate, PulseAsk):  # they go with a contact that is deleted, and their links end
        model.objects.filter(contact=contact).delete()
    DutyHolder.objects.filter(contact=contact).update(contact=None)
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Former contact")
    Contact.objects.filter(pk=contact.pk).update(
        name=name, function="", email=nobody(contact.pk), phone="", user=None, represents=False, signs=False
    )
    return False


def forget_hand_overs(hand_overs: QuerySet[SignatureHandOver], email: str) -> None:
    """Empty the side of this person in requests that were passed on and never answered; the other's stays."""
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Removed person")
    for row in hand_overs:
        for side in ("from", "to"):
            if same_mailbox(getattr(row, f"{side}_email"), email):
                new = {f"{side}_name": name, f"{side}_function": "", f"{side}_email": nobody(row.pk), "note": ""}
                if side == "from":
                    new["from_nonce"] = ""
                SignatureHandOver.objects.filter(pk=row.pk).update(**new)


def forget_requests(requests: Iterable[Signature]) -> None:
    """Empty requests to sign that were never answered; their links end. What was signed or refused is evidence."""
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Removed person")
    for request in requests:
        handed_over = SignatureHandOver.objects.filter(
            signature=request.pk, signature__signed_at=None, signature__declined_at=None
        )
        address = nobody(request.pk)
        handed_over.update(
            from_name=name, from_function="", from_email=address, to_name=name, to_function="", to_email=address,
            note="", from_nonce="",
        )  # fmt: skip
        Signature.objects.filter(pk=request.pk, signed_at=None, declined_at=None).update(
            name=name, function="", mandate="", phone="", email=nobody(request.pk), nonce=new_nonce(), code_hash="",
            code_expires_at=None,
        )  # fmt: skip


def forget_account(user: User) -> None:
    """Nobody can sign in to it any more, and it names nobody. The row stays: others' records point to it."""
    address = user.email
    for label in OF_LIBRARIES:
        if apps.is_installed(f"allauth.{label.split('.')[0]}"):
            apps.get_model(label).objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    PartnershipUserObjectPermission.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    forget_attempts(address)
    with translation.override(settings.LANGUAGE_CODE):
        user.name = _("Deleted account")
    user.email, user.is_active, user.is_staff, user.is_superuser, user.last_login = (
        nobody(user.pk), False, False, False, None,
    )  # fmt: skip
    user.set_unusable_password()  # this also ends every session
    user.save()


def forget_attempts(address: str) -> None:
    """Attempts to sign in with this address."""
    for model in (AccessAttempt, AccessLog, AccessFailureLog):
        model.objects.filter(username__in=[address.lower(), mailbox_key(address)]).delete()


def of_person(email: str, user: User | None) -> Q:
    """Contacts of a person: with their account, or with their address."""
    return Q(email__mailbox=email) | (Q(user=user) if user else Q(pk=None))
