"""Files: out only through a check and boxed in, in only through one gate; nothing that unpacks into a flood."""

import ast
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import FileField
from django.urls import reverse

from partnerships.domain.filing import ENDINGS, IMAGES, MAX_PARTS, MAX_UNPACKED, OFFICE, PDF, label_of, sniff
from partnerships.models import Document
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.house.test_models import our_models
from tests.reading import read
from tests.sources import name_of, python, tree
from tests.walk import addresses

HANDS_OUT = {"partnerships/doors/serving.py"}
# What writes a file that somebody sent; the second is text, read by the worker and thrown away.
TAKES_IN = {"partnerships/domain/filing.py", "assessments/domain/figures.py"}
FILE_FIELDS = {"Document.file", "FigureImport.file", "Organisation.logo"}
SERVED = {
    "partnerships:document", "certification:certificate-document",
    "certification:dossier-item", "certification:dossier-manifest", "certification:recognition-document",
}  # fmt: skip


def test_files_are_handed_out_in_one_place():
    out = {
        name_of(path)
        for path in python()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id in {"FileResponse", "StreamingHttpResponse"}
    }
    assert out == HANDS_OUT


def test_what_is_sent_is_put_away_in_two_places_and_no_form_of_a_library_does_it():
    savers = {
        name_of(path)
        for path in python()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith((".file.save", ".logo.save", "default_storage.save"))
    }
    assert savers == TAKES_IN
    found = {f"{m.__name__}.{f.name}" for m in our_models() for f in m._meta.get_fields() if isinstance(f, FileField)}
    assert found == FILE_FIELDS


def test_no_file_has_an_address_of_its_own(settings):
    assert settings.MEDIA_URL in {"", "/"}
    assert not str(settings.MEDIA_ROOT).startswith(str(settings.STATIC_ROOT))
    assert not any("media" in address.route or "files/" in address.route for address in addresses())


def served_pages(world):
    return [address.url(world) for address in addresses() if address.name in SERVED]


def test_every_file_is_boxed_in(world, ann):
    client = client_of(ann)
    assert len(served_pages(world)) == len(SERVED)
    for url in served_pages(world):
        answer = client.get(url)
        assert answer.status_code == 200, url
        read(answer)
        assert answer["Content-Disposition"].startswith("attachment"), url
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "private, no-store"


def test_the_proxy_sends_what_was_checked_and_only_that(world, ann, carla, settings):
    name, client = str(world.document.file.name), client_of(ann)
    for kind, header, place in (
        ("nginx", "X-Accel-Redirect", f"/protected-files/{name}"),
        ("apache", "X-Sendfile", f"{settings.MEDIA_ROOT}/{name}"),
    ):
        settings.SENDFILE = kind
        for url in served_pages(world):
            answer = client.get(url)
            assert (answer.status_code, answer.content) == (200, b"")
            assert header in answer
            assert answer["Content-Disposition"].startswith("attachment")
            assert answer["Content-Type"] == "application/pdf"
            assert header not in client_of(carla).get(url), url
        url = reverse(
            "partnerships:document", kwargs={"partnership": world.partnership.slug, "uuid": world.document.uuid}
        )
        assert client.get(url)[header] == place
        assert client.get(url, {"show": ""})["Content-Disposition"].startswith("inline")


def office(*names, size=1):
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, b"0" * size)
    return box.getvalue()


def test_an_office_file_is_told_by_what_is_in_it():
    assert sniff(office("xl/workbook.xml")).endswith("spreadsheetml.sheet")
    assert sniff(office("nothing.txt")) == ""
    assert sniff(office("word/document.xml", "word/vbaProject.bin")) == ""


def test_an_office_file_that_would_fill_a_disk_is_refused(world, ann, monkeypatch):
    monkeypatch.setattr("partnerships.domain.filing.MAX_UNPACKED", 5_000_000)
    bomb = office("xl/workbook.xml", size=6_000_000)
    assert len(bomb) < 10_000
    page = reverse("partnerships:document-add", kwargs={"partnership": world.partnership.slug})
    sent = {"kind": "evidence", "title": "bom", "file": SimpleUploadedFile("a.xlsx", bomb)}
    assert client_of(ann).post(page, sent).context["form"].errors
    with member_door(world.partnership):
        assert not Document.objects.filter(title="bom").exists()
    assert MAX_UNPACKED < 1024**3


def test_an_office_file_of_very_many_parts_is_refused_before_its_list_is_read(monkeypatch):
    many = office("xl/workbook.xml", *(f"p{number}" for number in range(MAX_PARTS)))
    monkeypatch.setattr("partnerships.domain.filing.ZipFile", None)  # reading it would be a TypeError
    assert sniff(many) == ""


@pytest.mark.parametrize("name", ["partnerships:check", "partnerships:addresses-preview"])
def test_a_form_that_reads_only_keeps_nothing(name, world, ann):
    with member_door(world.partnership):
        before = Document.objects.count()
    address = next(one for one in addresses() if one.name == name)
    client_of(ann).post(address.url(world), {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")})
    with member_door(world.partnership):
        assert Document.objects.count() == before


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("brief.pdf", "brief.pdf"),
        ("BRIEF.PDF", "BRIEF.PDF"),
        ("brief.exe", "brief.exe.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("", "bestand.pdf"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
    ],
)
def test_a_name_ends_as_its_content_asks(name, label):
    assert label_of(name, PDF) == label
    assert set(ENDINGS) == {PDF, *OFFICE.values(), *IMAGES.values()}
