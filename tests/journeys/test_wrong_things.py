"""Wrong files at every door, and a no with its reason. What other tests prove stands here only as a list:

| what goes wrong | proven in |
|---|---|
| a signing link opened by a scanner (GET, HEAD, OPTIONS) changes nothing | partnerships/signing/test_signature_pages.py |
| a signing link that expired, was used, or belongs to a text that was withdrawn | partnerships/signing/test_signature_pages.py |
| an invitation that expired or was used | partnerships/views/test_invitations.py |
| a positive decision with a major finding open | certification/views/test_audit_rooms.py; the journey of 2015 |
| another tenant's addresses answer 404, in every room | walks/test_tenancy.py |
| every verb and page of content without the right answers 403 or 404 | walks/test_matrix.py, walks/test_insurer.py |
| an outline that crosses itself, or is no ground | partnerships/domain/test_boundaries.py |
| personal data, pivot tables and mistakes in cells of a file of figures | assessments/domain/test_figure_reading.py |
"""

import io
import tracemalloc
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from assessments.models import FigureImport
from partnerships.models import Area, Document, Partnership
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.journeys.conftest import Work
from tests.partnerships.signing.test_signature_pages import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
HUGE = 100 * 1024 * 1024
DOORS = {  # the address → the other fields it asks for
    "assessments:figures-import": {"source": "police"},
    "partnerships:document-add": {"kind": "evidence", "title": "Bewijs"},
    "partnerships:check": {},
    "partnerships:area-boundary": {},
    "partnerships:addresses-preview": {},
}


class Zeros(io.RawIOBase):
    """A request body with a file of nothing but zeros that never lies in memory as a whole."""

    def __init__(self, fields: dict[str, str], size: int) -> None:
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
        ]
        head = 'Content-Disposition: form-data; name="file"; filename="groot.csv"\r\nContent-Type: text/csv\r\n\r\n'
        self.pieces: list[Any] = [("".join(parts) + "--x\r\n" + head).encode(), size, b"\r\n--x--\r\n"]
        self.length = len(self.pieces[0]) + size + len(self.pieces[2])

    def read(self, size: int = -1) -> bytes:
        given = b""
        while self.pieces and not given:
            first = self.pieces[0]
            if isinstance(first, int):
                given = bytes(min(first, size, 65536))
                self.pieces[0] = first - len(given)
            else:
                given, self.pieces[0] = first[:size], first[size:]
            if not self.pieces[0]:
                self.pieces.pop(0)
        return given


def address(name: str, park: Partnership, area: Area) -> str:
    if name == "partnerships:check":
        return reverse(name)
    more = {"pk": area.pk} if name in {"partnerships:area-boundary", "partnerships:addresses-preview"} else {}
    return reverse(name, kwargs={"partnership": park.slug, **more})


def kept() -> dict[str, Any]:
    """Every row of every table, but for sessions (the visitor's own)."""
    return {table: rows for table, rows in everything().items() if table != "django_session"}


def complaint(answer: Any) -> str:
    """What the page says is wrong: the words beside the fields, or the whole page when it is no form."""
    page = unescape(answer.content.decode())
    assert answer.status_code in {200, 400, 413, 422}, answer.status_code
    forms = [one for context in answer.context or () for one in context.flatten().values() if isinstance(one, BaseForm)]
    said = [str(errors) for form in forms if form.is_bound for errors in form.errors.values()]
    return " ".join(said) or page.partition("<main")[2] or page


@pytest.fixture
def area(park: Partnership) -> Area:
    with member_door(park):
        return park.areas.get()


@pytest.mark.parametrize("name", DOORS)
def test_a_file_of_100_megabytes_is_refused_without_lying_in_memory(name, park, area, ann):
    body, client, before = Zeros(DOORS[name], HUGE), client_of(ann), kept()
    given: Any = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(body.length),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    client.get(reverse("partnerships:check"))  # what is loaded once does not count
    tracemalloc.start()
    answer = client.generic("POST", address(name, park, area), **given)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "MB" in complaint(answer)
    assert kept() == before
    assert peak < 30 * 1024 * 1024


@pytest.mark.parametrize("name", DOORS)
def test_an_empty_file_is_refused_with_a_sentence(name, park, area, ann):
    client, before = client_of(ann), kept()
    answer = client.post(address(name, park, area), {**DOORS[name], "file": SimpleUploadedFile("leeg.csv", b"")})
    assert len(complaint(answer).split()) > 3
    assert kept() == before


def workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet: Any = book.active
    sheet.append(["postcode", "huisnummer", "straat"])
    sheet.append(["7533 AB", "1", "Wetering"])
    book.save(out)
    return out.getvalue()


def test_a_workbook_named_csv_is_refused_as_addresses(park, area, ann):
    client, before = client_of(ann), kept()
    file = SimpleUploadedFile("adressen.csv", workbook(), "text/csv")
    answer = client.post(address("partnerships:addresses-preview", park, area), {"file": file})
    assert "CSV" in complaint(answer)
    assert kept() == before


def test_a_workbook_named_csv_is_refused_as_figures(park, area, ann, work: Work):
    """The worker reads the file; the page then says what is wrong, and there is nothing to confirm."""
    file = SimpleUploadedFile("politie.csv", workbook(), "text/csv")
    client_of(ann).post(address("assessments:figures-import", park, area), {"source": "police", "file": file})
    work()
    with member_door(park):
        staged = FigureImport.objects.filter(confirmed_at__isnull=True).first()
    if staged is not None:
        page = client_of(ann).get(
            reverse("assessments:figures-preview", kwargs={"partnership": park.slug, "pk": staged.pk})
        )
        assert "CSV" in page.content.decode()
        assert page.context["confirm"] is None


def test_addresses_of_a_dutch_spreadsheet_are_understood(park, area, ann):
    """Commas between the columns and the letters of Windows, as another program saves them."""
    client = client_of(ann)
    content = 'postcode,huisnummer,straat\r\n7533 AB,1,Coöperatielaan\r\n7533AB,2 a,"Plein, noord"\r\n'.encode(
        "windows-1252"
    )
    answer = client.post(
        address("partnerships:addresses-preview", park, area), {"file": SimpleUploadedFile("a.csv", content)}
    )
    assert answer.status_code == 200
    client.post(
        reverse("partnerships:addresses-confirm", kwargs={"partnership": park.slug, "pk": area.pk}),
        {"word": answer.context["word"]},
    )
    assert set(area.addresses.values_list("street", flat=True)) == {"Coöperatielaan", "Plein, noord"}


def test_what_is_no_document_is_not_kept(park, area, ann):
    """A web page that says it is a PDF."""
    file = SimpleUploadedFile("verslag.pdf", b"<html><script>alert(1)</script></html>", "application/pdf")
    answer = client_of(ann).post(
        address("partnerships:document-add", park, area), {**DOORS["partnerships:document-add"], "file": file}
    )
    assert complaint(answer)
    with member_door(park):
        assert not Document.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["partnerships:party-add", "actionplans:plan-start", "certification:analysis-adopt", "assessments:figures-import"],
)
def test_a_member_without_the_right_reads_why_not(name, park, bert):
    """403 with a sentence in the page, not a bare refusal; nobody who is not signed in gets that far."""
    url = reverse(name, kwargs={"partnership": park.slug})
    answer = client_of(bert).get(url)
    assert answer.status_code == 403
    said = str(answer.context["exception"])
    assert said.endswith(".")
    assert said in unescape(answer.content.decode())
    assert Client().get(url)["Location"].startswith(reverse("account_login"))
