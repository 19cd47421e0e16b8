"""The pages behind a link: for people without an account, and for the scanners of their mail."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from partnerships.domain.agreements import withdraw_agreement
from partnerships.domain.senders import asker_words, sender_words
from partnerships.domain.signatories import replace_signatory
from partnerships.models import Contact, Outbox, Partner, Signature
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door
from tests.partnerships.signing.conftest import READ, content_of, mailed_code, page, refuse_as, sign_as

READS = ["signature-open", "signature-sign", "signature-refuse"]


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found[model._meta.db_table] = sorted(cursor.fetchall(), key=str)
    return found


def fresh(signature: Signature) -> Signature:
    with member_door(signature.partnership):
        row: Signature = Signature.objects.get(pk=signature.pk)
        return row


@pytest.mark.feature("F16")
@pytest.mark.parametrize("name", [*READS, "signature-pdf"])
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_a_link_changes_nothing_whatsoever(signature, client, name, method):
    before = everything()
    for _time in range(3):
        assert getattr(client, method)(page(signature, name)).status_code in {200, 404, 405}
    assert everything() == before


def test_the_page_says_who_asks_for_what_and_in_which_capacity(signature, client):
    with member_door(signature.partnership):
        other = Signature.objects.select_related(*READ).get(partner__kind="fire")
        sign_as(other, timezone.now())
    response = client.get(page(signature))
    words = response.content.decode()
    for said in ("De Wetering", signature.function, "Politie Basisteam Oost", signature.agreement.document_number):
        assert said in words
    assert "Tekenaar" not in words  # functions of the others, no names
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "strict-origin"


@pytest.mark.feature("F16")
def test_signing_in_two_steps(signature, client):
    assert client.post(page(signature, "signature-code")).url == page(signature, "signature-sign")
    with member_door(signature.partnership):
        code = mailed_code(signature)
    form = {
        "seen": signature.agreement.text_sha256, "name": "Hoofd Veiligheid", "function": "teamchef",
        "statement": "on", "code": code,
    }  # fmt: skip
    assert client.get(page(signature, "signature-sign")).context["form"].initial["seen"] == form["seen"]
    assert client.post(page(signature, "signature-sign"), form, REMOTE_ADDR="192.0.2.9").url == page(signature)
    signed = fresh(signature)
    assert (signed.signed_name, signed.ip) == ("Hoofd Veiligheid", "192.0.2.9")
    thanks = client.get(page(signature)).content.decode()
    assert "Gemeente Oosterveen" in thanks
    assert page(signature, "signature-pdf") not in thanks
    assert client.post(page(signature, "signature-sign"), form).status_code == 302  # a second click
    assert fresh(signature).signed_at == signed.signed_at


@pytest.mark.parametrize(
    ("different", "field"),
    [({"code": "0"}, "code"), ({"statement": ""}, "statement"), ({"name": ""}, "name"), ({"function": ""}, "function")],
)
def test_what_is_missing_is_said_at_the_field(signature, client, different, field):
    client.post(page(signature, "signature-code"))
    with member_door(signature.partnership):
        code = mailed_code(signature)
    form = {"seen": signature.agreement.text_sha256, "name": "x", "function": "y", "statement": "on", "code": code}
    response = client.post(page(signature, "signature-sign"), {**form, **different})
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert fresh(signature).signed_at is None


def test_a_double_click_on_the_code_sends_one(signature, client):
    for _click in range(2):
        assert client.post(page(signature, "signature-code")).status_code == 302
    with member_door(signature.partnership):
        assert Outbox.objects.filter(template="signing_code").count() == 1


@pytest.mark.feature("F16")
def test_refusing_needs_a_reason(signature, client):
    assert client.post(page(signature, "signature-refuse"), {"reason": " "}).status_code == 200
    assert fresh(signature).declined_at is None
    asked = client.post(page(signature, "signature-refuse"), {"reason": "Te ver."})
    assert asked.status_code == 200
    assert fresh(signature).declined_at is None  # a link alone refuses nothing
    wrong = client.post(page(signature, "signature-refuse"), {"reason": "Te ver.", "code": "00000"})
    assert wrong.context["form"].errors["code"]
    assert wrong.context["form"]["reason"].value() == "Te ver."  # and loses nothing that was typed
    assert fresh(signature).declined_at is None
    empty = client.post(page(signature, "signature-refuse"), {"reason": "Te ver.", "code": ""})
    assert empty.context["form"].errors["code"]
    again = client.post(page(signature, "signature-refuse"), {"reason": "Te ver.", "code": "", "again": "yes"})
    assert "code" not in again.context["form"].errors
    assert again.context["form"].fields["code"].required  # nobody reads that it may be left empty
    with member_door(signature.partnership):
        code = mailed_code(signature)
    assert client.post(page(signature, "signature-refuse"), {"reason": "Te ver.", "code": code}).url == page(signature)
    assert fresh(signature).decline_reason == "Te ver."
    assert "Te ver." in client.get(page(signature)).content.decode()


def test_a_wrong_link_does_not_exist(signature, client):
    link = page(signature)
    assert client.get(link[:-2] + "x/").status_code == 404
    assert client.get(link.replace(str(signature.uuid), "00000000-0000-4000-8000-000000000000")).status_code == 404


def test_the_link_of_one_opens_nothing_of_another(signature, client):
    with member_door(signature.partnership):
        other = Signature.objects.exclude(pk=signature.pk)[0]
    assert client.get(page(signature).replace(str(signature.uuid), str(other.uuid))).status_code == 404


@pytest.mark.parametrize("name", [*READS, "signature-code", "signature-pdf"])
def test_a_replaced_link_is_dead(signature, ann, client, now, name):
    old = page(signature, name)
    with member_door(signature.partnership):
        replace_signatory(
            signature, name="Ander", function="Chef", email="ander@example.org", mandate="", by=ann, at=now
        )
    shut = (
        {404, 405, 410} if name in ("signature-open", "signature-hand-over") else {404, 405}
    )  # 410 says who is asked now
    assert client.post(old).status_code in shut
    assert client.get(old).status_code in shut
    assert client.get(page(fresh(signature))).status_code == 200


def test_an_expired_link_is_gone_and_names_whom_to_ask_and_nobody_else(signature, ann, client, now):
    with member_door(signature.partnership):
        Signature.objects.filter(pk=signature.pk).update(expires_at=now - timedelta(days=1))
    response = client.get(page(signature))
    words = response.content.decode()
    assert (response.status_code, ann.email in words) == (410, True)
    assert "Brandweer Oost" not in words
    for name in ("signature-sign", "signature-refuse"):
        assert client.get(page(signature, name)).url == page(signature)
    client.post(page(signature, "signature-code"))
    with member_door(signature.partnership):
        assert Outbox.objects.filter(template="signing_code").count() == 0


def test_a_withdrawn_text_says_so(signature, ann, client, now):
    with member_door(signature.partnership):
        withdraw_agreement(signature.agreement, reason="De grens klopt niet.", by=ann, at=now)
    assert "De grens klopt niet." in client.get(page(signature)).content.decode()
    assert client.get(page(signature, "signature-sign")).status_code == 302


def test_a_refused_text_says_so_with_the_reason_to_everybody_who_was_asked(signature, client, now):
    with member_door(signature.partnership):
        signed, open_one = Signature.objects.exclude(pk=signature.pk).select_related(*READ)[:2]
        sign_as(signed, now)
        refuse_as(signature, reason="Artikel 4 gaat te ver.", at=now)
    assert "Artikel 4 gaat te ver." in client.get(page(signed)).content.decode()
    assert "Artikel 4 gaat te ver." in client.get(page(open_one)).content.decode()


@pytest.mark.feature("F16")
def test_the_same_link_gives_the_sealed_document_when_all_have_signed(sign_all, signature, client):
    assert client.get(page(signature, "signature-pdf")).status_code == 404
    sign_all()
    seal_complete_agreements()
    assert page(signature, "signature-pdf") in client.get(page(signature)).content.decode()
    pdf = content_of(client.get(page(signature, "signature-pdf")))
    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["signature-open", "signature-pdf"])
def test_reading_is_not_posting(signature, client, name):
    assert client.post(page(signature, name)).status_code == 405


def test_asking_a_code_is_not_reading(signature, client):
    assert client.get(page(signature, "signature-code")).status_code == 405


def test_another_site_cannot_press_the_buttons(signature):
    strict = Client(enforce_csrf_checks=True)
    for name in ("signature-code", "signature-sign", "signature-refuse"):
        assert strict.post(page(signature, name), {"reason": "x"}).status_code == 403


def test_the_page_asks_as_many_questions_for_six_as_for_two(signature, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):  # the last one: the register of mandates
        client.get(page(signature))


@pytest.mark.feature("F16")
def test_a_long_page_leads_to_the_answer_and_back_and_says_for_whom_the_sender_works(sent, signature, ann, client):
    shown = client.get(page(signature)).content.decode()
    assert shown.index('href="#answer"') < shown.index('id="answer"') < shown.rindex('href="#content"')
    with member_door(sent.partnership):
        police, fire = Partner.objects.filter(kind__in=["police", "fire"]).select_related("organisation")
        assert police.organisation.name not in sender_words(sent, at=timezone.now())
        mine = {"partnership": sent.partnership, "user": ann, "name": "Ann", "function": "Adviseur"}
        Contact.objects.create(partner=fire, email="a1@example.org", **mine)
        assert fire.organisation.name in sender_words(sent, at=timezone.now())
        assert fire.organisation.name in asker_words(ann, sent.partnership_id, at=timezone.now())
        Contact.objects.create(partner=police, email="a2@example.org", **mine)  # of two: then we cannot tell
        assert asker_words(ann, sent.partnership_id, at=timezone.now()) == str(ann)
