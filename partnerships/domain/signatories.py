"""Who is asked to sign, and the mails to them: the request, a reminder, another person (F11, F16, F17)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.agreement_documents import document_of
from partnerships.domain.outbox import queue_mail
from partnerships.domain.proofs import phone_to_freeze
from partnerships.enums import AgreementKind, PartyKind, Role, SignatureState
from partnerships.exceptions import (
    AlreadyAnswered,
    LinkExpired,
    PartiesMissing,
    Refused,
    RemindedRecently,
    SignatoriesMissing,
    SigningStopped,
    StaleState,
)
from partnerships.models import Agreement, Contact, Membership, Outbox, Partner, Signature, User
from partnerships.roles import MATRIX
from partnerships.tokens import new_nonce

WITNESSING = (PartyKind.INSURER, PartyKind.PARK_MANAGEMENT)  # who may witness a covenant (S004)
REMIND_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Signer:
    contact: Contact
    as_witness: bool = False


def possible_witnesses(agreement: Agreement) -> list[Partner]:
    """Parties that may sign as a witness instead of as a party; none when the document knows no witnesses."""
    scheme = agreement.cycle.scheme
    if not document_of(agreement).witnesses:
        return []
    required = {need.kind for need in scheme.required_parties}
    kinds = [kind for kind in WITNESSING if kind not in required]
    here = Partner.objects.filter(kind__in=kinds, declined_on__isnull=True, left_on__isnull=True)
    return list(here.select_related("organisation"))


def planned_signers(agreement: Agreement, *, witnesses: Sequence[Partner] = ()) -> list[Signer]:
    """Everybody who will be asked, parties first. Raises ``PartiesMissing`` or ``SignatoriesMissing``."""
    witnessing = {partner.pk for partner in witnesses}
    if witnessing - {partner.pk for partner in possible_witnesses(agreement)}:
        raise Refused(_("Only an insurer or the park management can be a witness of this document."))
    parties = [partner for partner in _parties(agreement) if partner.pk not in witnessing]
    contacts = _signing_contacts([*parties, *witnesses])
    if lacking := [partner.organisation.name for partner in [*parties, *witnesses] if not contacts.get(partner.pk)]:
        raise SignatoriesMissing(
            _("Nobody may sign for: %(parties)s. Name an authorised signatory for each of them first.")
            % {"parties": ", ".join(lacking)}
        )
    refuse_leaders_addresses([one for asked in contacts.values() for one in asked])
    signers = [Signer(contact) for partner in parties for contact in contacts[partner.pk]]
    return signers + [Signer(one, as_witness=True) for partner in witnesses for one in contacts[partner.pk]]


def refuse_leaders_addresses(contacts: Iterable[Contact]) -> None:
    """Whoever sends an agreement never signs for another party: their mailbox cannot stand in for its signatory.

    Raises ``Refused`` for an address of somebody who may send here, unless they represent that very party.
    """
    sending = [role for role, acts in MATRIX.items() if "send_agreement" in acts]
    leaders = Membership.objects.filter(role__in=sending).values_list("user__email", "user")
    # A role that ended speaks for nobody any more.
    running = Membership.objects.filter(partner__isnull=False, valid_until__isnull=True)
    own = set(running.values_list("user", "partner"))
    by_address = {email.lower(): user for email, user in leaders}
    for contact in contacts:
        user = by_address.get(contact.email.lower())
        if user is not None and (user, contact.partner_id) not in own:
            raise Refused(
                _("%(email)s is the address of somebody who leads this partnership. They cannot sign for %(party)s.")
                % {"email": contact.email, "party": contact.partner}
            )


def _parties(agreement: Agreement) -> list[Partner]:
    """The joined parties the document names. Raises ``PartiesMissing`` when one it needs is not there."""
    scheme = agreement.cycle.scheme
    signed_by = document_of(agreement).signed_by
    joined = Partner.objects.joined().select_related("organisation")
    partners = list(joined.filter(pk__in=agreement.party_ids) if agreement.party_ids else joined)
    needed: Collection[str] = () if signed_by == "all" else signed_by
    if agreement.kind == AgreementKind.DECLARATION:
        needed = [*needed, *(need.kind for need in scheme.required_parties if need.kind not in needed)]
    there = {partner.kind for partner in partners}
    if missing := [str(scheme.party_name(kind)) for kind in needed if kind not in there]:
        raise PartiesMissing(
            _("These parties do not take part yet: %(parties)s. They have to sign as well.")
            % {"parties": ", ".join(missing)}
        )
    if not partners:
        raise PartiesMissing(_("No party takes part yet. Invite the parties first."))
    return [partner for partner in partners if signed_by == "all" or partner.kind in signed_by]


def _signing_contacts(partners: Iterable[Partner]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = {}
    contacts = Contact.objects.filter(partner__in=list(partners), signs=True).select_related("partner__organisation")
    for contact in contacts:
        found.setdefault(contact.partner_id, []).append(contact)
    return found


def ask(agreement: Agreement, signers: Sequence[Signer], *, by: User, at: datetime) -> None:
    """Make the rows and mail each signatory. Part of the transaction of ``send_agreement``."""
    signatures = Signature.objects.bulk_create(
        Signature(
            partnership_id=agreement.partnership_id, agreement=agreement, partner=signer.contact.partner,
            as_witness=signer.as_witness, email=signer.contact.email, name=signer.contact.name,
            function=signer.contact.function, mandate=signer.contact.mandate, nonce=new_nonce(),
            phone=phone_to_freeze(signer.contact),
            asked_at=at, expires_at=at + timedelta(days=settings.SIGNING_DAYS),
        )
        for signer in signers
    )  # fmt: skip
    for signature in signatures:
        _mail(signature, "signature_request", asked_by=str(by), at=at)


def written(moment: datetime) -> str:
    """A day as the reader of a mail sees it, in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        return date_format(timezone.localtime(moment), "j F Y")


