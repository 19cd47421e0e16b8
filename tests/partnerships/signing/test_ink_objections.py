"""What a record of ink on paper may never hide: an objection, the way of signing, one scan for several people."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.enums import PartyKind
from partnerships.models import Activity, Agreement, Outbox, Signature
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, page, post_with_code, sign_as
from tests.partnerships.signing.test_paper import here, on_paper, read

pytestmark = [pytest.mark.feature("F16")]


@pytest.fixture
def complete(full_park, signature, ann, now):
    """Signed by all, the police on paper; sealed."""
    on_paper(signature, ann, now)
    with member_door(full_park):
        for one in Signature.objects.select_related(*READ).filter(signed_at=None):
            sign_as(one, now)
    seal_complete_agreements()
    with member_door(full_park):
        return Agreement.objects.select_related("partnership").get(pk=signature.agreement_id)


def shown(client, url):
    return client.get(url).content.decode()


def checked(agreement):
    number = agreement.document_number
    return Client().get(reverse("partnerships:check-number", kwargs={"number": number})).content.decode()


def test_an_objection_after_the_last_signature_is_shown_to_everybody(full_park, signature, complete, ann, bert):
    said = ("Objection:", "Bezwaar:")
    pages = [
        partial(shown, client_of(ann), here(full_park, complete, "agreement")),
        partial(shown, client_of(bert), here(full_park, complete, "agreement")),
        partial(shown, client_of(ann), here(full_park, complete, "paper")),
        partial(shown, Client(), page(signature)),
        partial(checked, complete),
    ]
    assert not any(one in read_page() for read_page in pages for one in said)
    assert post_with_code(Client(), signature, "paper-object", {"reason": "Ik was er niet bij"}).status_code == 302
    assert all(any(one in read_page() for one in said) for read_page in pages)
    assert read(signature).objected_at is not None
    assert read(signature).signed_at is not None


def test_everybody_who_signed_hears_of_it_once_and_saying_it_again_does_nothing(full_park, signature, complete, ann):
    url = page(signature, "paper-object")
    assert post_with_code(Client(), signature, "paper-object", {"reason": "Nee 0"}).status_code == 302
    for turn in (1, 2):
        assert Client().post(url, {"reason": f"Nee {turn}"}).status_code == 302
    with member_door(full_park):
        mails = list(Outbox.objects.filter(template="paper_objected").values_list("to", flat=True))
        signed = set(Signature.objects.values_list("email", flat=True))
        assert Activity.objects.get(verb="objected_to_paper_signature").details["why"] == "Nee 0"
    assert sorted(mails) == sorted({*signed, ann.email})


def test_the_check_page_says_how_each_signed(complete):
    words = checked(complete)
    ways = {"on paper, recorded with a scan", "op papier, vastgelegd met een scan"}
    assert any(one in words for one in ways)
    assert sum(words.count(one) for one in ways) == 1


def test_one_scan_for_several_people_is_said(full_park, sent, signature, ann, now):

    with member_door(full_park):
        other = Signature.objects.select_related(*READ).get(partner__kind=PartyKind.FIRE)
    on_paper(signature, ann, now, name="Jan Inkt")
    answer = client_of(ann).get(here(full_park, sent, "paper"))
    assert [row[2] for row in answer.context["recorded"]] == [""]
    on_paper(other, ann, now, name="Piet Inkt")
    answer = client_of(ann).get(here(full_park, sent, "paper"))
    assert {row[2] for row in answer.context["recorded"]} == {"Jan Inkt", "Piet Inkt"}
