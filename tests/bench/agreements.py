"""One agreement of a whole park: what it costs to send, to read, to sign and to seal, with few parties and with 400."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.agreements import draft_agreement, send_agreement, signable_documents
from partnerships.domain.sealing import seal_agreement
from partnerships.enums import AgreementKind, PartyKind
from partnerships.models import Agreement, Contact, Cycle, Organisation, Partner, Partnership, Signature, User
from partnerships.tenancy.doors import member_door
from partnerships.tokens import make_token
from tests.bench.measure import Line, measured, once
from tests.conftest import TODAY, client_of, found, make_user, newest_scheme

Floor = Callable[[], object]


@dataclass(frozen=True)
class Park:
    partnership: Partnership
    leader: User
    client: Client


def park_of(parties: int) -> Park:
    """A park where this many parties take part, each with one authorised signatory."""
    leader = make_user(f"leader{parties}")
    municipality, _new = Organisation.objects.get_or_create(name="Gemeente Oosterveen", kind=PartyKind.MUNICIPALITY)
    park = found(f"Park van {parties}", leader, municipality, newest_scheme("certificate"))
    kinds = [PartyKind.MUNICIPALITY, PartyKind.POLICE, PartyKind.FIRE, PartyKind.ENTREPRENEURS]
    kinds += [PartyKind.COMPANY] * parties
    with member_door(park):
        there = Partner.objects.joined().count()
        names = [(f"Partij {parties}.{number}", kinds[number]) for number in range(parties - there)]
        organisations = Organisation.objects.bulk_create(Organisation(name=name, kind=kind) for name, kind in names)
        Partner.objects.bulk_create(
            Partner(partnership=park, organisation=one, kind=one.kind, joined_on=TODAY) for one in organisations
        )
        Contact.objects.filter(partner__partnership=park).update(signs=True)
        lacking = Partner.objects.joined().filter(contacts__isnull=True)
        Contact.objects.bulk_create(
            Contact(
                partnership=park, partner=one, name=f"Tekenbevoegde {one.pk}", function="directeur", signs=True,
                represents=True, email=f"tekenbevoegde{one.pk}@example.org",
            )
            for one in lacking
        )  # fmt: skip
    return Park(park, leader, client_of(leader))


def agreement_lines(parties: int, floor: Floor) -> list[Line]:
    """Sending, the pages of the leader and of a signatory, and the sealed document."""
    park = park_of(parties)
    with member_door(park.partnership):
        cycle = Cycle.objects.select_related("partnership").get()
        kind = AgreementKind.DECLARATION
        document = next(one for one in signable_documents(cycle.scheme) if one.kind == kind)
        agreement = draft_agreement(cycle, scheme_document=document.id, by=park.leader, at=timezone.now())
        sending = once(
            f"send to {parties}", partial(send_agreement, agreement, by=park.leader, at=timezone.now()), floor
        )
        signature = Signature.objects.filter(agreement=agreement).latest("pk")
    place = {"partnership": park.partnership.slug}
    token = make_token("sign", str(signature.uuid), signature.nonce)
    pages = {
        f"list of agreements, {parties} parties": (park.client, reverse("partnerships:agreements", kwargs=place)),
        f"agreement, {parties} signatories": (park.client, agreement.get_absolute_url()),
        f"reading by link, {parties} signatories": (
            Client(), reverse("partnerships:signature-open", kwargs={"uuid": signature.uuid, "token": token}),
        ),
    }  # fmt: skip
    return [
        sending,
        *(measured(name, partial(opened, *page), floor) for name, page in pages.items()),
        sealed(park, agreement, parties, floor),
    ]


def opened(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def sealed(park: Park, agreement: Agreement, parties: int, floor: Floor) -> Line:
    """Everybody has signed; the worker draws, seals and files the document and writes the mails."""
    now = timezone.now()
    with member_door(park.partnership):
        Signature.objects.filter(agreement=agreement).update(
            signed_at=now, signed_name="Tekenbevoegde", signed_function="directeur", statement="Akkoord.",
            text_sha256=agreement.text_sha256,
        )  # fmt: skip
        Agreement.objects.filter(pk=agreement.pk).update(completed_at=now)
        agreement.refresh_from_db()
        return once(f"draw, seal and file for {parties}", partial(seal_agreement, agreement, at=now), floor)
