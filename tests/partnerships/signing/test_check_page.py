"""Anybody checks a copy (B12)."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.documents.render import render_pdf
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


def checked(client, content: bytes, name: str = "kopie.pdf"):
    return client.post(reverse(URL), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.feature("B12")
def test_an_unchanged_copy_tells_title_number_and_date_and_nothing_more(sealed, client):
    agreement, pdf = sealed
    response = checked(client, pdf)
    words = response.content.decode()
    assert response.context["outcome"].verdict == "ours_unchanged"
    assert agreement.document_number in words
    assert agreement.title in words
    assert "Tekenaar" not in words
    assert "Brandweer Oost" not in words


@pytest.mark.feature("B12")
def test_one_changed_byte_reads_as_changed_and_tells_only_the_number(sealed, client):
    agreement, pdf = sealed
    found = re.search(rb"/ByteRange \[0 (\d+)", pdf)
    assert found
    start = int(found[1])
    place = start // 2
    response = checked(client, pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :])
    words = response.content.decode()
    assert response.context["outcome"].verdict == "ours_changed"
    assert re.search("Gewijzigd|Changed", words)
    assert agreement.document_number in words
    assert agreement.title not in words


@pytest.mark.feature("B12")
def test_a_revision_behind_the_seal_reads_as_changed(sealed, client):
    _agreement, pdf = sealed
    assert checked(client, pdf + b"\n% added\n%%EOF\n").context["outcome"].verdict == "ours_changed"


def test_our_number_without_our_seal_reads_as_changed(sealed, client):
    agreement, _pdf = sealed
    context = {"document_id": agreement.document_number, "figures": [], "title": "x", "partnership": "y"}
    copy = render_pdf("documents/figures.html", context, language="nl", title="x")
    assert checked(client, copy).context["outcome"].verdict == "ours_changed"


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
