"""The two lists in an office file that say what it is: the kinds of its parts, and what refers to what."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.parsers.expat import ExpatError, ParserCreate

from partnerships.office_files.container import CONTENT_TYPES, Irregular, Part, small

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types "
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships "
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
Elements = list[tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Relation:
    """One line of a ``.rels`` part: ``source`` (the part, or "" for the file) uses ``target`` as a ``type``."""

    source: str
    type: str
    target: str
    external: bool

    @property
    def part(self) -> str:
        """The part that is meant, by its key; it may not be there."""
        path = unquote(self.target.partition("#")[0])
        return small(posixpath.normpath(posixpath.join("/", posixpath.dirname(self.source), path)).lstrip("/"))


def read_elements(xml: bytes) -> Elements:
    """The elements with their attributes. A document type is refused, so no entity is ever opened or fetched.

    Raises ``Irregular``.
    """
    found: Elements = []
    parser = ParserCreate(namespace_separator=" ")

    def refuse(*_declared: object) -> None:
        raise Irregular

    def note(name: str, attributes: dict[str, str]) -> None:
        found.append((name, attributes))

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = note
    try:
        parser.Parse(xml, True)  # noqa: FBT003  # its own signature
    except (ExpatError, ValueError, LookupError) as error:
        raise Irregular from error
    return found


def read_types(xml: bytes, parts: Mapping[str, Part]) -> dict[str, str]:
    """The content type of each part, in small letters. Raises ``Irregular`` when one has none, or two."""
    endings: dict[str, str] = {}
    named: dict[str, str] = {}
    for element, attributes in _children(read_elements(xml), f"{TYPES}Types", (f"{TYPES}Default", f"{TYPES}Override")):
        by_name = element.endswith("Override")
        told = attributes.get("PartName" if by_name else "Extension", "")
        key = small(unquote(told)).removeprefix("/") if by_name else small(told)
        kinds = named if by_name else endings
        kind = small(attributes.get("ContentType", "").strip())
        if kinds.setdefault(key, kind) != kind:
            raise Irregular
    kind_of = {key: named.get(key) or endings.get(ending_of(key), "") for key in parts if key != CONTENT_TYPES}
    if not all(kind_of.values()):
        raise Irregular
    return kind_of


def ending_of(key: str) -> str:
    """What follows the last point of a name; "" without."""
    return key.rpartition("/")[2].rpartition(".")[2] if "." in key.rpartition("/")[2] else ""


def read_relations(key: str, xml: bytes) -> Iterator[Relation]:
    """The lines of the part ``key``, which is a ``.rels`` part. Raises ``Irregular``."""
    folder, _slash, name = key.rpartition("/")
    if folder.rpartition("/")[2] != "_rels":
        raise Irregular
    source = posixpath.join(folder.removesuffix("_rels"), name.removesuffix(".rels"))
    for _element, told in _children(read_elements(xml), f"{RELATIONS}Relationships", (f"{RELATIONS}Relationship",)):
        mode, target = told.get("TargetMode", "Internal"), told.get("Target", "")
        if mode not in ("Internal", "External") or (mode == "Internal" and (leads_out(target) or "\\" in target)):
            raise Irregular
        yield Relation(source, told.get("Type", ""), target, external=mode == "External")


def leads_out(target: str) -> bool:
    """Whether this is an address of its own (a scheme, a disk, a machine), and not one beside the file or in it."""
    plain = target.strip().replace("\\", "/")
    return bool(SCHEME.match(plain)) or plain.startswith("//")


def _children(elements: Elements, root: str, names: tuple[str, ...]) -> Elements:
    if not elements or elements[0][0] != root or any(name not in names for name, _attributes in elements[1:]):
        raise Irregular
    return elements[1:]
