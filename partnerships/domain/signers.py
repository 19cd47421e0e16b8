"""Who will be asked to sign a text: the parties it names, their people, and the witnesses (F11, F16, F17)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from partnerships.domain.agreement_documents import document_of
from partnerships.enums import AgreementKind, PartyKind
from partnerships.exceptions import PartiesMissing, Refused, SignatoriesMissing
from partnerships.mailbox import mailbox_key
from partnerships.models import Agreement, Contact, Membership, Partner
from partnerships.roles import MATRIX

WITNESSING = (PartyKind.INSURER, PartyKind.PARK_MANAGEMENT)  # who may witness a covenant (S004)


@dataclass(frozen=True)
class Signer:
    contact: Contact
    as_witness: bool = False


def knows_witnesses(agreement: Agreement) -> bool:
    """Does the document have witnesses at all?"""
    return agreement.parent_id is None and document_of(agreement).witnesses


def possible_witnesses(agreement: Agreement) -> list[Partner]:
    """Parties that may sign as a witness instead of as a party; none when the document knows no witnesses."""
    if not knows_witnesses(agreement):
        return []
    required = {need.kind for need in agreement.cycle.scheme.required_parties}
    kinds = [kind for kind in WITNESSING if kind not in required]
    here = Partner.objects.filter(kind__in=kinds, declined_on__isnull=True, left_on__isnull=True)
    return list(here.select_related("organisation"))


def possible_witness_people(agreement: Agreement) -> list[Contact]:
    """People who may sign as a witness beside their organisation, which then is a party and supplies a witness (F105).

    Where only one person of a party may sign, that person signs for the party, and another one witnesses.
    """
    if not knows_witnesses(agreement):
        return []
    people = Contact.objects.filter(partner__in=Partner.objects.joined().filter(kind__in=WITNESSING))
    return [one for one in people.select_related("partner__organisation") if not one.is_forgotten]


def planned_signers(
    agreement: Agreement, *, witnesses: Sequence[Partner] = (), also: Sequence[Contact] = ()
) -> list[Signer]:
    """Everybody who will be asked, parties first.

    ``witnesses``: parties that sign as a witness instead of as a party. ``also``: people who witness beside their
    party. Raises ``PartiesMissing``, ``SignatoriesMissing``, or ``Refused`` for a witness who may not be one.
    """
    witnessing, people = {partner.pk for partner in witnesses}, {one.pk for one in also}
    if witnesses and witnessing - {partner.pk for partner in possible_witnesses(agreement)}:
        raise Refused(_("Only an insurer or the park management can be a witness of this document."))
    if also and people - {one.pk for one in possible_witness_people(agreement)}:
        raise Refused(_("Only somebody of an insurer or of the park management can be a witness of this document."))
    parties = [partner for partner in _parties(agreement) if partner.pk not in witnessing]
    contacts = {
        key: [one for one in asked if one.pk not in people]
        for key, asked in _signing_contacts([*parties, *witnesses]).items()
    }
    if lacking := [partner.organisation.name for partner in [*parties, *witnesses] if not contacts.get(partner.pk)]:
        raise SignatoriesMissing(
            _("Nobody may sign for: %(parties)s. Name an authorised signatory for each of them first.")
            % {"parties": ", ".join(lacking)}
        )
    refuse_leaders_addresses([*(one for asked in contacts.values() for one in asked), *also])
    signers = [Signer(contact) for partner in parties for contact in contacts[partner.pk]]
    signers += [Signer(one, as_witness=True) for partner in witnesses for one in contacts[partner.pk]]
    return signers + [Signer(one, as_witness=True) for one in also]


def refuse_leaders_addresses(contacts: Iterable[Contact]) -> None:
    """Whoever sends an agreement never signs for another party: their mailbox cannot stand in for its signatory.

    Raises ``Refused`` for an address of somebody who may send here, unless they represent that very party because
    somebody else said so.
    """
    leaders = _leading().values_list("user__email", "user")
    # A role that ended speaks for nobody any more.
    running = Membership.objects.filter(partner__isnull=False, valid_until__isnull=True)
    given = running.filter(given_by__isnull=False).exclude(given_by=F("user"))
    own = set(given.values_list("user", "partner"))
    by_address = {mailbox_key(email): user for email, user in leaders}
    for contact in contacts:
        user = by_address.get(mailbox_key(contact.email))
        if user is not None and (user, contact.partner_id) not in own:
            raise Refused(
                _("%(email)s is the address of somebody who leads this partnership. They cannot sign for %(party)s.")
                % {"email": contact.email, "party": contact.partner}
            )


def _leading() -> QuerySet[Membership]:
    """Everybody who may send here, or once might."""
    sending = [role for role, acts in MATRIX.items() if "send_agreement" in acts]
    rows: QuerySet[Membership] = Membership.objects.filter(role__in=sending)
    return rows


def leaders_warning(agreement: Agreement) -> str:
    """Who leads and signs for a party as well, and who said that they may; "" when nobody does, or nothing can be sent.

    Two who lead can give each other a party: allowed, for many a leader works for one, but never unseen.
    """
    try:
        planned = [one.contact for one in planned_signers(agreement)]
    except Refused:
        return ""
    boxes = {mailbox_key(email) for email in _leading().values_list("user__email", flat=True)}
    leading = {(one.partner_id, mailbox_key(one.email)): one for one in planned if mailbox_key(one.email) in boxes}
    spoken = Membership.objects.filter(partner__in=[party for party, _box in leading], given_by__isnull=False)
    by = {
        (one.partner_id, mailbox_key(one.user.email)): one.given_by for one in spoken.select_related("user", "given_by")
    }
    said = _(
        "%(name)s leads this partnership and signs for %(party)s. That they speak for this party was said by %(giver)s."
    )
    return " ".join(
        said % {"name": one.name, "party": one.partner, "giver": by.get(key, "")} for key, one in leading.items()
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
