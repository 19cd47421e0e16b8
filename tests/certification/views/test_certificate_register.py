"""Every certificate for anybody: to list, to find, and to come to by its number however it is typed (F106)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from certification.enums import Validity
from certification.models import Audit, Certificate, Dossier
from partnerships.documents.ids import new_document_id
from partnerships.models import Document
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today"), pytest.mark.feature("F106")]
REGISTER, CHECK = "certification:certificate-register", "partnerships:check"


@pytest.fixture
def give(park, audit):
    """Gives a certificate to the park, with what is said of it."""

    def given(number, **said):
        with member_door(park):
            cycle = audit.cycle
            here = {"partnership": park, "cycle": cycle}
            dossier = Dossier.objects.create(
                **here, frozen_at=NOW, manifest_sha256="0" * 64, document=audit.dossier.document
            )
            own = Audit.objects.create(
                **here, body=audit.body, dossier=dossier, requested_on=TODAY, closed_at=NOW, outcome="positive"
            )
            said = {
                "issued_on": TODAY - timedelta(days=9), "valid_until": TODAY + timedelta(days=9), "holder": park.name,
                "area_names": ["Weteringkade"], "body_name": audit.body.name, "level": "", **said,
            }  # fmt: skip
            return Certificate.objects.create(**here, audit=own, number=number, **said)

    return given


@pytest.fixture
def of_every_kind(give):
    """One certificate of every validity; validity → its number."""
    day = timedelta(days=1)
    give("BN-2026-000001")
    give("BN-2026-000002", valid_until=TODAY, holder="De Marke")
    give("BN-2026-000003", withdrawn_on=TODAY, withdrawn_reason="Zij stopten", area_names=["De Kolk"])
    give("BN-2026-000004", issued_on=TODAY + day, valid_until=TODAY + 9 * day)
    give("BN-2026-000005", succeeded_on=TODAY)
    kinds = (Validity.VALID, Validity.EXPIRED, Validity.WITHDRAWN, Validity.NOT_YET, Validity.SUCCEEDED)
    return {kind: f"BN-2026-00000{place}" for place, kind in enumerate(kinds, start=1)}


def listed(**asked):
    page = Client().get(reverse(REGISTER), asked)
    assert page.status_code == 200
    return [card["certificate"].number for card in page.context["cards"]]


def test_anybody_sees_every_certificate_and_what_it_is_worth_today(of_every_kind, park, ann):
    page = Client().get(reverse(REGISTER))
    words = page.content.decode()
    assert {card["certificate"].number: card["validity"] for card in page.context["cards"]} == {
        number: kind for kind, number in of_every_kind.items()
    }
    for number in of_every_kind.values():
        assert reverse("certification:certificate", args=[number]) in words
    assert "Zij stopten" not in words
    assert park.slug not in words
    assert ann.email not in words
    assert Client().post(reverse(REGISTER)).status_code == 405


def test_the_filter_of_each_state_agrees_with_what_the_certificate_says(of_every_kind):
    assert {kind: listed(state=kind) for kind in Validity} == {kind: [of_every_kind[kind]] for kind in Validity}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bn 2026 000002", ["BN-2026-000002"]), ("2026-000003", ["BN-2026-000003"]), ("de marke", ["BN-2026-000002"]),
        ("kolk", ["BN-2026-000003"]), ("BN-2025-000001", []), ("%", []), ("nergens", []),
    ],
)  # fmt: skip
def test_words_find_the_number_the_holder_and_the_area(of_every_kind, words, found):
    assert listed(q=words) == found


def test_the_scheme_filter_names_each_scheme_once(of_every_kind, audit):
    assert len(listed(scheme=audit.cycle.scheme_urn)) == 5
    assert listed(scheme="collectieve-beveiliging") == []
    assert len(listed(scheme="nowhere")) == 5  # an unknown choice filters nothing; the form says so
    choices = [
        value for value, _name in Client().get(reverse(REGISTER)).context["filterset"].form.fields["scheme"].choices
    ]
    assert len(choices) == len(set(choices))


def test_without_certificates_and_without_a_match_the_page_says_what_to_do(db, give):
    assert "Als een certificatie-instelling een certificaat geeft" in Client().get(reverse(REGISTER)).content.decode()
    give("BN-2026-000001")
    assert "wis het filter" in Client().get(reverse(REGISTER), {"q": "nergens"}).content.decode()


def test_more_certificates_ask_no_more_of_the_database_and_a_page_has_fifty(give):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            listed()
        return len(asked)

    give("BN-2026-000001")
    listed()
    few = queries()
    for number in range(2, 53):
        give(f"BN-2026-{number:06d}")
    assert queries() == few
    assert (len(listed()), len(listed(page=2))) == (50, 2)
    assert listed(sort="holder", page="x")  # an unknown page is the first


@pytest.mark.parametrize("typed", ["BN-2026-000001", "bn-2026-000001", "bn 2026 000001", "BN2026000001", "2026-000001"])
def test_a_number_leads_to_its_certificate_however_it_is_typed(give, typed):
    give("BN-2026-000001")
    page = reverse("certification:certificate", args=["BN-2026-000001"])
    assert Client().get(reverse("certification:certificate", args=[typed])).status_code == 200
    assert Client().get(reverse("partnerships:check-number", args=[typed])).headers["Location"] == page
    answer = Client().post(reverse(CHECK), {"number": typed}, follow=True)
    assert answer.redirect_chain[-1] == (page, 302)


def test_a_number_of_a_certificate_that_was_never_given_is_not_found(give):
    give("BN-2026-000001")
    for typed in ("bn-2026-000002", "BN-2026-1", "BN-2026-00000²"):
        assert Client().get(reverse("certification:certificate", args=[typed])).status_code == 404
        assert Client().get(reverse("partnerships:check-number", args=[typed])).status_code == 404
    assert Client().post(reverse(CHECK), {"number": "bn-2026-000002"}, follow=True).status_code == 404
    assert Client().post(reverse(CHECK), {"number": "BN-2026-1"}).context["form"].errors["number"]


def test_a_document_number_may_be_written_without_capitals_and_with_spaces(park):
    number = new_document_id()
    with member_door(park):
        Document.objects.create(
            partnership=park, kind="certificate", title="Certificaat", filename="x.pdf", size=1, sha256="1" * 64,
            media_type="application/pdf", sealed_id=number, sealed_at=NOW, created_at=NOW,
        )  # fmt: skip
    for typed in (number.lower(), number.replace("-", " "), number.replace("-", "").lower()):
        assert Client().get(reverse("partnerships:check-number", args=[typed])).status_code == 200


def test_the_number_of_a_certificate_beside_a_file_tells_how_it_ended(of_every_kind):
    number = of_every_kind[Validity.WITHDRAWN]
    both = {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7 nothing"), "number": number.lower()}
    words = Client().post(reverse(CHECK), both).content.decode()
    assert reverse("certification:certificate", args=[number]) in words
    assert date_format(TODAY, "j F Y") in words
