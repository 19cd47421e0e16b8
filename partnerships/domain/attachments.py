"""What is signed beside a text that all have signed: joining it later, leaving it with notice (F16, F17).

Each is a small agreement of its own with the signed text as its parent: one party signs it, it is sealed, and the parent
stays what it was. "Signed by all" counts the parent only.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.documents.ids import new_document_id
from partnerships.domain.activity import record
from partnerships.domain.agreement_texts import text_hash, tidy
from partnerships.domain.attachment_news import tell_own_people
from partnerships.domain.attachment_texts import accession_text, notice_text
from partnerships.domain.mail_confirmations import confirmed_by
from partnerships.domain.party_lists import refuse_unnamed
from partnerships.domain.rounds import NOTICE_DAYS, ask, written_day
from partnerships.domain.signers import Signer, refuse_leaders_addresses
from partnerships.domain.signing import put_signature
from partnerships.enums import AgreementKind, SignatureMethod
from partnerships.exceptions import ConsentNeeded, LiveRoundExists, ReasonNeeded, Refused, SignatoriesMissing
from partnerships.models import Agreement, Contact, Document, Partner, Signature, User
from partnerships.tokens import new_nonce


@dataclass(frozen=True)
class Party:
    """One party of a signed text: since when, and from which day it takes part no longer (None: it stays)."""

    partner: Partner
    since: date | None
    left_on: date | None = None
    later: bool = False  # joined after the text was signed

    def gone(self, *, on: date) -> bool:
        return self.left_on is not None and self.left_on <= on


def why_not_attach(parent: Agreement) -> str:
    """Why nobody can join or leave this text; "" when they can."""
    if parent.parent_id:
        return _("This belongs to another text. Open that one.")
    if not parent.completed_at or parent.withdrawn_at:
        return _("This is possible once everybody has signed.")
    return ""


def attachments_of(parent: Agreement) -> list[Agreement]:
    """Everything signed, or to be signed, beside this text, oldest first, with its signatories; two queries."""
    rows = parent.attachments.prefetch_related("signatures__partner__organisation").order_by("created_at", "pk")
    return list(rows)


def parties_of(parent: Agreement, attachments: list[Agreement]) -> list[Party]:
    """Who signed as a party, who joined later, and who leaves on which day; one query besides the attachments."""
    signed = parent.signatures.filter(signed_at__isnull=False, as_witness=False).select_related("partner__organisation")
    found: dict[int, Party] = {}
    for one in signed:
        found.setdefault(one.partner_id, Party(one.partner, _day(one.signed_at)))
    for attached in attachments:
        if not attached.completed_at or attached.withdrawn_at:
            continue
        for one in attached.signatures.all():
            if attached.kind == AgreementKind.ACCESSION:
                found[one.partner_id] = Party(one.partner, _day(one.signed_at), later=True)
            elif attached.kind == AgreementKind.NOTICE and one.partner_id in found:
                was = found[one.partner_id]
                found[one.partner_id] = Party(was.partner, was.since, attached.counts_from, was.later)
    return list(found.values())


def may_join(parent: Agreement, *, on: date) -> list[Partner]:
    """Parties of the partnership that are no party of this text now, and are not asked to join it already."""
    attachments = attachments_of(parent)
    inside = {one.partner.pk for one in parties_of(parent, attachments) if not one.gone(on=on)}
    inside |= _asked(attachments, AgreementKind.ACCESSION)
    return [one for one in Partner.objects.joined().select_related("organisation") if one.pk not in inside]


def may_leave(parent: Agreement, *, on: date) -> list[Partner]:
    """Parties of this text that gave no notice yet."""
    attachments = attachments_of(parent)
    asked = _asked(attachments, AgreementKind.NOTICE)
    parties = parties_of(parent, attachments)
    return [one.partner for one in parties if one.left_on is None and one.partner.pk not in asked]


def _asked(attachments: list[Agreement], kind: AgreementKind) -> set[int]:
    out = [one for one in attachments if one.kind == kind and one.is_open]
    return {signature.partner_id for one in out for signature in one.signatures.all()}


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


@transaction.atomic
def invite_to_join(parent: Agreement, partner: Partner, *, consented: bool, by: User, at: datetime) -> Agreement:
    """Ask a party to join a signed text by signing its sheet. ``consented``: the other parties agree, says ``by``.

    Raises ``ConsentNeeded``, ``LiveRoundExists`` when it is a party or is asked already, ``SignatoriesMissing``, or
    ``Refused`` for a text not everybody signed.
    """
    _hold(parent)
    if not consented:
        raise ConsentNeeded
    if partner.pk not in {one.pk for one in may_join(parent, on=timezone.localtime(at).date())}:
        raise LiveRoundExists(_("This party takes part in this text already, or has been asked to join it."))
    text = accession_text(parent, partner, consented_on=at)
    attached = _made(parent, AgreementKind.ACCESSION, partner, text, by=by, at=at, consented_at=at, consented_by=by)
    record(parent.partnership_id, "invited_to_join", by=by, at=at, cycle=parent.cycle, about=parent, party=str(partner))
    _ask(attached, partner, by=by, at=at)
    return attached


def earliest_leaving(parent: Agreement, *, given_on: date) -> date:
    """The first day a notice can count from."""
    days = NOTICE_DAYS if parent.notice_days is None else parent.notice_days
    return given_on + timedelta(days=days)


@transaction.atomic
def ask_notice(
    parent: Agreement, partner: Partner, *, reason: str, counts_from: date, by: User, at: datetime
) -> Agreement:
    """Ask a party that wants to leave to sign its notice by link. It counts once signed, from ``counts_from`` on.

    Raises ``ReasonNeeded``, ``LiveRoundExists``, ``SignatoriesMissing``, or ``Refused`` for a day within the term.
    """
    given_on = timezone.localtime(at).date()
    attached = _notice(parent, partner, reason=reason, counts_from=counts_from, given_on=given_on, by=by, at=at)
    _ask(attached, partner, by=by, at=at)
    return attached


@transaction.atomic
def record_notice(
    parent: Agreement, contact: Contact, *, reason: str, counts_from: date, given_on: date, scan: Document, by: User,
    at: datetime,
) -> Agreement:  # fmt: skip
    """Record a notice that came on paper, with its scan: signed by ``contact`` of the party, recorded by ``by``.

    Everybody of the party who signs or represents it gets a mail, so that they can object. Raises what ``ask_notice``
    raises, and ``Refused`` for a day the letter cannot have, or somebody who may not sign for the party.
    """
    partner = contact.partner
    _check_letter(parent, contact, given_on=given_on, counts_from=counts_from, at=at)
    attached = _notice(parent, partner, reason=reason, counts_from=counts_from, given_on=given_on, by=by, at=at)
    signature: Signature = Signature.objects.create(
        partnership_id=parent.partnership_id, agreement=attached, partner=partner, email=contact.email,
        name=contact.name, function=contact.function, nonce=new_nonce(), asked_at=at,
        expires_at=at, confirmed_by=confirmed_by(partner, contact.email),
    )  # fmt: skip
    put_signature(
        signature, proof={}, name=contact.name, function=contact.function, method=SignatureMethod.PAPER, at=at, on=given_on, by=by,
        recorded_by=by, scan=scan, text_sha256=attached.text_sha256,
    )  # fmt: skip
    attached.refresh_from_db()
    tell_own_people(attached, partner, given_on=given_on, by=by, at=at)
    return attached


def _check_letter(
    parent: Agreement, contact: Contact, *, given_on: date, counts_from: date, at: datetime
) -> None:  # fmt: skip
    """Can this person have given notice on that day? Raises ``Refused``."""
    if given_on > timezone.localtime(at).date():
        raise Refused(_("This day is still to come."))
    signed_on = _day(parent.completed_at)
    if signed_on is None or given_on < signed_on:
        raise Refused(_("On that day not everybody had signed this text. The day of the letter must be later."))
    if counts_from <= given_on:
        raise Refused(_("The first day without this party must be after the day of the letter."))
    if not Contact.objects.filter(pk=contact.pk, partner=contact.partner_id, signs=True).exists():
        raise Refused(_("%(name)s may not sign for %(party)s.") % {"name": contact.name, "party": contact.partner})
    refuse_leaders_addresses([contact])


def _notice(
    parent: Agreement, partner: Partner, *, reason: str, counts_from: date, given_on: date, by: User, at: datetime
) -> Agreement:
    _hold(parent)
    if not reason.strip():
        raise ReasonNeeded
    earliest = earliest_leaving(parent, given_on=given_on)
    if counts_from < earliest:
        raise Refused(_("The term of notice makes this count from %(day)s at the earliest.") % {
            "day": written_day(earliest)
        })  # fmt: skip
    if partner.pk not in {one.pk for one in may_leave(parent, on=given_on)}:
        raise LiveRoundExists(_("This party is no party of this text, or its notice is here already."))
    text = notice_text(parent, partner, reason=reason, counts_from=counts_from)
    attached = _made(parent, AgreementKind.NOTICE, partner, text, by=by, at=at, counts_from=counts_from)
    record(
        parent.partnership_id, "prepared_notice", by=by, at=at, cycle=parent.cycle, about=parent, party=str(partner),
        counts_from=counts_from.isoformat(),
    )  # fmt: skip
    return attached


def _hold(parent: Agreement) -> None:
    """Lock the signed text, so that nobody joins or leaves twice at once. Raises ``Refused``."""
    locked = Agreement.objects.select_for_update().get(pk=parent.pk)
    if reason := why_not_attach(locked):
        raise Refused(reason)


def _made(
    parent: Agreement, kind: AgreementKind, partner: Partner, text: str, *, by: User, at: datetime, **more: object
) -> Agreement:
    """The attachment, fixed and numbered at once: its words are not written by hand."""
    words = tidy(text)
    made: Agreement = Agreement.objects.create(
        partnership_id=parent.partnership_id, cycle=parent.cycle, kind=kind, scheme_document=str(kind), parent=parent,
        round=parent.attachments.filter(kind=kind).count() + 1, title=f"{kind.label}: {partner}, {parent.title}"[:200],
        text=words, text_sha256=text_hash(words), document_number=new_document_id(), created_at=at, sent_at=at,
        sent_by=by, **more,
    )  # fmt: skip
    return made


def _ask(attached: Agreement, partner: Partner, *, by: User, at: datetime) -> None:
    """Ask the party that joins or leaves. Raises ``SignatoriesMissing``, ``PartyNotInText`` when its sheet is not about it."""
    signers = _signers(partner)
    refuse_unnamed(attached, signers)
    ask(attached, signers, by=by, at=at)


def _signers(partner: Partner) -> list[Signer]:
    """Whoever may sign for the party. Raises ``SignatoriesMissing``."""
    people = list(Contact.objects.filter(partner=partner, signs=True).select_related("partner__organisation"))
    if not people:
        raise SignatoriesMissing(
            _("Nobody may sign for: %(parties)s. Name an authorised signatory for each of them first.")
            % {"parties": partner.organisation.name}
        )
    refuse_leaders_addresses(people)
    return [Signer(one) for one in people]
