"""An offer of a role by mail: sent, sent again, withdrawn, accepted. Its link is made on sending (design, idea 6)."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.invitation_codes import check_invitation_code
from partnerships.domain.mail_cap import refuse_flood
from partnerships.domain.memberships import appoint, hold_roles, why_not_endless
from partnerships.domain.once import once
from partnerships.domain.outbox import queue_mail
from partnerships.domain.parties import join_party
from partnerships.enums import Commitment, Role
from partnerships.exceptions import Refused, StaleState
from partnerships.mailbox import same_mailbox
from partnerships.models import Contact, Invitation, Membership, Partner, Partnership, User
from partnerships.personal_data import NOBODY
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
    until: date | None = None,
) -> Invitation:
    """Offer a role to an address, until a day for a role that is for a period.

    An offer that ran out makes room for the new one: its link cannot be sent again. Raises ``Refused`` while the same
    offer is still open, for a period that is empty or was not given, and when the partnership mailed enough today.
    """
    if until is not None and until <= timezone.localdate(at):
        raise Refused(_("The last day must be after the first day."))
    if reason := why_not_endless(role, until):
        raise Refused(reason)
    if email.endswith(NOBODY):
        raise Refused(_("This person asked to be removed, and has no address any more."))
    same = Invitation.objects.filter(
        partnership=partnership, email__mailbox=email, role=role, partner=partner, accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    )  # fmt: skip
    sentence = _("This person already has an invitation for this role. You can send it again.")
    with once(Invitation, Refused(sentence)) as already:
        if same.filter(expires_at__gt=at).exists():
            raise already
        for old in same.filter(expires_at__lte=at).select_for_update():  # the second then finds none to withdraw
            withdraw_invitation(old, by=by, at=at)
        invitation: Invitation = Invitation.objects.create(
            partnership=partnership, email=email, name=name, role=role, partner=partner, contact=contact,
            until=until, nonce=new_nonce(), invited_by=by, invited_at=at, expires_at=_expiry(at),
        )  # fmt: skip
    _mail(invitation, at=at)
    record(partnership, "invited", by=by, at=at, about=invitation, role=str(role))
    refuse_flood(partnership.pk, at=at)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Send a new link for a new period; the old link ends. Raises ``StaleState`` once accepted or withdrawn."""
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if not rows.update(nonce=new_nonce(), invited_at=at, expires_at=_expiry(at), code_hash="", code_expires_at=None):
        raise StaleState
    invitation.refresh_from_db()
    _mail(invitation, at=at)
    record(invitation.partnership, "invited_again", by=by, at=at, about=invitation, role=invitation.role)
    refuse_flood(invitation.partnership_id, at=at)


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
    if invitation.until and invitation.until <= timezone.localdate(at):
        return _("The period of this role has passed. Ask the person who invited you for a new invitation.")
    return ""


def why_not_from_inviter(invitation: Invitation, *, user: User, on: date) -> str:
    """Nobody accepts what they offered themselves; who no longer leads, names no leader."""
    if user.pk == invitation.invited_by_id:
        return _("You sent this invitation yourself. Somebody else must give you a role.")
    if invitation.role == Role.PROJECT_LEADER:
        leading = Membership.objects.filter(
            partnership=invitation.partnership_id, user=invitation.invited_by_id, role=Role.PROJECT_LEADER
        )
        if not leading.filter(deputy_for__isnull=True).valid(on=on).exists():
            return _(
                "Whoever invited you no longer leads this partnership. Ask its project leader for a new invitation."
            )
    return ""


@transaction.atomic
def open_account(invitation: Invitation, *, name: str, password: str) -> User:
    """Make an account on the invited address; the form checked the password. Raises ``Refused`` when there is one."""
    with once(User, Refused(_("You already have an account. Sign in first, then open the link again."))) as already:
        if User.objects.filter(email__mailbox=invitation.email).exists():
            raise already
        return User.objects.create_user(invitation.email, password, name=name)


def is_invited(invitation: Invitation, user: User) -> bool:
    """Is this account on the invited address, or proven to read it?"""
    if same_mailbox(user.email, invitation.email):
        return True
    return bool(EmailAddress.objects.filter(user=user, email__mailbox=invitation.email, verified=True).exists())


def accept_invitation(invitation: Invitation, *, user: User, at: datetime) -> Membership | None:
    """Take up the role with the account that was invited. A party that had not answered takes part from now on (F06).

    Returns None when the person had the role already. Raises ``Refused`` when the link no longer works, or when the
    account is another one: then ``accept_elsewhere`` asks for the code.
    """
    if not is_invited(invitation, user):
        raise Refused(_("This invitation is for another e-mail address than that of your account."))
    return _accept(invitation, "accepted_invitation", user=user, at=at)


def accept_elsewhere(invitation: Invitation, *, user: User, code: str, at: datetime) -> Membership | None:
    """Take up the role with another account of the same person, proven by the code mailed to the invited address.

    Raises ``Refused`` when the link no longer works, ``CodeExpired`` or ``CodeWrong``.
    """
    if reason := why_not_accept(invitation, at=at):
        raise Refused(reason)
    check_invitation_code(invitation, user=user, code=code, at=at)
    return _accept(invitation, "accepted_with_other_account", user=user, at=at)


@transaction.atomic
def _accept(invitation: Invitation, verb: str, *, user: User, at: datetime) -> Membership | None:
    hold_roles(invitation.partnership_id)
    if reason := why_not_accept(invitation, at=at):
        raise Refused(reason)
    if reason := why_not_from_inviter(invitation, user=user, on=timezone.localdate(at)):
        raise Refused(reason)
    rows = Invitation.objects.filter(
        pk=invitation.pk, nonce=invitation.nonce, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    if not rows.update(accepted_at=at, code_hash="", code_expires_at=None):
        raise StaleState
    today, partner, partnership = timezone.localdate(at), invitation.partner, invitation.partnership
    if invitation.contact_id:
        Contact.objects.filter(pk=invitation.contact_id, user__isnull=True).update(user=user)
    if partner and partner.commitment == Commitment.INVITED:
        join_party(partner, by=user, on=today, at=at)
    record(partnership, verb, by=user, at=at, about=invitation, account=user.email)
    same = Membership.objects.filter(partnership=partnership, user=user, role=invitation.role, partner=partner)
    if same.valid(on=today).exists():
        return None
    return appoint(
        partnership, user, role=invitation.role, partner=partner, by=user, on=today, at=at, until=invitation.until,
        given_by=invitation.invited_by,
    )  # fmt: skip


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
