"""Documents as PDF: accessible, in the right language, and closed to the world outside."""

import http.server
import re
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from pyhanko.pdf_utils.reader import PdfFileReader

from assessments.charts.bars import bar_chart
from partnerships.documents.render import render_pdf
from partnerships.documents.square_code import square_of
from tests.partnerships.documents.structure import structure_of

CERTIFICATE = {
    "heading": "Certificaat",
    "holder": "Bedrijventerrein De Wetering",
    "areas": ["De Wetering"],
    "scheme": "Keurmerk Veilig Ondernemen",
    "level": "Basis Samenwerken",
    "stars": 2,
    "number": "2026-0123",
    "body": "Certificerende instelling",
    "issued_on": date(2026, 7, 1),
    "valid_until": date(2029, 6, 30),
    "document_id": "BN-7K3M-9QXT-2H58",
    "check_url": "https://bondgenoot.example.org/controle/",
}


def tool(name: str, pdf: bytes, tmp_path: Path, *options: str) -> str:
    """What a program of poppler says of a PDF."""
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf)
    tail = ["-"] if name == "pdftotext" else []
    done = subprocess.run([name, *options, str(path), *tail], capture_output=True, text=True, check=True)
    return re.sub(r"[ \t]+", " ", done.stdout)


@pytest.mark.feature("F17")
def test_an_agreement_is_tagged_named_and_numbered(drawn, tmp_path):
    info = tool("pdfinfo", drawn, tmp_path)
    assert "Tagged: yes" in info
    assert "Title: Convenant De Wetering" in info
    assert "Keywords: BN-7K3M-9QXT-2H58" in info
    assert PdfFileReader(BytesIO(drawn)).root["/Lang"] == "nl"
    text = tool("pdftotext", drawn, tmp_path, "-layout")
    assert "pagina 1 van 3" in text
    assert "pagina 3 van 3" in text
    assert text.count("BN-7K3M-9QXT-2H58") == 5  # the feet, the head of the sheet, the line that tells how to check


def test_drawing_raises_no_complaint(agreement, caplog):
    """Every rule of the style sheet is understood, and everything named in it is there."""
    render_pdf("documents/agreement.html", agreement, language="nl", title="Convenant")
    render_pdf("documents/certificate.html", CERTIFICATE, language="nl", title="Certificaat")
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []


def test_an_agreement_in_english_has_english_words(agreement, tmp_path):
    pdf = render_pdf("documents/agreement.html", agreement, language="en", title="Covenant")
    text = tool("pdftotext", pdf, tmp_path, "-layout")
    assert PdfFileReader(BytesIO(pdf)).root["/Lang"] == "en"
    assert "page 2 of 3" in text
    assert "Signature sheet" in text


def test_the_text_of_an_agreement_is_whole_and_escaped(drawn, tmp_path):
    text = " ".join(tool("pdftotext", drawn, tmp_path).split())
    assert "Eén coördinator, geïnformeerde" in text
    assert "café ’t" in text
    assert "1. Wij melden wat wij zien." in text
    assert "<b>schriftelijk</b>" in text
    for word in ("Gemeente Oosterveen", "Verzekeraar De Brug", "Tekenblad", "9 maart", "192.0.2.*"):
        assert word in text


def test_the_signature_sheet_lies_and_its_head_is_repeated(agreement, tmp_path):
    many = {**agreement, "signatures": agreement["signatures"] * 15}
    pdf = render_pdf("documents/agreement.html", many, language="nl", title="Convenant")
    assert tool("pdfinfo", pdf, tmp_path, "-f", "2", "-l", "2").count("841.89 x 595.276") == 1
    sheets = tool("pdftotext", pdf, tmp_path, "-f", "2").split("\f")
    assert all("Mandaat of volmacht" in sheet for sheet in sheets[:2])


@pytest.mark.heavy
@pytest.mark.feature("F16")
def test_four_hundred_signatories_are_readable_and_no_row_is_broken(agreement, tmp_path):
    rows = [{**agreement["signatures"][0], "organisation": f"Bedrijf {number:03}"} for number in range(400)]
    pdf = render_pdf("documents/agreement.html", {**agreement, "signatures": rows}, language="nl", title="Convenant")
    assert structure_of(pdf).faults == []
    sheets = tool("pdftotext", pdf, tmp_path, "-f", "3", "-layout").split("\f")[:-2]
    assert len(sheets) > 20
    seen = []
    for sheet in sheets:
        assert sheet.split()[0] == "Organisatie"  # the head of the table stands above every page
        names, times = re.findall(r"Bedrijf (\d{3})", sheet), re.findall(r"\d\d:\d\d:\d\d", sheet)
        assert len(names) <= len(times)  # each row with all its lines on one page; witnesses come last
        seen += names
    first = re.findall(r"Bedrijf (\d{3})", tool("pdftotext", pdf, tmp_path, "-f", "1", "-l", "2", "-layout"))
    last = re.findall(r"Bedrijf (\d{3})", tool("pdftotext", pdf, tmp_path, "-layout").split("\f")[-2])
    assert sorted({*first, *seen, *last}) == [f"{number:03}" for number in range(400)]


def test_the_sheet_names_version_round_annexes_and_carries_a_code_with_words(drawn, tmp_path):
    text = "".join(tool("pdftotext", drawn, tmp_path).split())  # a long mark goes on in the next line
    for words in ("covenant-1", "Plan van aanpak", "c0ffee00" * 8, "9f3c81a044de7b12" * 4, "namens [organisatie]"):
        assert words.replace(" ", "") in text
    structure = structure_of(drawn)
    assert structure.faults == []
    assert any("BN-7K3M-9QXT-2H58" in words for words in structure.alternatives)


