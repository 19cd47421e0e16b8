"""Input that no browser sends: strange numbers, NUL, control signs, far days, pictures and files made to hurt."""

import io
import random
import struct
import zipfile
import zlib

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from actionplans.models import Measure
from partnerships.domain.boundaries import BoundaryRefused, read_boundary
from partnerships.exceptions import Refused
from partnerships.models import Document, Organisation
from partnerships.tabular import read_table
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.effort import effort
from tests.partnerships.signing.conftest import bytes_of

STRANGE = ["²", "٣" * 30, "9" * 40, "-1", "1e9", "\x00", "a\x00b", "x" * 3000]
FOUNDING = ["found", "found-scheme", "found-start", "area-new"]


@pytest.mark.parametrize("value", STRANGE)
def test_strange_words_in_an_address(value, world, ann):
    client = client_of(ann)
    for name in FOUNDING:
        asked = dict.fromkeys(("area", "scheme", "municipality", "kind", "q", "page"), value)
        assert client.get(reverse(f"partnerships:{name}"), asked).status_code < 500
    adding = reverse("partnerships:party-add", kwargs={"partnership": world.partnership.slug})
    assert client.get(adding, {"kind": "police", "q": value}).status_code < 500


@pytest.mark.parametrize(
    "path", ["certificates/%00/", "certificates/a%00/", "p/%00/", "account/password/reset/key/a-%00/"]
)
def test_a_nul_in_an_address_is_not_found(path, db):
    client = Client()
    client.raise_request_exception = False
    assert client.get(f"/{path}").status_code < 500


def test_a_municipality_has_a_name_that_fits(ann):
    asked = {"name": "Terrein", "kind": "business_park", "new_municipality": "x" * 161, "country": "NL"}
    answer = client_of(ann).post(reverse("partnerships:area-new"), asked)
    assert "new_municipality" in answer.context["form"].errors
    assert not Organisation.objects.filter(name__startswith="xx").exists()


def test_the_last_day_there_is_is_refused(world, ann):
    asked = {"title": "Plan", "starts_on": "2026-01-01", "last_day": "9999-12-31"}
    page = reverse("actionplans:plan-period", kwargs={"partnership": world.partnership.slug})
    assert "last_day" in client_of(ann).post(page, asked).context["form"].errors


def test_a_control_sign_in_a_measure_does_not_break_the_sheet(world, ann):
    with member_door(world.partnership):
        Measure.objects.filter(pk=world.measure.pk).update(title="=1+1\x0b\x01", description="\t=cmd")
    page = reverse("actionplans:measures-export", kwargs={"partnership": world.partnership.slug, "kind": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(client_of(ann).get(page).content)).worksheets[0]
    values = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert "'=1+1" in values
    assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_no_export_calculates_with_the_name_of_an_auditor(world, otto):
    otto.name = "=1+1"
    otto.save()
    sheet = client_of(otto).get(reverse("certification:audit-list-export")).content.decode()
    assert ";'=1+1;" in sheet
    assert ";=1+1" not in sheet


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "Polygon", "coordinates": [[[1%s, 2], [3, 4], [5, 6]]]}' % ("0" * 400),
        '{"type": "Polygon", "coordinates": ' + "[" * 20_000,
        '{"type": "Polygon", "coordinates": {"a": 1}}',
        "[]",
        "52.1" + " " * 200_000 + "x",
        "52,1 " + "\t" * 200_000 + ";",
    ],
)
def test_an_outline_made_to_hurt_is_refused_at_once(text):
    def read():
        with pytest.raises(BoundaryRefused):
            read_boundary(text)

    assert effort(read) < 100


def test_a_nul_in_a_table_is_refused():
    with pytest.raises(Refused):
        read_table("postcode;huisnummer;straat\n1234 AB;1;a\x00b\n".encode("utf-16"))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *more):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(b"\0" * 4)) + chunk(b"IEND", b"")


HURTFUL = {
    "large.png": lambda: png(9000, 9000),
    "drawing.svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "page.pdf": lambda: b"<html><script>alert(1)</script>",
    "letter.pdf": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", HURTFUL)
def test_a_file_made_to_hurt_is_refused(name, world, ann):
    page = reverse("partnerships:document-add", kwargs={"partnership": world.partnership.slug})
    sent = {"kind": "evidence", "title": "t", "file": SimpleUploadedFile(name, HURTFUL[name]())}
    assert client_of(ann).post(page, sent).context["form"].errors


@pytest.mark.filterwarnings("ignore")
def test_a_picture_with_a_bomb_in_its_text_is_refused_or_kept_without_it(world, ann):
    """WeasyPrint, once loaded, lets the picture library skip such a text; either way it is not kept."""
    page = reverse("partnerships:document-add", kwargs={"partnership": world.partnership.slug})
    bomb = png(1, 1, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"0" * 8_000_000)))
    sent = {"kind": "evidence", "title": "bom", "file": SimpleUploadedFile("text.png", bomb)}
    answer = client_of(ann).post(page, sent)
    with member_door(world.partnership):
        kept = [bytes_of(document) for document in Document.objects.filter(title="bom")]
    assert (answer.status_code, len(kept)) in {(302, 1), (200, 0), (422, 0)}
    assert not any(b"zTXt" in content for content in kept)


@pytest.mark.filterwarnings("ignore")
def test_a_damaged_file_is_never_a_fault(world, ann):
    page, client = reverse("partnerships:document-add", kwargs={"partnership": world.partnership.slug}), client_of(ann)
    office, picture = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(office, "w") as box:
        box.writestr("xl/workbook.xml", b"0")
    Image.new("P", (8, 8)).save(picture, "PNG")
    chance = random.Random(1)
    for whole in (office.getvalue(), picture.getvalue()):
        for _round in range(40):
            damaged = bytearray(whole)
            for _byte in range(chance.randint(1, 12)):
                damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
            sent = {"kind": "evidence", "title": "t", "file": SimpleUploadedFile("x", bytes(damaged))}
            assert client.post(page, sent).status_code < 500


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\r\nX-Evil: 1.pdf", 'a".pdf', "..\\..\\x.pdf", "a\x00b.pdf"])
def test_the_name_of_a_file_is_a_label_only(name, world, ann):
    parts = [
        b'--B\r\nContent-Disposition: form-data; name="kind"\r\n\r\nevidence\r\n',
        b'--B\r\nContent-Disposition: form-data; name="title"\r\n\r\nLabel\r\n',
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="' + name.replace('"', '\\"').encode(),
        b'"\r\nContent-Type: text/html\r\n\r\n%PDF-1.4 x\r\n--B--\r\n',
    ]
    client, here = client_of(ann), {"partnership": world.partnership.slug}
    kind = "multipart/form-data; boundary=B"
    assert (
        client.post(reverse("partnerships:document-add", kwargs=here), b"".join(parts), content_type=kind).status_code
        == 302
    )
    with member_door(world.partnership):
        document = Document.objects.get(title="Label")
    assert str(document.file.name).removeprefix("documents/").isalnum()
    answer = client.get(reverse("partnerships:document", kwargs={**here, "uuid": document.uuid}), {"show": ""})
    assert answer.getvalue() == b"%PDF-1.4 x"
    assert "X-Evil" not in answer.headers
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"]
