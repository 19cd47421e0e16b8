"""An offer of a role by mail: sent, sent again, withdrawn, accepted. Its link is made on sending (design, idea 6)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.memberships import appoint
from partnerships.domain.outbox import queue_mail
from partnerships.domain.parties import join_party
from partnerships.enums import Commitment, Role
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Contact, Invitation, Membership, Partner, Partnership, User
from partnerships.tokens import new_nonce


@transaction.atomic
def invite(
    partnership: Partnership,
    *,
    email: str,
    name: str,
    role: Role | str,
    by: User,
    at: datetime,
    partner: Partner | None = None,
    contact: Contact | None = None,
) -> Invitation:
    """Offer a role to an address. Raises ``Refused`` while the same offer is still open."""
    same = Invitation.objects.filter(partnership=partnership, email__iexact=email, role=role, partner=partner)
    if same.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at).exists():
        raise Refused(_("This person already has an invitation for this role. You can send it again."))
    invitation: Invitation = Invitation.objects.create(
        partnership=partnership, email=email.lower(), name=name, role=role, partner=partner, contact=contact,
        nonce=new_nonce(), invited_by=by, invited_at=at, expires_at=_expiry(at),
    )  # fmt: skip
    _mail(invitation, at=at)
    record(partnership, "invited", by=by, at=at, about=invitation, role=str(role))
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Send a new link for a new period; the old link ends. Raises ``StaleState`` once accepted or withdrawn."""
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if not rows.update(nonce=new_nonce(), invited_at=at, expires_at=_expiry(at)):
        raise StaleState
    invitation.refresh_from_db()
    _mail(invitation, at=at)
    record(invitation.partnership, "invited_again", by=by, at=at, about=invitation, role=invitation.role)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """End an offer nobody accepted yet. Raises ``StaleState`` otherwise."""
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=at):
        raise StaleState
    record(invitation.partnership, "withdrew_invitation", by=by, at=at, about=invitation)


def why_not_accept(invitation: Invitation, *, at: datetime) -> str:
    """Why a link no longer works, for the person who opens it."""
    if invitation.accepted_at:
        return _("This invitation has already been used. Sign in with the account you made then.")
    if invitation.withdrawn_at:
        return _("This invitation was withdrawn. Ask the person who invited you what happened.")
    if invitation.expires_at <= at:
        return _("This invitation has expired. Ask the person who invited you to send it again.")
    return ""


@transaction.atomic
def open_account(invitation: Invitation, *, name: str, password: str) -> User:
    """Make an account on the invited address; the form checked the password. Raises ``Refused`` when there is one."""
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(_("You already have an account. Sign in first, then open the link again."))
    return User.objects.create_user(invitation.email, password, name=name)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User, at: datetime) -> Membership | None:
    """Take up the role. A party that had not answered yet takes part from now on (F06).

    Returns None when the person had the role already. Raises ``Refused`` when the link no longer works.
    """
    if reason := why_not_accept(invitation, at=at):
        raise Refused(reason)
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if not rows.update(accepted_at=at):
        raise StaleState
    today, partner, partnership = timezone.localdate(at), invitation.partner, invitation.partnership
    if invitation.contact_id:
        Contact.objects.filter(pk=invitation.contact_id, user__isnull=True).update(user=user)
    if partner and partner.commitment == Commitment.INVITED:
        join_party(partner, by=user, on=today, at=at)
    record(partnership, "accepted_invitation", by=user, at=at, about=invitation)
    same = Membership.objects.filter(partnership=partnership, user=user, role=invitation.role, partner=partner)
    if same.valid(on=today).exists():
        return None
    return appoint(partnership, user, role=invitation.role, partner=partner, by=user, on=today, at=at)


def _expiry(at: datetime) -> datetime:
    return at + timedelta(days=settings.INVITATION_DAYS)


def _mail(invitation: Invitation, *, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # nobody knows the reader's own language yet
        role_name = str(Role(invitation.role).label)
        expires_on = date_format(timezone.localdate(invitation.expires_at))
    queue_mail(
        invitation.partnership,
        "invitation",
        to=invitation.email,
        to_name=invitation.name,
        language=settings.LANGUAGE_CODE,
        at=at,
        token_for=f"invite:{invitation.uuid}:{invitation.nonce}",
        partnership_name=invitation.partnership.name,
        party_name=str(invitation.partner or ""),
        invited_by=str(invitation.invited_by),
        role_name=role_name,
        expires_on=expires_on,
    )