@pytest.mark.feature("F78")
def test_a_certificate_is_one_lying_page(tmp_path):
    pdf = render_pdf("documents/certificate.html", CERTIFICATE, language="nl", title="Certificaat")
    info = tool("pdfinfo", pdf, tmp_path)
    assert "Pages: 1" in info
    assert "841.89 x 595.276" in info
    text = tool("pdftotext", pdf, tmp_path, "-layout")
    assert "Geldig tot en met 30 juni 2029" in text
    assert "2026-0123" in text
    assert "https://bondgenoot.example.org/controle/" in tool("pdftotext", pdf, tmp_path).replace("\n", "")
    assert "Handtekening namens" in text


def test_a_certificate_without_level_stars_or_end_says_nothing_of_them(tmp_path):
    plain = {**CERTIFICATE, "level": "", "stars": 0, "valid_until": None}
    html = render_to_string("documents/certificate.html", plain)
    assert "certificate__level" not in html
    assert "<svg" not in html
    assert html.count("<dt>") == 3


@pytest.mark.parametrize(("stars", "words"), [(1, "1 ster"), (5, "5 sterren")])
def test_stars_are_drawn_and_said(stars, words):
    svg = render_to_string("documents/_stars.svg", {"stars": stars})
    assert svg.count("<path") == stars
    assert f"<title>{words}</title>" in svg


@pytest.mark.feature("F76")
def test_a_dossier_lists_its_documents_and_requirements(tmp_path):
    context = {
        "title": "Dossier",
        "partnership": "De Wetering",
        "scheme": "Keurmerk",
        "areas": ["De Wetering"],
        "document_id": "BN-7K3M-9QXT-2H58",
        "check_url": "https://bondgenoot.example.org/controle/",
        "frozen_at": datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
        "manifest": [{"name": "Convenant", "kind": "overeenkomst", "sha256": "ab" * 32, "date": date(2026, 3, 9)}] * 40,
        "gates": [
            {"name": "Respons", "needed": "30 %", "now": "28 %", "state": "vrijgesteld", "note": "Besluit 4 maart"}
        ],
    }
    text = tool("pdftotext", render_pdf("documents/dossier.html", context, language="nl", title="Dossier"), tmp_path)
    assert text.count("ab" * 32) == 40
    assert "Besluit 4 maart" in text
    assert text.count("Kenmerk (SHA-256)") == 3  # the head stands on each page of the list


def test_figures_show_drawing_table_source_and_period(tmp_path):
    chart = bar_chart([("2024", 1204), ("2025", None)], title="Incidenten", description="Van 1.204 naar onbekend.")
    figure = {
        "title": "Incidenten per jaar",
        "chart": chart,
        "columns": ["Jaar", "Aantal"],
        "rows": [["2024", "1.204"], ["2025", "geen cijfer"]],
        "source": "Politie",
        "period": "2024 tot en met 2025",
        "note": "",
    }
    context = {"title": "Cijfers", "partnership": "De Wetering", "document_id": "", "figures": [figure]}
    pdf = render_pdf("documents/figures.html", context, language="nl", title="Cijfers")
    text = tool("pdftotext", pdf, tmp_path, "-layout")
    assert text.count("1.204") == 2
    assert text.count("geen cijfer") == 2
    assert "Bron: Politie. Periode: 2024 tot en met 2025." in text


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server that notes who calls."""
    calls: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()
    server.server_close()


def test_a_document_reaches_nothing_outside(listener, tmp_path, settings):
    address, calls = listener
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'GEHEIM' }")
    drawing = f"&lt;svg xmlns='http://www.w3.org/2000/svg'&gt;&lt;image href='{address}/e.png'/&gt;&lt;/svg&gt;"
    hostile = f"""<html lang="nl"><head><base href="{address}/"><title>x</title>
        <link rel="stylesheet" href="{secret.as_uri()}"><link rel="stylesheet" href="{address}/style.css">
        <link rel="stylesheet" href="static:../{secret}"><link rel="attachment" href="file:///etc/passwd"></head>
        <body><p>De tekst blijft.</p><img src="file:///etc/passwd" alt="a"><img src="{address}/a.png" alt="b">
        <img src="c.png" alt="c"><img src="data:image/svg+xml,{drawing}" alt="d">
        </body></html>"""
    (tmp_path / "hostile.html").write_text(hostile)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    pdf = render_pdf("hostile.html", {}, language="nl", title="x")
    text = tool("pdftotext", pdf, tmp_path)
    assert "De tekst blijft." in text
    assert "GEHEIM" not in text
    assert b"root:" not in pdf
    assert b"EmbeddedFile" not in pdf
    assert calls == []


def test_a_certificate_of_a_long_name_and_three_areas_stays_one_page(tmp_path):
    long = {
        "holder": "Samenwerkingsverband Bedrijvenpark Poort van Noord, Molenhoek en Steenakker",
        "areas": ["Bedrijvenpark Poort van Noord", "Bedrijventerrein Molenhoek", "Bedrijventerrein Steenakker-Oost"],
        "stars": 5, "square": square_of(f"{CERTIFICATE['check_url']}{'x' * 40}"),
    }  # fmt: skip
    pdf = render_pdf("documents/certificate.html", CERTIFICATE | long, language="nl", title="Certificaat")
    assert "Pages: 1" in tool("pdfinfo", pdf, tmp_path)
