"""Anybody checks a copy (B12)."""

import gc
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.documents.ids import new_document_id
from partnerships.documents.render import render_pdf
from partnerships.documents.seal import seal_pdf
from partnerships.domain.filing import file_rendered
from partnerships.enums import DocumentKind
from partnerships.models import Agreement, AgreementAnnex, Document
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door
from tests.partnerships.signing.conftest import bytes_of

URL = "partnerships:check"


@pytest.fixture
def sealed(sign_all):
    """A sealed agreement and its bytes."""
    agreement = sign_all()
    seal_complete_agreements()
    with member_door(agreement.partnership):
        agreement.refresh_from_db()
        return agreement, bytes_of(agreement.document)


@pytest.fixture
def ended(sealed):
    """The same after its last day, and the sentence that says so."""
    agreement, pdf = sealed
    with member_door(agreement.partnership):
        Agreement.objects.filter(pk=agreement.pk).update(valid_until=timezone.localdate())
    return pdf, date_format(timezone.localdate() - timedelta(days=1), "j F Y")


def checked(client, content: bytes, name: str = "kopie.pdf"):
    return client.post(reverse(URL), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.feature("B12")
def test_an_unchanged_copy_tells_who_signed_and_no_more_than_the_sheet(sealed, client):
    agreement, pdf = sealed
    response = checked(client, pdf)
    words = response.content.decode()
    assert response.context["outcome"].verdict == "genuine"
    assert agreement.document_number in words
    assert agreement.title in words
    assert "Tekenaar Brandweer Oost, directeur" in words
    assert "192.0.2" not in words
    assert "@" not in words.replace("bondgenoot@example.org", "")


@pytest.mark.feature("B12")
def test_one_changed_byte_makes_it_another_file_and_tells_only_the_number(sealed, client):
    agreement, pdf = sealed
    found = re.search(rb"/ByteRange \[0 (\d+)", pdf)
    assert found
    start = int(found[1])
    place = start // 2
    response = checked(client, pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :])
    words = response.content.decode()
    assert response.context["outcome"].verdict == "not_the_filed"
    assert re.search("Niet het bewaarde document|Not the filed document", words)
    assert agreement.document_number in words
    assert agreement.title not in words


@pytest.mark.feature("B12")
def test_a_revision_behind_the_seal_makes_it_another_file(sealed, client):
    _agreement, pdf = sealed
    assert checked(client, pdf + b"\n% added\n%%EOF\n").context["outcome"].verdict == "not_the_filed"


def test_a_print_with_our_number_is_not_the_filed_document_and_no_reproach(sealed, client):
    agreement, _pdf = sealed
    context = {"document_id": agreement.document_number, "figures": [], "title": "x", "partnership": "y"}
    copy = render_pdf("documents/figures.html", context, language="nl", title="x")
    answer = checked(client, copy)
    assert answer.context["outcome"].verdict == "not_the_filed"
    assert reverse("partnerships:check-number", args=[agreement.document_number]) in answer.content.decode()
    assert "bn-notice--late" not in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "verdict"),
    [(b"%PDF-1.7 nothing of ours", "unknown"), (b"hello", "not_a_pdf"), (b"\x00" * 999, "not_a_pdf")],
)
def test_what_is_not_ours_is_unknown(client, db, content, verdict):
    assert checked(client, content).context["outcome"].verdict == verdict


def test_empty_missing_and_too_large_files_are_said_at_the_field(client, db, settings):
    assert checked(client, b"").context["form"].errors["file"]
    assert client.post(reverse(URL), {}).context["form"].errors["file"]
    settings.UPLOAD_MAX_BYTES = 10
    assert checked(client, b"%PDF-" + b"x" * 99).context["form"].errors["file"]


def test_the_page_is_public_and_other_methods_are_not_there(client, db):
    assert client.get(reverse(URL)).status_code == 200
    assert client.put(reverse(URL), BytesIO(b"")).status_code == 405


def number_page(client, number):
    return client.get(reverse("partnerships:check-number", kwargs={"number": number}))


