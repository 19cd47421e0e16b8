"""Handing a request over inside the organisation: the trace stays, the old link dies, who leads is told."""

from datetime import timedelta

import pytest
from django.test import Client

from partnerships.domain.agreements import withdraw_agreement
from partnerships.domain.hand_over import hand_over
from partnerships.domain.sealing import seal_agreement
from partnerships.domain.signatories import replace_signatory, standings_closely
from partnerships.exceptions import AlreadyAnswered, LinkExpired, Refused, SameAddress, SigningStopped, StaleState
from partnerships.models import Activity, Outbox, Signature, SignatureHandOver
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, page, sign_as

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
    done = client.post(page(signature, "signature-hand-over"), GIVEN)
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
        assert set(Outbox.objects.order_by("-pk").values_list("template", "to")[:2]) == {
            ("signature_handed_over", "nieuw@example.org"), ("signature_handed_over_told", ann.email),
        }  # fmt: skip
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
        hand_over(here, name="N", function="F", email=email, at=now)
    assert not SignatureHandOver.objects.exists()
    assert again(here).nonce == here.nonce


def test_not_after_answering_withdrawing_or_the_last_day_and_not_twice_with_one_link(here, ann, now):
    with pytest.raises(LinkExpired):
        hand_over(here, **GIVEN, at=here.expires_at)
    hand_over(here, **GIVEN, at=now)
    with pytest.raises(StaleState):
        hand_over(here, **{**GIVEN, "email": "derde@example.org"}, at=now)
    new = again(here)
    sign_as(new, now)
    with pytest.raises(AlreadyAnswered):
        hand_over(again(here), **{**GIVEN, "email": "derde@example.org"}, at=now)
    other = Signature.objects.select_related(*READ).filter(signed_at=None)[0]
    withdraw_agreement(other.agreement, reason="Fout", by=ann, at=now)
    with pytest.raises(SigningStopped):
        hand_over(other, **GIVEN, at=now)


def test_a_link_is_no_way_to_mail_strangers(here, now):
    for number in range(5):
        hand_over(again(here), name="N", function="F", email=f"n{number}@example.org", at=now + timedelta(days=number))
    with pytest.raises(Refused):
        hand_over(again(here), name="N", function="F", email="n9@example.org", at=now)


def test_what_is_wrong_stands_beside_the_field(signature):
    form = Client().post(page(signature, "signature-hand-over"), {**GIVEN, "email": signature.email}).context["form"]
    assert form.errors["email"]
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
        hand_over(signature, **GIVEN, at=now)
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
