"""Files: out only through a check and boxed in, in only through one gate; nothing that unpacks into a flood."""

import ast
import contextlib
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import FileField
from django.urls import reverse

from partnerships.domain.filing import ENDINGS, IMAGES, MAX_PARTS, MAX_UNPACKED, PDF, label_of, media_of, sniff
from partnerships.domain.filing import OFFICE as OFFICE_MEDIA
from partnerships.exceptions import Refused
from partnerships.models import Document
from partnerships.office_files.judging import MAX_LISTS
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.house.test_models import our_models
from tests.office import (
    MICROSOFT,
    OBJECT,
    OFFICE,
    START,
    STRICT,
    Made,
    full_letter,
    letter,
    relations_of,
    sheets,
    slides,
    written_workbook,
    zipped,
    zipped_one_way,
)
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


BOOK = "application/vnd.ms-excel."
WORDS = "word/document.xml"


def with_macros(name, kind=""):
    return letter().add(name, kind, of=WORDS, relation=f"{MICROSOFT}2006/relationships/vbaProject", content=OBJECT)


def jar(made):
    """A Word file that a machine with Java runs: the same zip holds a program."""
    made.add("META-INF/MANIFEST.MF", content=b"Main-Class: A").add("A.class", content=b"\xca\xfe\xba\xbe")
    return made


def with_endings(made, **endings):
    made.endings |= endings
    return made


def locked(content):
    """The same zip with the flag that says: a password is needed."""
    return content.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0")


def twice(*names):
    with pytest.warns(UserWarning, match="Duplicate") if len(set(names)) < len(names) else contextlib.nullcontext():
        return zipped([*letter().all_parts(), *((name, b"<a/>") for name in names)])


def longer_than_told(content):
    """The list says that a part is a byte shorter than it is."""
    at = content.rindex(b"PK\x01\x02") + 24
    size = int.from_bytes(content[at : at + 4], "little")
    return content[:at] + (size - 1).to_bytes(4, "little") + content[at + 4 :]


def renamed_list(xml):
    return zipped([("[Content_Types].xml", xml), *letter().all_parts()[1:]])


def hidden_part():
    """A part between two others that the list passes over: a reader that goes from part to part finds it."""
    parts = letter().add("word/z.xml").all_parts()
    whole, less = zipped(parts), zipped(parts[:-1])
    start = less.index(b"PK\x01\x02")
    hidden = whole[start : whole.index(b"PK\x01\x02")]
    end = less[start:]
    return less[:start] + hidden + end[:-6] + (start + len(hidden)).to_bytes(4, "little") + end[-2:]