@pytest.mark.feature("B12")
def test_the_number_or_the_code_on_the_sheet_tells_who_signed_when(sealed, client):
    agreement, _pdf = sealed
    answer = number_page(client, agreement.document_number)
    words = answer.content.decode()
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex, nofollow")
    for known in (agreement.title, "Tekenaar Brandweer Oost", agreement.completed_at.strftime("%Y")):
        assert known in words
    assert "192.0.2" not in words
    typed = client.post(reverse(URL), {"number": agreement.document_number.lower().replace("-", " ")})
    assert typed.url == reverse("partnerships:check-number", kwargs={"number": agreement.document_number})


def test_a_number_that_is_not_ours_is_not_found_and_a_wrong_one_is_said_at_the_field(client, db):
    assert number_page(client, "BN-7K3M-9QXT-2H58").status_code == 404
    assert number_page(client, "anything").status_code == 404
    assert client.post(reverse(URL), {"number": "BN-7K3M-9QXT-2H59"}).context["form"].errors["number"]
    assert client.post(reverse("partnerships:check-number", kwargs={"number": "x"})).status_code == 405


def test_a_draft_or_a_text_that_is_being_signed_tells_nothing(sent, client):
    assert number_page(client, sent.document_number).status_code == 404


def test_guessing_numbers_is_stopped(client, db, settings):
    cache.clear()
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "check_number": {"address": 3}}
    assert [number_page(client, f"BN-{turn}").status_code for turn in range(5)] == [404, 404, 404, 429, 429]


@pytest.mark.feature("B12")
def test_a_document_that_was_replaced_is_genuine_but_no_longer_in_force(sealed, client, now):
    agreement, pdf = sealed
    with member_door(agreement.partnership):
        newer = make_newer(agreement, now)
    response = checked(client, pdf)
    assert (response.context["outcome"].verdict, response.context["outcome"].known.newer) == ("genuine", newer)
    assert newer in response.content.decode()
    assert newer in number_page(client, agreement.document_number).content.decode()
    assert number_page(client, newer).context["known"].ended == ""


def make_newer(agreement, now):
    """The next round of the same text, sealed as far as the page can see; its number."""
    number = new_document_id()
    document = Document.objects.create(
        partnership=agreement.partnership, kind="agreement", title="Ronde 2", filename="x.pdf", size=1, sha256="1" * 64,
        media_type="application/pdf", sealed_id=number, sealed_at=now, created_at=now,
    )  # fmt: skip
    Agreement.objects.filter(pk=agreement.pk).update(scheme_document="before")  # one live text per document, for now
    Agreement.objects.create(
        partnership=agreement.partnership, cycle=agreement.cycle, kind=agreement.kind, replaces=agreement, round=2,
        scheme_document="after", title="Ronde 2", text="x", created_at=now, sent_at=now, completed_at=now,
        document_number=number, document=document,
    )  # fmt: skip
    return number


def test_a_document_past_its_last_day_says_so(sealed, client):
    agreement, pdf = sealed
    with member_door(agreement.partnership):
        Agreement.objects.filter(pk=agreement.pk).update(valid_until=timezone.localdate())
    last = date_format(timezone.localdate() - timedelta(days=1), "j F Y")
    assert last in checked(client, pdf).context["outcome"].known.ended
    with member_door(agreement.partnership):
        Agreement.objects.filter(pk=agreement.pk).update(valid_until=timezone.localdate() + timedelta(days=1))
    assert not checked(client, pdf).context["outcome"].known.ended


@pytest.mark.feature("B12")
def test_nothing_of_a_file_is_kept(sealed, client, settings, tmp_path, caplog):
    """Also of one so large that it waits on the disk while it is read."""
    agreement, pdf = sealed
    temporary, caught = tmp_path / "temporary", len(list(tmp_path.rglob("*")))
    temporary.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(temporary)
    large = pdf + b"%" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)
    with caplog.at_level("DEBUG"):
        assert checked(client, large, "geheim.pdf").context["outcome"].verdict == "not_the_filed"
    gc.collect()
    assert list(temporary.iterdir()) == []
    assert len(list(tmp_path.rglob("*"))) == caught + 1
    assert "geheim" not in caplog.text
    with member_door(agreement.partnership):
        assert Document.objects.count() == 1


