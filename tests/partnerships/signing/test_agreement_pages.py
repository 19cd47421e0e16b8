"""The pages of the project leader and the partners."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.agreements import withdraw_agreement
from partnerships.domain.drafting import revise_draft
from partnerships.enums import AgreementKind
from partnerships.models import Agreement, Contact, Outbox, Partner, Partnership, Signature
from partnerships.tasks import seal_complete_agreements, send_waiting_mail
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, content_of, document_of, drafted, refuse_as, sign_as


def address(name: str, park: Partnership, **more: object) -> str:
    room = "certification" if name == "agreement-send" else "partnerships"  # gates come before sending
    return reverse(f"{room}:{name}", kwargs={"partnership": park.slug, **more})


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


GETS = ["agreement", "agreement-revise", "agreement-withdraw", "signature-replace"]
POSTS = ["agreement-send", "agreement-discard", "signature-remind"]


@pytest.fixture
def targets(sent):
    """The uuid each address is about."""
    with member_door(sent.partnership):
        signature = Signature.objects.all()[0]
    return {name: signature.uuid if name.startswith("signature") else sent.uuid for name in [*GETS, *POSTS]}


@pytest.mark.parametrize("name", GETS)
def test_the_leader_opens_every_page(sent, targets, ann, name):
    response = client_of(ann).get(address(name, sent.partnership, uuid=targets[name]), follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("name", [*GETS[1:], *POSTS])
def test_a_partner_may_not_and_reads_why(sent, targets, bert, name):
    response = client_of(bert).post(address(name, sent.partnership, uuid=targets[name]))
    assert response.status_code == 403


@pytest.mark.parametrize("name", [*GETS, *POSTS])
def test_another_park_does_not_exist(sent, other_park, targets, carla, name):
    client = client_of(carla)
    for park in (sent.partnership, other_park):
        assert client.post(address(name, park, uuid=targets[name])).status_code in {404, 405}
        assert client.get(address(name, park, uuid=targets[name])).status_code in {404, 405}


@pytest.mark.parametrize("name", POSTS)
def test_a_verb_is_not_read(sent, targets, ann, name):
    assert client_of(ann).get(address(name, sent.partnership, uuid=targets[name])).status_code == 405


def test_list_and_draft_four_answers(full_park, other_park, ann, bert, carla):
    with member_door(full_park):
        document = document_of(full_park.cycles.get(), AgreementKind.DECLARATION).id
    overview, draft = address("agreements", full_park), address("agreement-draft", full_park, document=document)
    assert client_of(ann).get(overview).status_code == 200
    assert client_of(bert).get(overview).status_code == 200
    assert client_of(ann).get(draft).status_code == 200
    assert client_of(bert).get(draft).status_code == 403
    assert client_of(carla).get(overview).status_code == 404
    assert client_of(ann).get(address("agreement-draft", full_park, document="nothing")).status_code == 404
    assert client_of(ann).post(overview).status_code == 405
    assert client_of(ann).put(draft).status_code == 405


@pytest.mark.feature("F16")
def test_from_draft_to_sent_through_the_pages(full_park, ann, django_capture_on_commit_callbacks):
    client = client_of(ann)
    with member_door(full_park):
        document = document_of(full_park.cycles.get(), AgreementKind.DECLARATION).id
    draft_url = address("agreement-draft", full_park, document=document)
    text = client.get(draft_url).context["form"].initial["text"]
    client.post(draft_url, {"text": text + "\r\n\r\nWij bellen elkaar."})
    with member_door(full_park):
        agreement = Agreement.objects.get()
    client.post(address("agreement-revise", full_park, uuid=agreement.uuid), {"text": agreement.text + " Altijd."})
    page = client.get(agreement.get_absolute_url()).content.decode()
    for email in ("police@example.org", "fire@example.org", "insurer@example.org"):
        assert email in page
    with member_door(full_park):
        agreement.refresh_from_db()
        assert agreement.text.endswith("Wij bellen elkaar. Altijd.")
        assert Outbox.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            address("agreement-send", full_park, uuid=agreement.uuid), {"seen": text_hash(agreement.text)}, follow=True
        )
    with member_door(full_park):
        assert Outbox.objects.filter(sent_at__isnull=False).count() == 6
    assert client.get(draft_url).status_code == 302  # the live round


def test_an_old_page_sends_nothing(draft, ann):
    response = client_of(ann).post(address("agreement-send", draft.partnership, uuid=draft.uuid), {"seen": "0" * 64})
    assert response.status_code == 302
    with member_door(draft.partnership):
        assert (Outbox.objects.count(), told(response) != "") == (0, True)


@pytest.mark.feature("F17")
def test_a_witness_is_chosen_while_sending(full_park, ann, now):
    covenant = drafted(full_park, ann, now, AgreementKind.COVENANT)
    with member_door(full_park):
        insurer = Partner.objects.get(kind="insurer")
    client = client_of(ann)
    assert "witnesses" in client.get(covenant.get_absolute_url()).content.decode()
    send, given = address("agreement-send", full_park, uuid=covenant.uuid), {"witnesses": [insurer.pk]}
    warned = client.post(send, {**given, "seen": text_hash(covenant.text)})
    assert [insurer.organisation.name in one.text for one in warned.context["warnings"]] == [
        True
    ]  # still a party there
    with member_door(full_park):
        assert not Signature.objects.exists()
        words = [one for one in covenant.text.splitlines() if insurer.organisation.name not in one]
        revise_draft(covenant, text="\n".join(words), by=ann, at=now)
    client.post(send, {**given, "seen": text_hash(covenant.text)})
    with member_door(full_park):
        assert Signature.objects.get(as_witness=True).partner == insurer


def test_the_page_of_a_draft_says_why_it_cannot_be_sent(draft, ann):
    with member_door(draft.partnership):
        Contact.objects.filter(partner__kind="fire").update(signs=False)
    assert "Brandweer Oost" in client_of(ann).get(draft.get_absolute_url()).content.decode()


def test_discarding_a_draft(draft, ann):
    response = client_of(ann).post(address("agreement-discard", draft.partnership, uuid=draft.uuid))
    assert response["Location"] == address("agreements", draft.partnership)
    with member_door(draft.partnership):
        assert Agreement.objects.count() == 0


@pytest.mark.feature("F16")
def test_no_page_of_a_member_shows_a_link_that_signs(
    sent, sign_all, ann, bert, now, django_capture_on_commit_callbacks
):
    """Not while it waits, not after reminding or replacing, not when refused, withdrawn or sealed."""
    send_waiting_mail()
    with member_door(sent.partnership):
        signature = Signature.objects.get(partner__kind="police")
    pages = [
        sent.get_absolute_url(), address("agreements", sent.partnership),
        address("agreement-withdraw", sent.partnership, uuid=sent.uuid),
        address("signature-replace", sent.partnership, uuid=signature.uuid),
    ]  # fmt: skip

    def secrets_on_pages() -> list[str]:
        shown = [client_of(who).get(url).content.decode() for who in (ann, bert) for url in pages]
        return [page for page in shown if "/sign/" in page or signature.nonce in page]

    assert secrets_on_pages() == []
    with member_door(sent.partnership):
        Outbox.objects.update(created_at=now - timedelta(days=3))
    client = client_of(ann)
    reminded = client.post(address("signature-remind", sent.partnership, uuid=signature.uuid), follow=True)
    assert "/sign/" not in reminded.content.decode()
    sign_all()
    seal_complete_agreements()
    assert secrets_on_pages() == []


def test_reminding_and_replacing_through_the_pages(signature, ann, now):
    client, park = client_of(ann), signature.partnership
    remind = address("signature-remind", park, uuid=signature.uuid)
    client.post(remind)
    with member_door(park):
        assert Outbox.objects.filter(template="signature_reminder").count() == 0  # asked just now
        Outbox.objects.update(created_at=now - timedelta(days=3))
    client.post(remind)
    replace = address("signature-replace", park, uuid=signature.uuid)
    new = {"name": "Plaatsvervanger", "function": "Chef", "email": "ander@example.org", "mandate": ""}
    client.post(replace, new)
    assert client.post(replace, {**new, "email": "geen adres"}).status_code == 200
    with member_door(park):
        assert Outbox.objects.filter(template="signature_reminder").count() == 1
        assert Signature.objects.get(pk=signature.pk).email == "ander@example.org"


def test_withdrawing_through_the_page_needs_a_reason(sent, ann):
    url = address("agreement-withdraw", sent.partnership, uuid=sent.uuid)
    client = client_of(ann)
    assert client.post(url, {"reason": ""}).status_code == 200
    client.post(url, {"reason": "De grens klopt niet."})
    assert "De grens klopt niet." in client.get(sent.get_absolute_url()).content.decode()


def test_a_refusal_stands_with_its_reason_beside_the_party(signature, ann, now):
    with member_door(signature.partnership):
        refuse_as(signature, reason="Artikel 4 gaat te ver.", at=now)
    page = client_of(ann).get(signature.agreement.get_absolute_url()).content.decode()
    assert "Artikel 4 gaat te ver." in page
    assert "agreements/draft/" in page


def test_the_sealed_document_can_be_downloaded_by_members_only(sign_all, ann, bert, carla):
    agreement = sign_all()
    url = address("agreement-pdf", agreement.partnership, uuid=agreement.uuid)
    assert client_of(ann).get(url).status_code == 404
    seal_complete_agreements()
    for member in (ann, bert):
        response = client_of(member).get(url)
        assert content_of(response).startswith(b"%PDF-")
        assert response["Content-Disposition"].startswith("attachment")
    assert client_of(carla).get(url).status_code == 404
    assert client_of(ann).post(url).status_code == 405


def test_pages_ask_as_many_questions_with_six_signatories_as_with_one(
    sent, ann, now, django_assert_max_num_queries, django_assert_num_queries
):
    """List and page: however many rounds and signatories there are."""
    client = client_of(ann)
    urls = [address("agreements", sent.partnership), sent.get_absolute_url()]
    with member_door(sent.partnership):
        for one in Signature.objects.select_related(*READ)[:2]:
            sign_as(one, now)
    for url in urls:
        with django_assert_max_num_queries(22):
            client.get(url)
    with member_door(sent.partnership):
        withdraw_agreement(sent, reason="Nieuwe ronde", by=ann, at=now)
    for _round in range(3):
        draft = drafted(sent.partnership, ann, now)
        with member_door(sent.partnership):
            Agreement.objects.filter(pk=draft.pk).update(sent_at=now, withdrawn_at=now)
    for url in urls:
        with django_assert_max_num_queries(22):
            client.get(url)
