"""Judging a Word, Excel or PowerPoint file by what it says of its own parts, never by how they are called.

A file of this kind is a zip of parts. ``[Content_Types].xml`` says what each part is, the ``.rels`` parts say what uses
what. A program goes by these two, so we do too: every kind of part and every kind of relation is one of a list
(``allowed.py``), and nothing outside the file is used but an ordinary link.
"""

import re
from dataclasses import dataclass

from partnerships.office_files import refusals
from partnerships.office_files.allowed import (
    CHARTS,
    EMBEDDED,
    ENDINGS,
    LINKS,
    MAIN,
    MAIN_RELATIONS,
    RELATION_TYPES,
    RELATIONS,
    WORKBOOK,
)
from partnerships.office_files.container import CONTENT_TYPES, Irregular, Locked, Part, read_parts
from partnerships.office_files.markup import Relation, ending_of, leads_out, read_relations, read_types

OBJECT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how a macro project, an OLE object and an old office file begin
PLAIN_LINK = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
MAX_LISTS = 20 * 1024 * 1024  # of the two kinds of list together, unpacked; 65,000 links in a sheet take 13 MB
MAX_WORKBOOK = 25 * 1024 * 1024  # behind a chart


@dataclass
class Limits:
    """At most so many parts and unpacked bytes; ``lists`` is what may still be read of types and relations."""

    parts: int
    unpacked: int
    lists: int = MAX_LISTS

    def whole(self, part: Part) -> bytes:
        """A part that is a list, taken off what may be read. Raises ``Irregular`` when it is too long."""
        self.lists -= part.size
        if self.lists < 0:
            raise Irregular
        return part.whole()


def office_media(content: bytes, limits: Limits) -> str:
    """The media type of a Word, Excel or PowerPoint file that may be taken; "" for what is no office file at all.

    Raises ``Refused`` with what was found and how to save the file without it.
    """
    if content.startswith(OBJECT):
        raise refusals.old_or_locked()
    if not content.startswith(b"PK\x03\x04"):
        return ""
    try:
        return _media(content, limits, inside=False)
    except Locked as error:
        raise refusals.locked() from error
    except Irregular as error:
        raise refusals.irregular() from error


def _media(content: bytes, limits: Limits, *, inside: bool) -> str:
    parts = read_parts(content, most=limits.parts, most_unpacked=limits.unpacked)
    if CONTENT_TYPES not in parts:
        if "mimetype" in parts and "meta-inf/manifest.xml" in parts:
            raise refusals.open_document()
        return ""
    kinds = read_types(limits.whole(parts[CONTENT_TYPES]), parts)
    relations = [
        relation
        for key, kind in kinds.items()
        if kind == RELATIONS and key.endswith(".rels")
        for relation in read_relations(key, limits.whole(parts[key]))
    ]
    media = _main(kinds, relations)
    for relation in relations:
        _judge_relation(relation)
    for key, kind in kinds.items():
        _judge_kind(key, kind)
    behind_charts = {
        relation.part for relation in relations if relation.type in EMBEDDED and kinds.get(relation.source) in CHARTS
    }
    for key, part in parts.items():
        _judge_bytes(key, part)
        if kinds.get(key) == WORKBOOK:
            if inside or key not in behind_charts or part.size > MAX_WORKBOOK:
                raise refusals.object_inside(key)
            if _media(part.whole(), limits, inside=True) != WORKBOOK:
                raise refusals.object_inside(key)
    return media


def _main(kinds: dict[str, str], relations: list[Relation]) -> str:
    """The media type, by the one part that opens first. Raises ``Refused`` for other kinds, such as a template."""
    first = [relation for relation in relations if not relation.source and relation.type in MAIN_RELATIONS]
    if len(first) != 1 or first[0].external:
        raise Irregular
    kind = kinds.get(first[0].part, "")
    if kind not in MAIN:
        raise refusals.kind_of_part(kind)
    if sum(one in MAIN for one in kinds.values()) != 1:
        raise Irregular
    return MAIN[kind]


def _judge_relation(relation: Relation) -> None:
    if relation.external:
        if relation.type not in LINKS:
            raise refusals.elsewhere(relation.type, relation.target)
        if leads_out(relation.target) and not PLAIN_LINK.match(relation.target):
            raise refusals.strange_link(relation.target)
    elif relation.type not in RELATION_TYPES:
        raise refusals.kind_of_part(relation.type)


def _judge_kind(key: str, kind: str) -> None:
    if kind not in ENDINGS:
        raise refusals.kind_of_part(kind)
    if ending_of(key) not in ENDINGS[kind]:
        raise Irregular


def _judge_bytes(key: str, part: Part) -> None:
    """Whatever it is called: no macro project or object. Reads all of it, so that its length is true."""
    pieces = part.pieces()
    if next(pieces, b"").startswith(OBJECT):
        raise refusals.object_inside(key)
    for _piece in pieces:
        pass
