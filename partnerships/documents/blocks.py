"""Plain text of an agreement, cut into headings, paragraphs and lists."""

import re
from dataclasses import dataclass
from typing import Literal

from partnerships.documents.inline import Span, plain_text, spans_of

_ITEM = re.compile(r"(\d{1,3})\. +(.*)")
_BULLET = re.compile(r"- +(.*)")
Kind = Literal["heading", "paragraph", "list", "bullets"]
LISTS = ("list", "bullets")


@dataclass(frozen=True)
class Block:
    """One piece of a text. A list has `items`, a numbered one the number it starts with; the others have `text`.

    The words are as typed, with the marks of bold and italics in them: `spans` and `item_spans` read those. Escaping,
    and showing line ends inside a paragraph, is the template's work.
    """

    kind: Kind
    text: str = ""
    items: tuple[str, ...] = ()
    start: int = 1

    @property
    def spans(self) -> tuple[Span, ...]:
        return spans_of(self.text)

    @property
    def item_spans(self) -> tuple[tuple[Span, ...], ...]:
        return tuple(spans_of(item) for item in self.items)

    @property
    def plain(self) -> str:
        """The words of a heading or paragraph, for a list of parts or an address on the page."""
        return plain_text(self.text)


def parse_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text: `## ` opens a heading, `1. ` or `- ` an item, a blank line ends a paragraph.

    Numbers are kept as typed: a list that does not go on with the next number starts anew with its own
    number, so that what people sign shows the numbers that were written. Never fails.
    """
    blocks: list[_Open] = []
    open_kind = ""
    for line in (raw.strip() for raw in text.splitlines()):
        item, bullet = _ITEM.fullmatch(line), _BULLET.fullmatch(line)
        if line.startswith("## "):
            blocks.append(_Open("heading", [[line[3:].strip()]]))
            open_kind = ""
        elif item:
            _add_item(blocks, number=int(item[1]), text=item[2])
            open_kind = "list"
        elif bullet:
            _add_bullet(blocks, text=bullet[1])
            open_kind = "bullets"
        elif not line:
            open_kind = ""
        elif open_kind:
            blocks[-1].items[-1].append(line)
        else:
            blocks.append(_Open("paragraph", [[line]]))
            open_kind = "paragraph"
    return tuple(_closed(block) for block in blocks)


def parse_parts(text: str) -> tuple[tuple[Block, ...], ...]:
    """The blocks of a text in parts, each beginning with a heading: what a screen shows as sheets."""
    parts: list[list[Block]] = []
    for block in parse_blocks(text):
        if block.kind == "heading" or not parts:
            parts.append([])
        parts[-1].append(block)
    return tuple(tuple(part) for part in parts)


def headings_of(text: str) -> list[str]:
    """The headings of a text, without marks, in order; each once."""
    return list(dict.fromkeys(block.plain for block in parse_blocks(text) if block.kind == "heading" and block.plain))


def written(blocks: tuple[Block, ...]) -> str:
    """The blocks as text again, in the one way of writing: `parse_blocks` reads the same blocks from it."""
    return "\n\n".join(_written(block) for block in blocks)


def _written(block: Block) -> str:
    if block.kind == "heading":
        return f"## {block.text}"
    if block.kind == "list":
        return "\n".join(f"{number}. {item}" for number, item in enumerate(block.items, start=block.start))
    if block.kind == "bullets":
        return "\n".join(f"- {item}" for item in block.items)
    return block.text


@dataclass
class _Open:
    """A block that is still read: the lines of each of its items; what is no list has one."""

    kind: Kind
    items: list[list[str]]
    start: int = 1


def _add_item(blocks: list[_Open], *, number: int, text: str) -> None:
    last = blocks[-1] if blocks else None
    if last and last.kind == "list" and last.start + len(last.items) == number:
        last.items.append([text])
    else:
        blocks.append(_Open("list", [[text]], start=number))


def _add_bullet(blocks: list[_Open], *, text: str) -> None:
    last = blocks[-1] if blocks else None
    if last and last.kind == "bullets":
        last.items.append([text])
    else:
        blocks.append(_Open("bullets", [[text]]))


def _closed(block: _Open) -> Block:
    words = tuple("\n".join(lines) for lines in block.items)
    if block.kind in LISTS:
        return Block(block.kind, items=words, start=block.start)
    return Block(block.kind, text=words[0])
