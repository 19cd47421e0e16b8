"""Certificates: the partnership's list, the public page, withdrawing."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from certification.domain.certifying import conclude
from certification.enums import Outcome, Validity
from certification.models import Certificate
from partnerships.tasks import run_waiting_jobs
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import judge_all
from tests.conftest import NOW, TODAY, client_of
from tests.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def certificate(park, audit, otto):
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW)
        return conclude(audit, outcome=Outcome.POSITIVE, motivation="Voldoet", by=otto, on=TODAY, at=NOW)


def public(certificate):
    return reverse("certification:certificate", kwargs={"number": certificate.number})


@pytest.mark.feature("F106")
def test_a_visitor_sees_what_it_certifies_and_nothing_else(park, certificate, ann):
    page = Client().get(public(certificate))
    assert page.status_code == 200
    shown = page.content.decode()
    for words in (certificate.number, "De Wetering", certificate.body_name, str(Validity.VALID.label)):
        assert words in shown
    assert page.context["last_day"] == date(2029, 3, 9)
    assert ann.email not in shown
    assert park.slug not in shown.replace(certificate.number, "")
    assert Client().head(public(certificate)).status_code == 200


@pytest.mark.feature("F106")
@pytest.mark.parametrize(
    ("day", "validity"), [(date(2029, 3, 9), Validity.VALID), (date(2029, 3, 10), Validity.EXPIRED)]
)
def test_the_public_page_says_from_its_day_on_that_it_expired(certificate, monkeypatch, day, validity):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: day)
    page = Client().get(public(certificate))
    assert page.context["validity"] == validity
    assert str(validity.label) in page.content.decode()


@pytest.mark.feature("F106")
def test_a_withdrawn_certificate_says_so_without_the_reason(park, audit, certificate, otto):
    address = reverse("certification:certificate-withdraw", kwargs={"uuid": audit.uuid})
    client = client_of(otto)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    asked = client.post(address, {"reason": "De partijen stopten"})
    assert asked.status_code == 200
    assert "Ja, intrekken" in asked.content.decode()
    with member_door(park):
        assert Certificate.objects.get().withdrawn_on is None  # the question was not answered yet
    assert client.post(address, {"reason": "De partijen stopten", "confirmed": "on"}).status_code == 302
    page = Client().get(public(certificate))
    assert page.context["validity"] == Validity.WITHDRAWN
    assert "De partijen stopten" not in page.content.decode()
    assert client.get(address).status_code == 404


def test_withdrawing_is_for_the_body(park, audit, certificate, ann):
    address = reverse("certification:certificate-withdraw", kwargs={"uuid": audit.uuid})
    assert client_of(ann).post(address, {"reason": "x"}).status_code == 403
    with member_door(park):
        assert Certificate.objects.get().withdrawn_on is None


def test_the_public_page_speaks_english_too(certificate):
    page = Client().get(public(certificate), headers={"accept-language": "en"})
    assert "Valid up to and including" in page.content.decode()


def test_an_unknown_number_is_not_there(db):
    assert Client().get(reverse("certification:certificate", kwargs={"number": "BN-2026-999999"})).status_code == 404
    assert Client().post(reverse("certification:certificate", kwargs={"number": "BN-2026-999999"})).status_code == 405


@pytest.mark.feature("F105")
def test_the_insurer_sees_the_certificate_and_nothing_else(park, certificate, insurer):
    client = client_of(insurer)
    shown = client.get(reverse("certification:certificates", kwargs={"partnership": park.slug}))
    assert [card["certificate"] for card in shown.context["cards"]] == [certificate]
    for name in ("audits", "readiness", "operations"):
        address = reverse(f"certification:{name}", kwargs={"partnership": park.slug})
        assert client.get(address).status_code == 403


def test_without_certificates_the_page_says_what_brings_one(park, bert):
    page = client_of(bert).get(reverse("certification:certificates", kwargs={"partnership": park.slug}))
    assert (page.status_code, page.context["cards"]) == (200, [])


def test_the_pdf_is_there_after_the_job(park, certificate, bert, carla):
    address = reverse("certification:certificate-document", kwargs={"partnership": park.slug, "pk": certificate.pk})
    assert client_of(bert).get(address).status_code == 404
    run_waiting_jobs()
    answer = client_of(bert).get(address)
    assert answer.getvalue().startswith(b"%PDF-")
    read(answer)
    assert client_of(carla).get(address).status_code == 404
