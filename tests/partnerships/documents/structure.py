"""What PDF/UA-1 asks of the structure of a file, as far as a small program can see it. No replacement for veraPDF."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader


@dataclass
class Structure:
    """The facts of a file; two files with equal structure are equally accessible. ``faults``: what is missing."""

    lang: str = ""
    title: str = ""
    marked: bool = False
    title_shown: bool = False
    claims_ua: bool = False
    tabs: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)  # in reading order
    alternatives: list[str] = field(default_factory=list)  # of figures
    scopes: list[str] = field(default_factory=list)  # of head cells

    @property
    def faults(self) -> list[str]:
        wrong = {
            "no language": not self.lang,
            "no title": not self.title,
            "not marked": not self.marked,
            "title not shown": not self.title_shown,
            "does not say PDF/UA": not self.claims_ua,
            "order of tabs": set(self.tabs) != {"/S"},
            "no structure": self.tags[:1] != ["/Document"],
            "figure without words": "" in self.alternatives,
            "head cell without scope": any(scope not in ("/Column", "/Row", "/Both") for scope in self.scopes),
        }
        return [words for words, is_wrong in wrong.items() if is_wrong]


def structure_of(pdf: bytes) -> Structure:
    reader = PdfFileReader(BytesIO(pdf))
    root = reader.root
    found = Structure(
        lang=str(root.get("/Lang", "")),
        title=str(reader.trailer_view["/Info"].get("/Title", "")),
        marked=bool(root["/MarkInfo"]["/Marked"]) if "/MarkInfo" in root else False,
        title_shown=bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
        claims_ua=b"pdfuaid:part" in root["/Metadata"].data if "/Metadata" in root else False,
        tabs=[str(page.get("/Tabs", "")) for page in _pages(root["/Pages"])],
    )
    if "/StructTreeRoot" in root:
        for element in _elements(root["/StructTreeRoot"].get("/K")):
            _note(found, element)
    return found


def _pages(node: DictionaryObject) -> Iterator[DictionaryObject]:
    for kid in node["/Kids"]:
        kid = kid.get_object()
        if kid["/Type"] == "/Pages":
            yield from _pages(kid)
        else:
            yield kid


def _elements(kids: Any) -> Iterator[DictionaryObject]:
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield kid
            yield from _elements(kid.get("/K"))


def _note(found: Structure, element: DictionaryObject) -> None:
    tag = str(element["/S"])
    found.tags.append(tag)
    if tag in ("/Figure", "/Formula"):
        found.alternatives.append(str(element.get("/Alt", "")))
    if tag == "/TH":
        given = element.get("/A", {})
        attributes = given if isinstance(given, ArrayObject) else [given]
        scopes = [one.get_object().get("/Scope") for one in attributes if one]
        found.scopes.append(str(next((scope for scope in scopes if scope), "")))