# What is sent: what the sentence says of it, in Dutch.
OFFICE_ATTACKS = {
    "macros": (lambda: with_macros("word/vbaProject.bin", "application/vnd.ms-office.vbaProject"), "macro"),
    "macros under another name": (
        lambda: with_macros("word/letters.bin", "application/vnd.ms-office.vbaProject"),
        "macro",
    ),
    "macros that say they are settings of a printer": (
        lambda: letter().add(
            "word/p.bin", of=WORDS, relation=f"{OFFICE}printerSettings", content=OBJECT
        ),
        "macro",
    ),
    "macros by relation only": (lambda: with_macros("word/m.xml"), "macro"),
    "a main part with macros": (
        lambda: letter(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macro",
    ),
    "a ribbon that calls macros": (
        lambda: letter().add("ui.xml", relation=f"{MICROSOFT}2006/relationships/ui/extensibility"),
        "macro",
    ),
    "a sheet of macros": (
        lambda: sheets().add(
            "xl/worksheets/sheet2.xml", f"{BOOK}macrosheet+xml",
            of="xl/workbook.xml", relation=f"{MICROSOFT}2006/relationships/xlMacrosheet",
        ),
        "Excel 4.0",
    ),
    "a sheet of macros that is called a sheet": (
        lambda: sheets().add(
            "xl/worksheets/sheet2.xml", f"{BOOK}macrosheet+xml", of="xl/workbook.xml", relation=f"{OFFICE}worksheet"
        ),
        "Excel 4.0",
    ),
    "a binary workbook": (lambda: sheets(f"{BOOK}sheet.binary.macroEnabled.main"), "macro"),
    "an object": (
        lambda: letter().add(
            "word/embeddings/o.bin", f"{START}oleObject", of=WORDS, relation=f"{OFFICE}oleObject", content=OBJECT
        ),
        "ander programma",
    ),
    "a workbook as an object": (
        lambda: letter().add("word/embeddings/b.xlsx", of=WORDS, relation=f"{OFFICE}package", content=sheets().file()),
        "ander programma",
    ),
    "a workbook that nothing uses": (lambda: letter().add("word/b.xlsx", content=sheets().file()), "ander programma"),
    "macros in the workbook behind a chart": (
        lambda: full_letter(sheets().add("xl/v.bin", "application/vnd.ms-office.vbaProject", content=OBJECT).file()),
        "macro",
    ),
    "a workbook in the workbook behind a chart": (
        lambda: full_letter(
            sheets()
            .add("xl/c.xml", f"{START}drawingml.chart+xml", of="xl/workbook.xml", relation=f"{OFFICE}chart")
            .add("xl/b.xlsx", of="xl/c.xml", relation=f"{OFFICE}package", content=sheets().file())
            .file()
        ),
        "ander programma",
    ),
    "a letter behind a chart": (lambda: full_letter(letter().file()), "ander programma"),
    "a web page inside": (
        lambda: with_endings(letter(), html="text/html").add("word/a.html", of=WORDS, relation=f"{OFFICE}aFChunk"),
        "ander programma",
    ),
    "ActiveX": (
        lambda: letter().add(
            "word/activeX/a.xml", "application/vnd.ms-office.activeX+xml", of=WORDS, relation=f"{OFFICE}control"
        ),
        "ActiveX",
    ),
    "a template from elsewhere": (
        lambda: letter()
        .add("word/settings.xml", f"{START}wordprocessingml.settings+xml", of=WORDS, relation=f"{OFFICE}settings")
        .use("word/settings.xml", f"{OFFICE}attachedTemplate", "https://example.org/t.dotm"),
        "sjabloon",
    ),
    "a template from elsewhere, in the strict variant": (
        lambda: letter(STRICT).use(WORDS, f"{STRICT}attachedTemplate", "https://example.org/t.dotm"),
        "sjabloon",
    ),
    "an address that says it is inside": (
        lambda: letter().use(WORDS, f"{OFFICE}image", "https://example.org/p.png", "Internal"),
        "beschadigd",
    ),
    "a machine that says it is inside": (
        lambda: letter().use(WORDS, f"{OFFICE}image", "\\\\example.org\\p.png", "Internal"),
        "beschadigd",
    ),
    "a main part from elsewhere": (
        lambda: letter().use("", f"{OFFICE}officeDocument", "https://example.org/t.docx"),
        "beschadigd",
    ),
    "a picture from elsewhere": (lambda: letter().use(WORDS, f"{OFFICE}image", "https://example.org/p.png"), "haalt"),
    "a film from elsewhere": (lambda: slides().use("ppt/slides/slide1.xml", f"{OFFICE}video", "https://a.nl/v"), "haalt"),
    "an object from elsewhere": (lambda: letter().use(WORDS, f"{OFFICE}oleObject", "https://a.nl/o!"), "haalt"),
    "a workbook from elsewhere": (
        lambda: sheets().add(
            "xl/externalLinks/e.xml", f"{START}spreadsheetml.externalLink+xml",
            of="xl/workbook.xml", relation=f"{OFFICE}externalLink",
        ),
        "van buiten",
    ),
    "a connection": (
        lambda: sheets().add(
            "xl/c.xml", f"{START}spreadsheetml.connections+xml",
            of="xl/workbook.xml", relation=f"{OFFICE}connections",
        ),
        "van buiten",
    ),
    "an add-in": (
        lambda: letter().add("word/webextensions/t.xml", relation=f"{MICROSOFT}2011/relationships/webextensiontaskpanes"),
        "van buiten",
    ),
    "a link to a script": (lambda: letter().use(WORDS, f"{OFFICE}hyperlink", "javascript:alert(1)"), "koppeling"),
    "a link to a program": (lambda: letter().use(WORDS, f"{OFFICE}hyperlink", "ms-msdt:/id"), "koppeling"),
    "a link to a disk": (lambda: letter().use(WORDS, f"{OFFICE}hyperlink", "file:///C:\\a.exe"), "koppeling"),
    "a link to a machine": (lambda: letter().use(WORDS, f"{OFFICE}hyperlink", "\\\\example.org\\a"), "koppeling"),
    "a link to a machine, with other strokes": (
        lambda: letter().use(WORDS, f"{OFFICE}hyperlink", "/\\example.org/a"),
        "koppeling",
    ),
    "a template": (lambda: letter(main=f"{START}wordprocessingml.template.main+xml"), ".docx"),
    "an unknown kind of part": (
        lambda: letter().add("word/new.xml", "application/vnd.example+xml", of=WORDS, relation=f"{OFFICE}customXml"),
        "vnd.example",
    ),
    "an unknown relation": (lambda: letter().use(WORDS, f"{OFFICE}newest", "a.xml", "Internal"), "newest"),
    "a relation in capitals": (lambda: letter().use(WORDS, f"{OFFICE}IMAGE", "a.xml", "Internal"), "IMAGE"),
    "relations that say they are plain XML": (
        lambda: letter().add(
            "word/_rels/x.xml.rels", "application/xml",
            content=relations_of([(f"{OFFICE}attachedTemplate", "https://a.nl/", "External")]),
        ),
        "beschadigd",
    ),
    "relations in another place": (lambda: letter().add("word/a.rels"), "beschadigd"),
    "two main parts": (
        lambda: letter().add(
            "xl/workbook.xml", f"{START}spreadsheetml.sheet.main+xml", relation=f"{OFFICE}officeDocument"
        ),
        "beschadigd",
    ),
    "no main part": (lambda: Made().add("word/document.xml"), "beschadigd"),
    "a program for Java": (lambda: jar(letter()), "beschadigd"),
    "a program for Java that says it is pictures": (
        lambda: jar(with_endings(letter(), **{"class": "image/png", "MF": "image/png"})),
        "beschadigd",
    ),
    "a part of no kind": (lambda: letter().add("word/a.exe"), "beschadigd"),
    "a part of two kinds": (
        lambda: renamed_list(letter().types().replace(b"</Types>", b'<Default Extension="XML" ContentType="a/b"/></Types>')),
        "beschadigd",
    ),
    "a part outside": (lambda: letter().add("../a.xml"), "beschadigd"),
    "a part with a name for another system": (lambda: letter().add("word\\a.xml"), "beschadigd"),
    "a name decoded twice": (lambda: letter().add("word/%2576.xml"), "beschadigd"),
    "two parts of one name": (lambda: twice("word/a.xml", "word/a.xml"), "beschadigd"),
    "two parts of one name in capitals": (lambda: twice("word/a.xml", "word/A.xml"), "beschadigd"),
    "two parts of one name in code": (lambda: twice("word/a.xml", "word/%61.xml"), "beschadigd"),
    "two lists of kinds": (lambda: twice("[content_types].XML"), "beschadigd"),
    "bytes behind": (lambda: letter().file() + b"MZ", "beschadigd"),
    "a program behind": (lambda: letter().file() + zipped([("A.class", b"a")]), "beschadigd"),
    "a letter before": (lambda: zipped([("A.class", b"a")]) + letter().file(), "beschadigd"),
    "a remark": (lambda: letter().file()[:-2] + b"\4\0echo", "beschadigd"),
    "a part that is not in the list": (hidden_part, "beschadigd"),
    "a part longer than the list says": (lambda: longer_than_told(letter().file()), "beschadigd"),
    "half a file": (lambda: letter().file()[:-40], "beschadigd"),
    "another way of packing": (lambda: zipped(letter().all_parts(), zipfile.ZIP_BZIP2), "beschadigd"),
    "a password": (lambda: locked(letter().file()), "wachtwoord"),
    "a password on the whole": (lambda: OBJECT, "wachtwoord"),
    "entities": (
        lambda: renamed_list(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + letter().types()),
        "beschadigd",
    ),
    "no XML": (lambda: renamed_list(b"<Types"), "beschadigd"),
    "XML in an unknown script": (lambda: renamed_list(b"<?xml version='1.0' encoding='x'?><a/>"), "beschadigd"),
    "OpenDocument": (
        lambda: zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", b"")]),
        "OpenDocument",
    ),
    "a PDF with a program behind": (lambda: b"%PDF-1.7\n%%EOF\n" + zipped([("A.class", b"a")]), "pdf"),
}  # fmt: skip


def file_of(made):
    return made.file() if isinstance(made, Made) else made


@pytest.mark.parametrize("attack", OFFICE_ATTACKS)
def test_an_office_file_that_does_more_than_tell_is_refused_with_what_was_found(attack):
    made, said = OFFICE_ATTACKS[attack]
    with pytest.raises(Refused, match=re.escape(said)):
        media_of(file_of(made()))


GENUINE = {
    "a small letter": letter,
    "a full report": lambda: full_letter(written_workbook()),
    "the strict variant": lambda: letter(STRICT),
    "a workbook of openpyxl": written_workbook,
    "slides with a film": slides,
    "sizes behind the parts": lambda: zipped_one_way(letter().all_parts()),
    "not packed": lambda: zipped(letter().all_parts(), zipfile.ZIP_STORED),
    "with folders": lambda: zipped([("word/", b""), *letter().all_parts()]),
    "comments with their shapes": lambda: sheets().add(
        "xl/drawings/v.vml", of="xl/worksheets/sheet1.xml", relation=f"{OFFICE}vmlDrawing"
    ),
    "settings of a printer": lambda: sheets().add(
        "xl/printerSettings/p.bin", of="xl/worksheets/sheet1.xml", relation=f"{OFFICE}printerSettings"
    ),
    "from Google": lambda: sheets().add(
        "xl/metadata", "application/binary",
        of="xl/workbook.xml", relation="http://customschemas.google.com/relationships/workbookmetadata",
    ),
    "written by .NET": lambda: letter().add(
        "package/services/metadata/core-properties/0a.psmdcp", "application/vnd.openxmlformats-package.core-properties+xml",
        relation="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GENUINE)
def test_an_office_file_as_the_programs_write_it_is_taken(name):
    assert media_of(file_of(GENUINE[name]())) in OFFICE_MEDIA


def test_an_office_file_is_told_by_what_is_in_it():
    assert media_of(sheets().file()).endswith("spreadsheetml.sheet")
    assert media_of(slides().file()).endswith("presentationml.presentation")
    assert sniff(zipped([("nothing.txt", b"0")])) == ""
    assert sniff(zipped([("word/document.xml", b"0"), ("xl/workbook.xml", b"0")])) == ""


def test_the_person_reads_in_dutch_what_was_found_and_nothing_is_kept(world, ann):
    page = reverse("partnerships:document-add", kwargs={"partnership": world.partnership.slug})
    made = letter().use(WORDS, f"{OFFICE}attachedTemplate", "https://example.org/<b>.dotm")
    sent = {"kind": "evidence", "title": "sjabloon", "file": SimpleUploadedFile("a.docx", made.file())}
    answer = client_of(ann).post(page, sent)
    assert "haalt zijn sjabloon van elders (https://example.org/&lt;b&gt;.dotm)" in answer.content.decode()
    with member_door(world.partnership):
        assert not Document.objects.filter(title="sjabloon").exists()


def test_an_office_file_that_would_fill_a_disk_is_refused(world, ann, monkeypatch):
    monkeypatch.setattr("partnerships.domain.filing.MAX_UNPACKED", 5_000_000)
    made = sheets().add("xl/sharedStrings.xml", content=b"0" * 6_000_000)
    bomb = made.file()
    assert len(bomb) < 10_000
    page = reverse("partnerships:document-add", kwargs={"partnership": world.partnership.slug})
    sent = {"kind": "evidence", "title": "bom", "file": SimpleUploadedFile("a.xlsx", bomb)}
    assert client_of(ann).post(page, sent).context["form"].errors
    with member_door(world.partnership):
        assert not Document.objects.filter(title="bom").exists()
    assert MAX_UNPACKED < 1024**3


def test_lists_in_an_office_file_that_would_fill_the_memory_are_not_read(monkeypatch):
    monkeypatch.setattr("partnerships.office_files.markup.ParserCreate", None)  # reading them would be a TypeError
    assert sniff(renamed_list(b" " * (MAX_LISTS + 1))) == ""


def test_an_office_file_of_very_many_parts_is_refused_before_its_list_is_read(monkeypatch):
    many = zipped([*sheets().all_parts(), *((f"p{number}", b"") for number in range(MAX_PARTS))])
    monkeypatch.setattr("partnerships.office_files.container.ZipFile", None)  # reading it would be a TypeError
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
    assert set(ENDINGS) == {PDF, *OFFICE_MEDIA, *IMAGES.values()}
