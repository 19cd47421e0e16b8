"""Office files put together part by part, as Word, Excel and PowerPoint write them; and the same with one thing changed."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetPicture
from PIL import Image

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/"
MICROSOFT = "http://schemas.microsoft.com/office/"
START = "application/vnd.openxmlformats-officedocument."
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OBJECT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
ENDINGS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "emf": "image/x-emf",
    "bin": f"{START}spreadsheetml.printerSettings",
    "odttf": f"{START}obfuscatedFont",
    "vml": f"{START}vmlDrawing",
    "xlsx": f"{START}spreadsheetml.sheet",
}


@dataclass
class Made:
    """An office file in the making: ``parts`` and their ``kinds``, and per part what it ``uses``."""

    parts: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=lambda: dict(ENDINGS))
    uses: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def add(self, name: str, kind: str = "", *, of: str = "", relation: str = "", content: bytes = b"<a/>") -> "Made":
        """A part, its content type (without: by its ending), and the relation by which ``of`` uses it."""
        self.parts[name] = content
        if kind:
            self.kinds[name] = kind
        return self.use(of, relation, f"/{name}", "Internal") if relation else self

    def use(self, source: str, relation: str, target: str, mode: str = "External") -> "Made":
        """A relation; "" is the file itself."""
        self.uses.setdefault(source, []).append((relation, target, mode))
        return self

    def types(self) -> bytes:
        lines = [f"<Default Extension={quoteattr(end)} ContentType={quoteattr(k)}/>" for end, k in self.endings.items()]
        lines += [
            f"<Override PartName={quoteattr('/' + n)} ContentType={quoteattr(k)}/>" for n, k in self.kinds.items()
        ]
        return f'<?xml version="1.0"?><Types xmlns="{TYPES}">{"".join(lines)}</Types>'.encode()

    def all_parts(self) -> list[tuple[str, bytes]]:
        found = [("[Content_Types].xml", self.types())]
        for source, uses in self.uses.items():
            folder, _slash, name = source.rpartition("/")
            found.append((f"{folder}/_rels/{name}.rels".lstrip("/"), relations_of(uses)))
        return [*found, *self.parts.items()]

    def file(self) -> bytes:
        return zipped(self.all_parts())


def relations_of(uses: Sequence[tuple[str, str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type={quoteattr(relation)} Target={quoteattr(target)} TargetMode="{mode}"/>'
        for number, (relation, target, mode) in enumerate(uses)
    )
    return f'<Relationships xmlns="{PACKAGE.rstrip("/")}">{lines}</Relationships>'.encode()


def zipped(parts: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", method) as file:
        for name, content in parts:
            file.writestr(name, content)
    return box.getvalue()


class OneWay(io.RawIOBase):
    """Cannot go back, as an answer of a server: sizes come behind the parts, as Google and Java write them."""

    def __init__(self) -> None:
        self.kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, some: bytes) -> int:  # type: ignore[override]
        self.kept += some
        return len(some)


def zipped_one_way(parts: Sequence[tuple[str, bytes]]) -> bytes:
    box = OneWay()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts:
            file.writestr(name, content)
    return bytes(box.kept)


def letter(base: str = OFFICE, main: str = f"{START}wordprocessingml.document.main+xml") -> Made:
    """The least that is a Word file."""
    return Made().add("word/document.xml", main, relation=f"{base}officeDocument")


def sheets(main: str = f"{START}spreadsheetml.sheet.main+xml") -> Made:
    """The least that is an Excel file."""
    made = Made().add("xl/workbook.xml", main, relation=f"{OFFICE}officeDocument")
    worksheet = f"{START}spreadsheetml.worksheet+xml"
    return made.add("xl/worksheets/sheet1.xml", worksheet, of="xl/workbook.xml", relation=f"{OFFICE}worksheet")


def slides() -> Made:
    """The least that is a PowerPoint file, with a picture, a sound and notes."""
    start, main = f"{START}presentationml.", "ppt/presentation.xml"
    made = Made().add(main, f"{start}presentation.main+xml", relation=f"{OFFICE}officeDocument")
    made.endings |= {"mp4": "video/mp4", "wdp": "image/vnd.ms-photo"}
    made.add("ppt/slides/slide1.xml", f"{start}slide+xml", of=main, relation=f"{OFFICE}slide")
    made.add("ppt/slideMasters/slideMaster1.xml", f"{start}slideMaster+xml", of=main, relation=f"{OFFICE}slideMaster")
    slide = "ppt/slides/slide1.xml"
    made.add("ppt/media/film.mp4", of=slide, relation=f"{MICROSOFT}2007/relationships/media")
    made.add("ppt/media/hd.wdp", of=slide, relation=f"{MICROSOFT}2007/relationships/hdphoto")
    made.add(
        "ppt/authors.xml",
        "application/vnd.ms-powerpoint.authors+xml",
        of=main,
        relation=f"{MICROSOFT}2018/10/relationships/authors",
    )
    return made.add(
        "ppt/printerSettings/p1.bin", f"{start}printerSettings", of=main, relation=f"{OFFICE}printerSettings"
    )


def full_letter(behind_chart: bytes) -> Made:
    """A report as Word writes it: theme, fonts, notes, comments, pictures, own XML, and a chart with its workbook."""
    made, main, start = letter(), "word/document.xml", f"{START}wordprocessingml."
    made.add(
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        relation=f"{PACKAGE}metadata/core-properties",
    )
    made.add("docProps/app.xml", f"{START}extended-properties+xml", relation=f"{OFFICE}extended-properties")
    made.add("docProps/custom.xml", f"{START}custom-properties+xml", relation=f"{OFFICE}custom-properties")
    made.add("docProps/thumbnail.emf", relation=f"{PACKAGE}metadata/thumbnail")
    for name in "styles settings webSettings fontTable numbering footnotes endnotes comments".split():
        made.add(f"word/{name}.xml", f"{start}{name}+xml", of=main, relation=f"{OFFICE}{name}")
    for name, relation in (
        ("commentsExtended", "2011/relationships/commentsExtended"), ("commentsIds", "2016/09/relationships/commentsIds"),
        ("people", "2011/relationships/people"),
    ):  # fmt: skip
        made.add(f"word/{name}.xml", f"{start}{name}+xml", of=main, relation=f"{MICROSOFT}{relation}")
    made.add("word/theme/theme1.xml", f"{START}theme+xml", of=main, relation=f"{OFFICE}theme")
    made.add("word/header1.xml", f"{start}header+xml", of=main, relation=f"{OFFICE}header")
    made.add("word/media/image1.png", of="word/header1.xml", relation=f"{OFFICE}image")
    made.add("word/fonts/font1.odttf", of="word/fontTable.xml", relation=f"{OFFICE}font")
    made.add("customXml/item1.xml", of=main, relation=f"{OFFICE}customXml")
    made.add(
        "customXml/itemProps1.xml",
        f"{START}customXmlProperties+xml",
        of="customXml/item1.xml",
        relation=f"{OFFICE}customXmlProps",
    )
    made.add(
        "word/glossary/document.xml", f"{start}document.glossary+xml", of=main, relation=f"{OFFICE}glossaryDocument"
    )
    made.add("word/charts/chart1.xml", f"{START}drawingml.chart+xml", of=main, relation=f"{OFFICE}chart")
    made.add(
        "word/embeddings/Microsoft_Excel_Sheet1.xlsx",
        of="word/charts/chart1.xml",
        relation=f"{OFFICE}package",
        content=behind_chart,
    )
    for target in (
        "https://example.org/a?b=c#d",
        "mailto:a@example.org",
        "tel:+31201234567",
        "Bijlage%201.docx",
        "#kop",
    ):
        made.use(main, f"{OFFICE}hyperlink", target)
    return made.use(
        "word/header1.xml", f"{OFFICE}image", "NULL", "Internal"
    )  # what Word leaves of a picture that is gone


def written_workbook() -> bytes:
    """A workbook with figures, a chart, a picture, a link and a comment, written by openpyxl."""
    book, picture, out = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in (["jaar", "inbraken"], [2024, 12], [2025, 9]):
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    Image.new("RGB", (4, 4), "red").save(picture, "PNG")
    sheet.add_image(SheetPicture(picture), "D20")
    sheet["A1"].hyperlink = "https://example.org/"
    sheet["A2"].comment = Comment("van de politie", "Ann")
    book.save(out)
    return out.getvalue()
