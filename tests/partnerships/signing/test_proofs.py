"""The second proof: a code by mail or by text message, which one the sheet names (F16)."""

import http.server
import json
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from partnerships.domain.agreements import send_agreement
from partnerships.domain.proofs import MailedCode, TextedCode, international, proof_for
from partnerships.domain.sheets import way_of_signing
from partnerships.domain.signing import request_code, sign
from partnerships.enums import ProofKind, SignatureMethod
from partnerships.models import Contact, Outbox, Signature
from partnerships.sms import send_text
from partnerships.tasks import send_waiting_mail
from partnerships.tenancy.doors import member_door
from tests.partnerships.signing.conftest import READ, page, sign_as

pytestmark = pytest.mark.feature("F16")


class Gateway:
    def __init__(self) -> None:
        self.got: list[tuple[dict[str, Any], str]] = []
        self.answer = 202


@pytest.fixture
def gateway(settings) -> Iterator[Gateway]:
    """A gateway for text messages on loopback, as the settings describe it."""
    kept = Gateway()

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kept.got.append((body, self.headers.get("Authorization", "")))
            self.send_response(kept.answer)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SIGNING_PROOF, settings.SMS_URL = "text", f"http://127.0.0.1:{server.server_port}/messages"
    settings.SMS_AUTHORIZATION = "Bearer geheim"
    settings.SMS_BODY = '{"recipients": ["{to}"], "body": "{text}", "sender": "Bondgenoot"}'
    yield kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def texted(gateway, draft, ann, now) -> Signature:
    """The request to the police, whose signatory has a telephone; the others have none."""
    with member_door(draft.partnership):
        Contact.objects.filter(partner__kind="police", signs=True).update(phone="06 - 12 34 56 78")
        send_agreement(draft, by=ann, at=now)
        return Signature.objects.select_related(*READ).get(partner__kind="police")


def test_a_code_goes_to_the_telephone_and_the_sheet_says_so(texted, gateway, now):
    assert texted.phone == "+31612345678"
    with member_door(texted.partnership_id):
        request_code(texted, at=now)
        Outbox.objects.exclude(template="signing_code_text").delete()
    assert send_waiting_mail() == 1
    [(body, authorization)] = gateway.got
    assert (body["recipients"], body["sender"], authorization) == (["+31612345678"], "Bondgenoot", "Bearer geheim")
    code = re.search(r"\b\d{6}\b", body["body"])
    assert code
    assert "\n" not in body["body"]
    with member_door(texted.partnership_id):
        sign(
            texted, name="T. Chef", function="teamchef", statement_accepted=True, code=code[0], ip=None,
            text_sha256=texted.agreement.text_sha256, at=now + timedelta(minutes=1),
        )  # fmt: skip
        texted.refresh_from_db()
    assert (texted.signed_at is not None, texted.second_proof) == (True, ProofKind.TEXT)
    assert way_of_signing(texted) != str(SignatureMethod.LINK.label)
    assert re.search("sms|text message", way_of_signing(texted))


def test_who_has_no_telephone_gets_the_code_by_mail_and_the_sheet_says_that(texted, gateway, now):
    with member_door(texted.partnership_id):
        mailed = Signature.objects.select_related(*READ).get(partner__kind="fire")
        assert isinstance(proof_for(mailed), MailedCode)
        sign_as(mailed, now)
        mailed.refresh_from_db()
    assert (mailed.second_proof, way_of_signing(mailed)) == (ProofKind.MAIL, str(SignatureMethod.LINK.label))
    assert gateway.got == []


def test_a_gateway_that_refuses_keeps_the_message_for_later(texted, gateway, now):
    with member_door(texted.partnership_id):
        request_code(texted, at=now)
        Outbox.objects.exclude(template="signing_code_text").delete()
    for answer in (500, 302):
        gateway.answer = answer
        with member_door(texted.partnership_id):
            Outbox.objects.update(claimed_until=None)
        assert send_waiting_mail() == 0
        with member_door(texted.partnership_id):
            waits = Outbox.objects.get()
        assert (waits.sent_at, waits.failed_at, str(answer) in waits.last_error) == (None, None, True)
        assert not re.search(r"\d{6}", waits.last_error)


def test_a_gateway_that_is_not_there_is_an_error_to_try_again(gateway, settings):
    settings.SMS_URL = "http://127.0.0.1:9/"
    with pytest.raises(OSError):  # noqa: PT011  whatever the system says
        send_text("+31612345678", "x")
    settings.SMS_URL = "file:///etc/passwd"
    with pytest.raises(ValueError, match="SMS_URL"):
        send_text("+31612345678", "x")


def test_without_text_messages_no_number_is_kept(sent, now):
    with member_door(sent.partnership):
        assert set(Signature.objects.values_list("phone", flat=True)) == {""}


def test_the_page_names_the_end_of_the_number_alone(texted, client, now):
    with member_door(texted.partnership_id):
        request_code(texted, at=now)
    words = client.get(page(texted, "signature-sign")).content.decode()
    assert "+31612345678" not in words
    assert re.search(r"(eindigt op|ends in) 78", words)


@pytest.mark.parametrize(
    ("written", "number"),
    [("06-12345678", "+31612345678"), ("0031 6 1234 5678", "+31612345678"), ("+32 470 12 34 56", "+32470123456"),
     ("(053) 123 45 67", "+31531234567"), ("geen", ""), ("", ""), ("112", "")],
)  # fmt: skip
def test_a_number_is_brought_to_one_form(written, number):
    assert international(written) == number


def test_an_installation_may_bring_a_proof_of_its_own(signature, settings):
    settings.SIGNING_PROOF = "partnerships.domain.proofs.TextedCode"
    signature.phone = "+31612345678"
    assert isinstance(proof_for(signature), TextedCode)
