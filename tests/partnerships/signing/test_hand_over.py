"""Handing a request over inside the organisation: the trace stays, the old link dies, who leads is told."""

from datetime import timedelta

import pytest
from django.test import Client

from partnerships.domain.agreements import withdraw_agreement
from partnerships.domain.hand_over import hand_over
from partnerships.domain.sealing import seal_agreement
from partnerships.domain.signatories import replace_signatory, standings_closely
from partnerships.enums import CodeFor
from partnerships.exceptions import (
    AlreadyAnswered,
    CodeExpired,
    LinkExpired,
    Refused,
    SameAddress,
    SigningStopped,
    TooManyHandOvers,
)
from partnerships.mail import compose
from partnerships.models import Activity, Outbox, Signature, SignatureHandOver
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, code_to, hand_over_as, page, post_with_code, sign_as

GIVEN = {"name": "Nieuwe Chef", "function": "Teamchef", "email": "nieuw@example.org", "note": "Zij is gemandateerd."}


@pytest.fixture
def here(signature):
    with member_door(signature.partnership):
        yield signature


def again(signature):
    return Signature.objects.select_related(*READ).get(pk=signature.pk)


@pytest.mark.feature("F16")
def test_the_asked_person_names_a_colleague_who_then_signs(sent, signature, ann, now):
    old = page(signature)
    client = Client()
    assert page(signature, "signature-hand-over") in client.get(old).content.decode()
    assert client.get(page(signature, "signature-hand-over")).status_code == 200
    asked = client.post(page(signature, "signature-hand-over"), GIVEN)
    assert asked.context["form"]["email"].value() == GIVEN["email"]  # nothing typed is lost while a code is on its way
    assert 'name="code"' in asked.content.decode()
    done = post_with_code(client, signature, "signature-hand-over", GIVEN)
    assert done.status_code == 200
    gone = client.get(old)  # the old link is dead, and says no more than that
    assert gone.status_code == 410
    assert sent.text[:40] not in gone.content.decode()
    assert GIVEN["name"] not in gone.content.decode()
    assert "<form" not in gone.content.decode().split("<main")[1].split("</main")[0]
    assert client.post(page(signature, "signature-code")).status_code == 404
    assert client.post(page(signature, "signature-hand-over"), {**GIVEN, "email": "d@example.org"}).status_code == 410
    with member_door(sent.partnership):
        new = again(signature)
        trace = SignatureHandOver.objects.get()
        assert (trace.from_email, trace.to_email) == (signature.email, "nieuw@example.org")
        assert set(Outbox.objects.order_by("-pk").values_list("template", "to")[:3]) == {
            ("signature_handed_over", "nieuw@example.org"), ("signature_handed_over_told", ann.email),
            ("signature_handed_over_noted", signature.email),
        }  # fmt: skip
        noted = Outbox.objects.get(template="signature_handed_over_noted")
        assert noted.token_for == ""
        words = str(compose(noted).body)
        assert GIVEN["email"] in words
        assert ann.email in words  # whom to reach when it was somebody else
        assert Activity.objects.filter(verb="handed_over_signing").count() == 1
        (standing,) = standings_closely(sent, [new], at=now)
        assert (standing.lacks_mandate, len(standing.hand_overs)) == (True, 1)
    text = client.get(page(new)).content.decode()
    assert signature.name in text
    assert GIVEN["note"] in text
    led = client_of(ann).get(sent.get_absolute_url()).content.decode()
    assert led.count(signature.name) == 1
    assert GIVEN["name"] in led
    with member_door(sent.partnership):
        sign_as(new, now)
        assert again(signature).signed_at is not None


@pytest.mark.parametrize(
    ("email", "why"),
    [("POLICE@example.org", SameAddress), ("ann@example.org", Refused)],
)
def test_another_address_and_not_of_who_leads(here, now, email, why):
    with pytest.raises(why):
        hand_over_as(here, name="N", function="F", email=email, at=now)
    assert not SignatureHandOver.objects.exists()
    assert again(here).nonce == here.nonce


def test_not_after_answering_withdrawing_or_the_last_day_and_not_twice_with_one_link(here, ann, now):
    with pytest.raises(LinkExpired):
        hand_over(here, **GIVEN, code="000000", at=here.expires_at)
    code = code_to(CodeFor.HAND_OVER, here, now)
    hand_over(here, **GIVEN, code=code, at=now)
    with pytest.raises(CodeExpired):
        hand_over(here, **{**GIVEN, "email": "derde@example.org"}, code=code, at=now)
    new = again(here)
    sign_as(new, now)
    with pytest.raises(AlreadyAnswered):
        hand_over(again(here), **{**GIVEN, "email": "derde@example.org"}, code="000000", at=now)
    other = Signature.objects.select_related(*READ).filter(signed_at=None)[0]
    withdraw_agreement(other.agreement, reason="Fout", by=ann, at=now)
    with pytest.raises(SigningStopped):
        hand_over(again(other), **GIVEN, code="000000", at=now)


def test_a_link_is_no_way_to_mail_strangers(here, now):
    for number in range(5):
        later = now + timedelta(days=number)
        hand_over_as(again(here), name="N", function="F", email=f"n{number}@example.org", at=later)
    with pytest.raises(TooManyHandOvers):
        hand_over_as(again(here), name="N", function="F", email="n9@example.org", at=now + timedelta(days=9))


def test_what_is_wrong_stands_beside_the_field(signature):
    answer = post_with_code(Client(), signature, "signature-hand-over", {**GIVEN, "email": signature.email})
    assert answer.context["form"].errors["email"]
    kept = {**GIVEN, "note": "Bel 06-12345678 of mail jan@example.com"}
    assert Client().post(page(signature, "signature-hand-over"), kept).context["form"].errors["note"]


def test_four_answers(signature):
    client = Client()
    there = page(signature, "signature-hand-over")
    assert client.get(there).status_code == 200
    assert client.get(there.replace("/hand-over", "x/hand-over")).status_code == 404
    assert client.put(there).status_code == 405


@pytest.mark.feature("F16")
def test_an_old_link_names_the_colleague_only_once_the_sheet_does(signature, sign_all, now):
    with member_door(signature.partnership):
        hand_over_as(signature, **GIVEN, at=now)
    done = sign_all()
    with member_door(signature.partnership):
        Signature.objects.filter(pk=signature.pk).update(signed_name=GIVEN["name"])
    assert GIVEN["name"] not in Client().get(page(signature)).content.decode()
    with member_door(signature.partnership):
        assert seal_agreement(done, at=now) is not None
    assert GIVEN["name"] in Client().get(page(signature)).content.decode()


def test_an_old_link_says_that_who_leads_asks_another_and_a_made_up_one_nothing(sent, signature, ann, now):
    with member_door(sent.partnership):
        replace_signatory(
            signature, name="Een ander", function="Chef", mandate="", email="ander@example.org", by=ann, at=now
        )
    gone = Client().get(page(signature))
    assert gone.status_code == 410
    assert "Een ander" not in gone.content.decode()
    assert sent.title in gone.content.decode()
    assert Client().get(page(Signature(uuid=signature.uuid, nonce="made-up"))).status_code == 404
    assert Client().get(page(Signature(uuid=signature.uuid, nonce=""))).status_code == 404