def test_a_sound_seal_on_other_bytes_than_were_filed_tells_no_names(sealed, client, settings):
    """Somebody with our key, or a copy sealed twice: the seal holds, but this is not the document with that number."""
    agreement, _pdf = sealed
    context = {"document_id": agreement.document_number, "figures": [], "title": "x", "partnership": "y"}
    twin = render_pdf("documents/figures.html", context, language="nl", title="x")
    response = checked(client, seal_pdf(twin, document_id=agreement.document_number, reason="x", at=timezone.now()))
    assert response.context["outcome"].verdict == "not_the_filed"
    assert "Tekenaar" not in response.content.decode()


@pytest.mark.feature("B12")
def test_an_annex_is_known_by_its_bytes_and_a_swapped_one_is_unknown(sealed, client, now):
    """Of any kind of file: the agreement names it by its SHA-256."""
    agreement, _pdf = sealed
    plan = b"%PDF-1.7 the plan as it was signed"
    with member_door(agreement.partnership):
        document = file_rendered(
            agreement.partnership, plan, filename="plan.pdf", kind=DocumentKind.PLAN, title="Plan", at=now
        )
        AgreementAnnex.objects.create(
            partnership=agreement.partnership, agreement=agreement, document=document, position=1, title="Plan",
            sha256=document.sha256,
        )  # fmt: skip
    answer = checked(client, plan)
    assert answer.context["outcome"].verdict == "annex"
    assert agreement.document_number[:7] in answer.content.decode()
    assert agreement.document_number not in answer.content.decode()  # it leads to who signed
    assert checked(client, plan.replace(b"plan", b"plot")).context["outcome"].verdict == "unknown"
    names = agreement.title, "Tekenaar"
    assert not any(name in answer.content.decode() for name in names)
    assert reverse("partnerships:check-number", args=[agreement.document_number]) not in answer.content.decode()
    for number, told in ((agreement.document_number, True), (new_document_id(), False)):
        both = {"file": SimpleUploadedFile("plan.pdf", plan), "number": number}
        words = client.post(reverse(URL), both).content.decode()
        assert [name in words for name in names] == [told, told]


def make_annex(agreement, content, now):
    """A file that the agreement names as its annex, as one could be chosen before that was refused."""
    with member_door(agreement.partnership):
        document = file_rendered(
            agreement.partnership, content, filename="plan.pdf", kind=DocumentKind.PLAN, title="Plan", at=now
        )
        return AgreementAnnex.objects.create(
            partnership=agreement.partnership, agreement=agreement, document=document, position=1, title="Plan",
            sha256=document.sha256,
        )  # fmt: skip


@pytest.mark.feature("B12")
def test_the_filed_document_stays_genuine_when_another_agreement_names_it_as_its_annex(sealed, client, now):
    agreement, pdf = sealed
    make_annex(agreement, pdf, now)
    assert checked(client, pdf).context["outcome"].verdict == "genuine"


def test_an_annex_is_called_an_annex_and_does_not_look_genuine(sealed, client, now):
    agreement, _pdf = sealed
    make_annex(agreement, b"%PDF-1.7 the plan", now)
    words = checked(client, b"%PDF-1.7 the plan").content.decode()
    assert "bn-notice--info" in words
    assert "bn-notice--done" not in words
    assert "Een echte bijlage" not in words


@pytest.mark.feature("B12")
def test_a_sound_seal_under_a_number_that_was_never_filed_says_so(sealed, client, now):
    """Sealed with our key, and never filed: no document of ours, also when an agreement names it as its annex."""
    agreement, _pdf = sealed
    number = new_document_id()
    context = {"document_id": number, "figures": [], "title": "x", "partnership": "y"}
    drawn = render_pdf("documents/figures.html", context, language="nl", title="x")
    astray = seal_pdf(drawn, document_id=number, reason="x", at=timezone.now())
    for _time in range(2):
        answer = checked(client, astray)
        assert answer.context["outcome"].verdict == "never_filed"
        assert number in answer.content.decode()
        assert "bn-notice--done" not in answer.content.decode()
        with member_door(agreement.partnership):
            if not AgreementAnnex.objects.exists():
                make_annex(agreement, astray, now)


def test_the_number_beside_a_file_tells_how_it_ended_whatever_the_file_is(ended, sealed, client):
    agreement, _pdf = sealed
    _pdf, last = ended
    for content in (b"%PDF-1.7 nothing of ours", b"hello"):
        both = {"file": SimpleUploadedFile("x.pdf", content), "number": agreement.document_number}
        assert last in client.post(reverse(URL), both).content.decode()