def _mail(signature: Signature, template: str, *, asked_by: str, at: datetime) -> None:
    agreement = signature.agreement
    queue_mail(
        agreement.partnership_id, template, to=signature.email, to_name=signature.name, at=at,
        token_for=signature.link, title=agreement.title, partnership_name=agreement.partnership.name,
        organisation=signature.partner.organisation.name, function=signature.function,
        as_witness=signature.as_witness, asked_by=asked_by,
        expires_on=written(signature.expires_at),
    )  # fmt: skip


def latest_mails(signatures: Iterable[Signature]) -> dict[str, Outbox]:
    """The newest mail with each signatory's link, by link: waiting, sent or given up."""
    links = [signature.link for signature in signatures]
    return {mail.token_for: mail for mail in Outbox.objects.filter(token_for__in=links).order_by("pk")}


@dataclass(frozen=True)
class Standing:
    """How far one signatory is, with the newest mail to them and why they cannot be reminded ("" when they can)."""

    signature: Signature
    state: SignatureState
    mail: Outbox | None
    why_not_remind: str

    @property
    def signed(self) -> bool:
        return self.state == SignatureState.SIGNED

    @property
    def asked(self) -> bool:
        return self.state in (SignatureState.ASKED, SignatureState.EXPIRED)


def standings(agreement: Agreement, *, at: datetime) -> list[Standing]:
    """Everybody who was asked, parties first; two queries however many."""
    signatures = list(agreement.signatures.select_related("partner__organisation"))
    mails = latest_mails(signatures)
    return [
        Standing(one, one.state(at=at), mails.get(one.link), why_not_remind(one, mails.get(one.link), at=at))
        for one in signatures
    ]


def why_not_remind(signature: Signature, mail: Outbox | None, *, at: datetime) -> str:
    """The reason this person cannot be reminded now; "" when they can."""
    if signature.expires_at <= at:
        return _("The link has expired. Send a new link instead.")
    recently = mail is not None and mail.failed_at is None and mail.created_at > at - REMIND_AFTER
    return str(RemindedRecently.default) if recently else ""


@transaction.atomic
def remind_signatory(signature: Signature, *, by: User, at: datetime) -> None:
    """Mail the same link again, at most once in 24 hours.

    Raises ``RemindedRecently``, ``LinkExpired`` or ``StaleState``.
    """
    signature = _still_asked(signature)
    mail = latest_mails([signature]).get(signature.link)
    if signature.expires_at <= at:
        raise LinkExpired
    if why_not_remind(signature, mail, at=at):
        raise RemindedRecently
    _mail(signature, "signature_reminder", asked_by=str(by), at=at)
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
    Raises ``StaleState`` when they answered meanwhile, ``Refused`` when this person is asked already.
    """
    signature = _still_asked(signature)
    same = Signature.objects.filter(agreement=signature.agreement, partner=signature.partner, email__iexact=email)
    if same.exclude(pk=signature.pk).exists():
        raise Refused(_("This person is already asked to sign for this party."))
    refuse_leaders_addresses([Contact(partner=signature.partner, email=email)])
    Outbox.objects.filter(token_for=signature.link, sent_at__isnull=True, failed_at__isnull=True).update(
        failed_at=at, last_error="replaced"
    )
    old, old_email = signature.name, signature.email
    Signature.objects.filter(pk=signature.pk).update(
        name=name, function=function, email=email, mandate=mandate, nonce=new_nonce(), code_hash="", phone="",
        code_expires_at=None, code_tries=0, expires_at=at + timedelta(days=settings.SIGNING_DAYS),
    )  # fmt: skip
    signature.refresh_from_db(fields=["name", "function", "email", "mandate", "nonce", "expires_at"])
    _mail(signature, "signature_request", asked_by=str(by), at=at)
    record(
        signature.partnership_id, "replaced_signatory", by=by, at=at, cycle=signature.agreement.cycle,
        about=signature.agreement, old=old, new=name, party=str(signature.partner), old_email=old_email, new_email=email,
    )  # fmt: skip


def _still_asked(signature: Signature) -> Signature:
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


def project_leaders(partnership_id: int, *, at: datetime) -> list[User]:
    """Who leads the partnership on this day."""
    leading = Membership.objects.filter(role=Role.PROJECT_LEADER, partnership_id=partnership_id)
    return [one.user for one in leading.valid(on=timezone.localtime(at).date()).select_related("user")]
