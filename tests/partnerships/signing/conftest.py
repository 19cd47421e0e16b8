"""A park with six parties, a declaration that is out for signing, and the mails as they would leave."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.agreements import draft_agreement, send_agreement, signable_documents
from partnerships.domain.hand_over import hand_over
from partnerships.domain.signing import decline, request_code, sign
from partnerships.enums import AgreementKind, CodeFor, PartyKind
from partnerships.mail import compose
from partnerships.models import Agreement, Cycle, Document, Outbox, Partnership, Signature, SignatureHandOver, User
from partnerships.scheme import DocumentDef
from partnerships.tenancy.doors import member_door
from partnerships.tokens import make_token
from tests.cast import made_once
from tests.conftest import add_partner

FIVE_MORE = {
    PartyKind.MUNICIPALITY: "Gemeente Oosterveen",
    PartyKind.ENTREPRENEURS: "Ondernemersvereniging De Wetering",
    PartyKind.FIRE: "Brandweer Oost",
    PartyKind.PARK_MANAGEMENT: "Stichting Parkmanagement",
    PartyKind.INSURER: "Verzekeraar De Brug",
}
READ = ("agreement__partnership", "partner__organisation")  # as the token door reads a signature


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Every test its own folder for files and for the key of the seal."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@made_once
def full_park(park: Partnership) -> Partnership:
    """Park A with six parties, each with one authorised signatory."""
    for kind, name in FIVE_MORE.items():
        add_partner(park, name, kind)
    return park


@pytest.fixture
def inside(full_park: Partnership) -> Iterator[Partnership]:
    """The same, and the test stands inside its door."""
    with member_door(full_park):
        yield full_park


def document_of(cycle: Cycle, kind: str) -> DocumentDef:
    return next(one for one in signable_documents(cycle.scheme) if one.kind == kind)


def drafted(park: Partnership, by: User, at: datetime, kind: str = AgreementKind.DECLARATION) -> Agreement:
    with member_door(park):
        cycle = Cycle.objects.select_related("partnership").get()
        return draft_agreement(cycle, scheme_document=document_of(cycle, kind).id, by=by, at=at)


@pytest.fixture
def draft(full_park: Partnership, ann: User, now: datetime) -> Agreement:
    return drafted(full_park, ann, now)


@pytest.fixture
def sent(draft: Agreement, ann: User, now: datetime) -> Agreement:
    """The declaration of six parties, sent."""
    with member_door(draft.partnership):
        return send_agreement(draft, by=ann, at=now)


@pytest.fixture
def signature(sent: Agreement) -> Signature:
    """The request to the police, as the token door reads it."""
    with member_door(sent.partnership):
        found: Signature = Signature.objects.select_related(*READ).get(partner__kind=PartyKind.POLICE)
        return found


def code_in(mail: Outbox) -> str:
    """The digits a mail carries when it leaves."""
    found = re.search(r"^\d{6}$", str(compose(mail).body), re.MULTILINE)
    assert found
    return found[0]


def mailed_code(signature: Signature) -> str:
    mail = Outbox.objects.filter(template="signing_code", token_for__contains=str(signature.uuid)).latest("pk")
    return code_in(mail)


def code_to(act: CodeFor, signature: Signature, at: datetime) -> str:
    """Ask for a code for this act, and read it in the mail."""
    request_code(signature, at=at, code_for=act)
    return mailed_code(signature)


def hand_over_as(signature: Signature, *, at: datetime, **given: str) -> SignatureHandOver:
    """Hand over with the code that was mailed for it."""
    return hand_over(signature, code=code_to(CodeFor.HAND_OVER, signature, at), at=at, **given)


def refuse_as(signature: Signature, *, reason: str, at: datetime) -> None:
    """Refuse with the code that was mailed for it."""
    decline(signature, reason=reason, code=code_to(CodeFor.REFUSE, signature, at), at=at)


def post_with_code(client: Client, signature: Signature, name: str, given: dict[str, str]) -> Any:
    """Fill in a form of the link, then the same with the code that came; the last answer."""
    client.post(page(signature, name), given)
    with member_door(signature.partnership):
        code = mailed_code(signature)
    return client.post(page(signature, name), {**given, "code": code})


def sign_as(signature: Signature, at: datetime, *, signed_at: datetime | None = None, **different: object) -> None:
    """Ask for a code and sign with it, a minute later or at ``signed_at``."""
    request_code(signature, at=at)
    given = {
        "name": f"Tekenaar {signature.partner.organisation.name}",
        "function": "directeur",
        "statement_accepted": True,
        "code": mailed_code(signature),
        "ip": "192.0.2.17",
        "text_sha256": signature.agreement.text_sha256,
        "at": signed_at or at + timedelta(minutes=1),
        **different,
    }
    sign(signature, **given)  # type: ignore[arg-type]


@pytest.fixture
def sign_all(sent: Agreement, now: datetime) -> Callable[[], Agreement]:
    """Everybody signs."""

    def everybody() -> Agreement:
        with member_door(sent.partnership):
            for one in Signature.objects.select_related(*READ):
                sign_as(one, now)
            done: Agreement = Agreement.objects.select_related("partnership", "cycle__partnership").get(pk=sent.pk)
            return done

    return everybody


def content_of(response: Any) -> bytes:
    """The whole of a file response; the test client closes it at its end, as a server does."""
    return b"".join(response.streaming_content)


def bytes_of(document: Document | None) -> bytes:
    assert document is not None
    with document.file.open("rb") as file:
        content: bytes = file.read()
        return content


def page(signature: Signature, name: str = "signature-open") -> str:
    """The address in the mail, or one of the steps behind it."""
    token = make_token("sign", str(signature.uuid), signature.nonce)
    return reverse(f"partnerships:{name}", kwargs={"uuid": signature.uuid, "token": token})
