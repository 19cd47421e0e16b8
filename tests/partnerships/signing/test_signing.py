"""Signing and refusing: code, statement, text, and two people at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from partnerships.domain.agreements import draft_agreement, send_agreement, withdraw_agreement
from partnerships.domain.signing import decline, request_code, sign
from partnerships.enums import AgreementState, SignatureState
from partnerships.exceptions import (
    AlreadyAnswered,
    CodeExpired,
    CodeJustSent,
    CodeWrong,
    LinkExpired,
    ReasonNeeded,
    Refused,
    SigningStopped,
    StaleState,
    TextChanged,
    TooManyCodes,
)
from partnerships.models import Activity, Agreement, Outbox, Signature
from partnerships.tenancy.doors import member_door
from partnerships.tokens import mark_of_code
from tests.partnerships.signing.conftest import READ, mailed_code, refuse_as, sign_as

HOUR = timedelta(hours=1)


def again(signature: Signature) -> Signature:
    row: Signature = Signature.objects.select_related(*READ).get(pk=signature.pk)
    return row


@pytest.fixture
def here(signature):
    """Inside the door of the signature, as the token door leaves it."""
    with member_door(signature.partnership):
        yield signature


@pytest.mark.feature("F16")
@pytest.mark.sqlite
def test_signing_keeps_who_what_when_and_how(here, now):
    sign_as(here, now, name=" Hoofd Veiligheid ", function="teamchef")
    signed = again(here)
    assert (signed.signed_name, signed.signed_function, signed.ip) == ("Hoofd Veiligheid", "teamchef", "192.0.2.17")
    assert signed.text_sha256 == here.agreement.text_sha256
    assert "Politie Basisteam Oost" in signed.statement
    assert (signed.code_hash, signed.state(at=now)) == ("", SignatureState.SIGNED)
    trail = Activity.objects.get(verb="signed_agreement")
    assert trail.actor_name == "Hoofd Veiligheid (Politie Basisteam Oost)"
    assert Agreement.objects.get().completed_at is None


def test_the_code_stands_in_no_row(here, now):
    request_code(here, at=now)
    code = mailed_code(here)
    mail = Outbox.objects.get(template="signing_code")
    row = " ".join(str(value) for value in Outbox.objects.filter(pk=mail.pk).values().get().values())
    assert code not in row.replace(str(mail.uuid), "").replace(str(here.uuid), "")
    assert code not in again(here).code_hash


def test_the_same_person_signs_once(here, now):
    stale_page = again(here)
    sign_as(here, now)
    with pytest.raises(AlreadyAnswered):
        request_code(again(here), at=now + HOUR)
    left = mark_of_code(str(here.uuid), "123456")
    Signature.objects.update(code_hash=left, code_expires_at=now + HOUR)  # as if a code were left
    with pytest.raises(StaleState):
        sign(
            stale_page, name="Een ander", function="y", statement_accepted=True, code="123456", ip=None,
            text_sha256=here.agreement.text_sha256, at=now,
        )  # fmt: skip
    assert Activity.objects.filter(verb="signed_agreement").count() == 1
    assert again(here).signed_name != "Een ander"


def test_a_wrong_code_counts_down_and_the_sixth_try_fails_even_when_right(here, now):
    request_code(here, at=now)
    right = mailed_code(here)
    wrong = "000000" if right != "000000" else "000001"
    words = {
        "name": "x", "function": "y", "statement_accepted": True, "ip": None,
        "text_sha256": here.agreement.text_sha256, "at": now,
    }  # fmt: skip
    for _try in range(4):
        with pytest.raises(CodeWrong):
            sign(here, code=wrong, **words)
    with pytest.raises(CodeExpired):
        sign(here, code=wrong, **words)
    with pytest.raises(CodeExpired):
        sign(here, code=right, **words)
    assert again(here).signed_at is None


def test_spaces_in_a_code_do_no_harm(here, now):
    request_code(here, at=now)
    code = mailed_code(here)
    sign(
        here, name="x", function="y", statement_accepted=True, code=f" {code[:3]} {code[3:]}", ip=None,
        text_sha256=here.agreement.text_sha256, at=now,
    )  # fmt: skip
    assert again(here).signed_at == now


def test_a_code_runs_out(here, now, settings):
    with pytest.raises(CodeExpired):
        sign_as(here, now, signed_at=now + timedelta(minutes=settings.SIGNING_CODE_MINUTES))


def test_a_new_code_ends_the_old_one(here, now):
    request_code(here, at=now)
    old = mailed_code(here)
    with pytest.raises((CodeWrong, CodeExpired)):
        sign_as(here, now + timedelta(minutes=1), code=old)


def test_codes_are_rationed(here, now):
    request_code(here, at=now)
    with pytest.raises(CodeJustSent):
        request_code(here, at=now + timedelta(seconds=5))
    for minute in range(1, 5):
        request_code(here, at=now + timedelta(minutes=minute))
    with pytest.raises(TooManyCodes):
        request_code(here, at=now + timedelta(minutes=6))
    request_code(here, at=now + 2 * HOUR)
    assert Outbox.objects.filter(template="signing_code").count() == 6


@pytest.mark.parametrize("different", [{"statement_accepted": False}, {"name": "  "}])
def test_without_statement_or_name_nothing_is_signed(here, now, different):
    with pytest.raises(Refused):
        sign_as(here, now, **different)
    assert again(here).signed_at is None


@pytest.mark.feature("B12")
def test_another_text_than_the_one_sent_is_not_signed(here, now):
    with pytest.raises(TextChanged):
        sign_as(here, now, text_sha256="0" * 64)
    Agreement.objects.update(text="Stiekem veranderd")
    with pytest.raises(TextChanged):
        sign_as(again(here), now + HOUR)


def test_after_its_last_day_a_link_signs_nothing(here):
    with pytest.raises(LinkExpired):
        request_code(here, at=here.expires_at)
    with pytest.raises(LinkExpired):
        decline(here, reason="Te laat", code="000000", at=here.expires_at)


def test_a_withdrawn_text_is_not_signed(here, ann, now):
    withdraw_agreement(here.agreement, reason="Fout", by=ann, at=now)
    with pytest.raises(SigningStopped):
        sign_as(again(here), now)


@pytest.mark.feature("F16")
def test_the_last_signature_completes_the_agreement(sign_all):
    agreement = sign_all()
    assert (agreement.state, agreement.document) == (AgreementState.COMPLETE, None)
    with member_door(agreement.partnership):
        assert Activity.objects.filter(verb="completed_agreement").count() == 1


@pytest.mark.feature("F16")
def test_a_refusal_needs_a_reason_stops_everybody_and_tells_who_must_know(here, ann, now):
    other = Signature.objects.select_related(*READ).exclude(pk=here.pk)[0]
    sign_as(other, now)
    with pytest.raises(ReasonNeeded):
        decline(here, reason=" ", code="000000", at=now)
    refuse_as(here, reason="Artikel 4 gaat te ver.", at=now)
    mails = Outbox.objects.filter(template="agreement_refused")
    everybody = set(Signature.objects.values_list("email", flat=True))
    assert {mail.to for mail in mails} == {ann.email, *everybody} - {here.email}  # who refuses knows it
    assert all("Artikel 4" in mail.context["reason"] for mail in mails)
    assert Agreement.objects.get().state == AgreementState.REFUSED
    third = Signature.objects.select_related(*READ).filter(signed_at=None, declined_at=None)[0]
    with pytest.raises(SigningStopped):
        sign_as(third, now)
    with pytest.raises(AlreadyAnswered):
        decline(again(here), reason="Nog eens", code="000000", at=now)


@pytest.mark.feature("F16")
def test_a_new_round_after_a_refusal_starts_with_nobody_signed(here, ann, now):
    refuse_as(here, reason="Artikel 4 gaat te ver.", at=now)
    second = draft_agreement(
        here.agreement.cycle,
        scheme_document=here.agreement.scheme_document,
        by=ann,
        at=now,
        text=f"{here.agreement.text}\n\n## Zonder artikel 4",
    )
    send_agreement(second, by=ann, at=now)
    first = Agreement.objects.get(pk=here.agreement_id)
    assert (first.round, first.state, second.round) == (1, AgreementState.REFUSED, 2)
    assert second.signatures.filter(signed_at=None).count() == 6
    assert first.document_number != Agreement.objects.get(pk=second.pk).document_number


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_sign_once_and_two_last_signers_complete_once(sent, now):
    """Real connections, side by side: every signature twice, all together."""
    jobs, outcomes = [], []
    with member_door(sent.partnership):
        for one in Signature.objects.select_related(*READ):
            request_code(one, at=now)
            jobs += [(one, mailed_code(one))] * 2
    gate = threading.Barrier(len(jobs))

    def click(signature, code):
        try:
            gate.wait(10)
            with member_door(sent.partnership):
                sign(
                    signature, name="x", function="y", statement_accepted=True, code=code, ip=None,
                    text_sha256=sent.text_sha256, at=now,
                )  # fmt: skip
            outcomes.append("signed")
        except StaleState:
            outcomes.append("stale")
        except CodeExpired:  # the first click used the code up
            outcomes.append("stale")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["signed"] * 6 + ["stale"] * 6, connection.vendor
    with member_door(sent.partnership):
        assert Agreement.objects.get().completed_at == now
        assert Activity.objects.filter(verb="completed_agreement").count() == 1
        assert Activity.objects.filter(verb="signed_agreement").count() == 6
