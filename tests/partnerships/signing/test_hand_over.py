"""Handing a request over inside the organisation: the trace stays, the old link dies, who leads is told."""

from datetime import timedelta

import pytest
from django.test import Client

from partnerships.domain.agreements import withdraw_agreement
from partnerships.domain.hand_over import hand_over
from partnerships.domain.signatories import standings_closely
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
    assert client.get(old).status_code == 404  # the old link is dead
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
