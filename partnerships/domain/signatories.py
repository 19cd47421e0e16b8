"""How far everybody is who was asked to sign, and the mails to them: a reminder, another person (F11, F16, F17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.contacts import add_contact
from partnerships.domain.mail_cap import refuse_flood
from partnerships.domain.mail_confirmations import confirmed_by
from partnerships.domain.mandates import MandateRegister, add_mandate
from partnerships.domain.once import once
from partnerships.domain.outbox import mail_row, queue_mails
from partnerships.domain.proofs import phone_to_freeze
from partnerships.domain.round_standing import UNANSWERED, WAITS, RoundStanding, round_standing
from partnerships.domain.rounds import link_end, request_mail
from partnerships.domain.senders import asker_words
from partnerships.domain.signers import refuse_leaders_addresses
from partnerships.enums import Role, SignatureState
from partnerships.exceptions import (
    AlreadyAnswered,
    LinkExpired,
    NotYourTurn,
    Refused,
    RemindedRecently,
    SigningStopped,
    StaleState,
)
from partnerships.mailbox import same_mailbox
from partnerships.models import Agreement, Contact, Membership, Outbox, Signature, SignatureHandOver, User
from partnerships.tokens import new_nonce

REMIND_AFTER = timedelta(hours=24)
FIRST_SHOWN = 20  # parties a signatory sees before asking for all


def mails_of(signatures: Iterable[Signature]) -> dict[str, list[Outbox]]:
    """Every mail with the link of each signatory, the newest first, by link: waiting, sent or given up."""
    found: dict[str, list[Outbox]] = {}
    for mail in Outbox.objects.filter(token_for__in=[one.link for one in signatures]).order_by("-pk"):
        found.setdefault(mail.token_for, []).append(mail)
    return found


@dataclass(frozen=True)
class Standing:
    """How far one signatory is, with the mails to them (newest first), and why they cannot be reminded ("": they can)."""

    signature: Signature
    state: SignatureState
    why_not_remind: str
    mails: list[Outbox] = field(default_factory=list)
    mandate: str = ""  # on what ground; empty: no mandate holds
    hand_overs: list[SignatureHandOver] = field(default_factory=list)

    @property
    def mail(self) -> Outbox | None:
        return self.mails[0] if self.mails else None

    @property
    def signed(self) -> bool:
        return self.state == SignatureState.SIGNED

    @property
    def lacks_mandate(self) -> bool:
        """Did this person sign without a mandate, or are they asked to?"""
        return not self.mandate and self.state not in (SignatureState.REFUSED, SignatureState.STOPPED)

    @property
    def waits(self) -> bool:
        return self.state == SignatureState.WAITING

    @property
    def asked(self) -> bool:
        return self.state in (SignatureState.ASKED, SignatureState.EXPIRED)

    @property
    def replaceable(self) -> bool:
        """May somebody else still be asked in their place?"""
        return self.asked or self.state == SignatureState.WAITING


@dataclass(frozen=True)
class PartiesSeen:
    """Who was asked, as one of them sees it: all, or the first twenty and the reader; and how the round stands."""

    rows: list[Standing]
    round: RoundStanding

    @property
    def has_unconfirmed(self) -> bool:
        return any(one.signature.is_unconfirmed for one in self.rows)

    @property
    def whole(self) -> bool:
        return len(self.rows) == self.round.total


def parties_seen(signature: Signature, *, at: datetime, everybody: bool = False) -> PartiesSeen:
    """How far the others are, without their mails; two queries however many, and twenty rows unless asked for all."""
    asked = signature.agreement.signatures.select_related("partner__organisation")
    rows = list(asked if everybody else asked[:FIRST_SHOWN])
    if signature.pk not in {one.pk for one in rows}:
        rows = [signature, *rows[:-1]]
    return PartiesSeen(
        [Standing(one, one.state(at=at), "") for one in rows], round_standing(signature.agreement, at=at)
    )


def standings_closely(
    agreement: Agreement, signatures: Sequence[Signature], *, at: datetime, hand_overs: bool = True
) -> list[Standing]:
    """The people of one page for who leads: with their mails, whether a mandate holds and who handed the request over.

    Four queries however many; three without ``hand_overs``.
    """
    today = timezone.localtime(at).date()
    register = MandateRegister(one.partner_id for one in signatures)
    handed: dict[int, list[SignatureHandOver]] = {}
    passed_on = SignatureHandOver.objects.filter(signature__in=[one.pk for one in signatures])
    for row in passed_on if hand_overs else ():
        handed.setdefault(row.signature_id, []).append(row)
    mails = mails_of(signatures)
    return [
        _standing(
            one,
            mails.get(one.link, []),
            at=at,
            mandate=register.words_of(one, on=today),
            hand_overs=handed.get(one.pk, []),
        )
        for one in signatures
    ]


def _standing(signature: Signature, mails: list[Outbox], *, at: datetime, **more: object) -> Standing:
    newest = mails[0] if mails else None
    why = why_not_remind(signature, newest, at=at)
    return Standing(signature, signature.state(at=at), why, mails, **more)  # type: ignore[arg-type]


def signatories_in(agreement: Agreement, state: str, *, at: datetime) -> QuerySet[Signature]:
    """The signatures of a sent text in one state, "" for all: what a long list is filtered by."""
    rows = agreement.signatures.select_related("partner__organisation").order_by(
        "as_witness", "turn", "partner__organisation__name", "pk"
    )
    selections = {
        SignatureState.SIGNED: Q(signed_at__isnull=False),
        SignatureState.REFUSED: Q(declined_at__isnull=False),
        SignatureState.WAITING: UNANSWERED & WAITS,
        SignatureState.EXPIRED: UNANSWERED & ~WAITS & Q(expires_at__lte=at),
        SignatureState.ASKED: UNANSWERED & ~WAITS & Q(expires_at__gt=at),
    }
    found: QuerySet[Signature] = rows.filter(selections[SignatureState(state)]) if state in selections else rows
    return found


def why_not_remind(signature: Signature, mail: Outbox | None, *, at: datetime) -> str:
    """The reason this person cannot be reminded now; "" when they can."""
    if signature.waits:
        return str(NotYourTurn.default)
    if signature.expires_at <= at:
        return _("The link has expired. Send a new link instead.")
    recently = mail is not None and mail.failed_at is None and mail.created_at > at - REMIND_AFTER
    return str(RemindedRecently.default) if recently else ""


@transaction.atomic
def remind_signatory(signature: Signature, *, by: User, at: datetime) -> None:
    """Mail the same link again, at most once in 24 hours.

    Raises ``RemindedRecently``, ``NotYourTurn``, ``LinkExpired`` or ``StaleState``.
    """
    signature = still_asked(signature)
    mails = mails_of([signature]).get(signature.link)
    if signature.waits:
        raise NotYourTurn
    if signature.expires_at <= at:
        raise LinkExpired
    if why_not_remind(signature, mails[0] if mails else None, at=at):
        raise RemindedRecently
    queue_mails([request_mail(signature, "signature_reminder", asked_by=str(by), at=at)])
    record(
        signature.partnership_id, "reminded_signatory", by=by, at=at, cycle=signature.agreement.cycle,
        about=signature.agreement, who=str(signature),
    )  # fmt: skip


@transaction.atomic
def replace_signatory(
    signature: Signature, *, name: str, function: str, email: str, mandate: str, by: User, at: datetime
) -> None:
    """Ask somebody else of the same party, or the same person at another address, before they signed.

    The old link is dead from now on, the time to sign starts again, a waiting mail to the old address is not sent.
    Never in silence: another person or address is kept and stands on the sheet, and the old address is told.
    ``mandate``: on what ground this person signs; "" leaves what the register of mandates says of them. What is new
    goes into the register, for this kind of agreement, from today on; who is no contact of the party becomes one.
    Raises ``StaleState`` when they answered meanwhile, ``Refused`` when this person is asked already.
    """
    signature = still_asked(signature)
    old, old_function, old_email, old_nonce = signature.name, signature.function, signature.email, signature.nonce
    if mandate:
        _register_mandate(signature, name=name, function=function, email=email, basis=mandate, by=by, at=at)
    put_in_place(signature, name=name, function=function, email=email, at=at)
    if not signature.waits:
        asked_by = asker_words(by, signature.partnership_id, at=at)
        queue_mails([request_mail(signature, "signature_request", asked_by=asked_by, at=at)])
    elsewhere = not same_mailbox(old_email, signature.email)
    if elsewhere or old != signature.name:
        SignatureHandOver.objects.create(
            partnership_id=signature.partnership_id, signature=signature, from_name=old, from_function=old_function,
            from_email=old_email, from_nonce=old_nonce, to_name=name, to_function=function, to_email=email, at=at, replaced=True,
        )  # fmt: skip
    if elsewhere:
        queue_mails([_replaced_mail(signature, old, old_email, by=by, at=at)])
    record(
        signature.partnership_id, "replaced_signatory", by=by, at=at, cycle=signature.agreement.cycle,
        about=signature.agreement, old=old, new=name, party=str(signature.partner), old_email=old_email, new_email=email,
    )  # fmt: skip
    refuse_flood(signature.partnership_id, at=at)


def _replaced_mail(signature: Signature, name: str, email: str, *, by: User, at: datetime) -> Outbox:
    """To whoever was asked first, with no link: who wonders why can ask their organisation or who leads."""
    agreement = signature.agreement
    return mail_row(
        agreement.partnership_id, "signature_replaced", to=email, to_name=name, at=at, title=agreement.title,
        partnership_name=agreement.partnership.name, organisation=signature.partner.organisation.name,
        new_name=signature.name, asked_by=str(by),
    )  # fmt: skip


def _register_mandate(
    signature: Signature, *, name: str, function: str, email: str, basis: str, by: User, at: datetime
) -> None:
    """Write on what ground somebody signs into the register, unless it says so already."""
    kind, today, party = signature.agreement.kind, timezone.localtime(at).date(), signature.partner_id
    held = MandateRegister([party]).find(party, email, on=today, kind=kind)
    if held is not None and held.basis == basis:
        return
    contact = Contact.objects.filter(partner=party, email__mailbox=email).first()
    if contact is None:  # asked for this once: whoever signs for the party as a rule stays who is asked next time
        contact = add_contact(
            signature.partner, name=name, function=function, email=email, represents=False, signs=False, by=by, at=at
        )
    add_mandate(contact, basis=basis, scope=[kind], valid_from=today, valid_until=None, by=by, at=at)


def put_in_place(signature: Signature, *, name: str, function: str, email: str, at: datetime) -> None:
    """Another person or address under the same request: the old link and its waiting mails are dead from now on.

    Inside the transaction of a verb that locked the row. Raises ``Refused`` for somebody who is asked already for this
    party, or who leads the partnership.
    """
    same = Signature.objects.filter(agreement=signature.agreement, partner=signature.partner, email__mailbox=email)
    asked = Refused(_("This person is already asked to sign for this party."))
    if same.exclude(pk=signature.pk).exists():
        raise asked
    refuse_leaders_addresses([Contact(partner=signature.partner, email=email)])
    phone = _phone_of(signature, email)
    Outbox.objects.filter(token_for=signature.link, sent_at__isnull=True, failed_at__isnull=True).update(
        failed_at=at, last_error="replaced"
    )
    with once(Signature, asked):  # somebody else put them in the place of another just now
        Signature.objects.filter(pk=signature.pk).update(
            name=name, function=function, email=email, nonce=new_nonce(), code_hash="", phone=phone,
            mandate=MandateRegister([signature.partner_id]).words(
                signature.partner_id, email, on=timezone.localtime(at).date(), kind=signature.agreement.kind
            ),
            confirmed_by=confirmed_by(signature.partner, email),
            code_expires_at=None, code_tries=0, asked_at=None if signature.waits else at,
            expires_at=link_end(at=at, deadline=signature.deadline),
        )  # fmt: skip
    signature.refresh_from_db(
        fields=[
            "name",
            "function",
            "email",
            "confirmed_by",
            "mandate",
            "phone",
            "nonce",
            "code_hash",
            "asked_at",
            "expires_at",
        ]
    )


def _phone_of(signature: Signature, email: str) -> str:
    """The number a code goes to: the same for the same address, else that of the party's contact with the new one."""
    if same_mailbox(email, signature.email):
        return signature.phone
    contact = Contact.objects.filter(partner=signature.partner_id, email__mailbox=email).first()
    return phone_to_freeze(contact) if contact else ""


def still_asked(signature: Signature) -> Signature:
    """The row as it is now, locked together with its agreement. Raises ``SigningStopped`` or ``AlreadyAnswered``."""
    agreement = Agreement.objects.select_for_update().get(pk=signature.agreement_id)
    if not agreement.is_open:
        raise SigningStopped
    row: Signature | None = Signature.objects.select_for_update().filter(pk=signature.pk, nonce=signature.nonce).first()
    if row is None:
        raise StaleState
    if row.signed_at or row.declined_at:
        raise AlreadyAnswered
    row.agreement = agreement
    return row


def leaders_and_sender(agreement: Agreement, *, at: datetime) -> list[User]:
    """Who hears what happens to a text that is out: who leads now, and who sent it; each address once."""
    found = {user.email: user for user in project_leaders(agreement.partnership_id, at=at)}
    if agreement.sent_by:
        found.setdefault(agreement.sent_by.email, agreement.sent_by)
    return list(found.values())


def project_leaders(partnership_id: int, *, at: datetime) -> list[User]:
    """Who leads the partnership on this day."""
    leading = Membership.objects.filter(role=Role.PROJECT_LEADER, partnership_id=partnership_id)
    return [one.user for one in leading.valid(on=timezone.localtime(at).date()).select_related("user")]
