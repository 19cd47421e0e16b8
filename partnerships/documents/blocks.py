"""Plain text of an agreement, cut into headings, paragraphs and numbered lists."""

import re
from dataclasses import dataclass
from typing import Literal

_ITEM = re.compile(r"(\d{1,3})\. +(.*)")


@dataclass(frozen=True)
class Block:
    """One piece of a text. A list has `items` and the number it starts with; the others have `text`.

    The words are as typed: escaping, and showing line ends inside a paragraph, is the template's work.
    """

    kind: Literal["heading", "paragraph", "list"]
    text: str = ""
    items: tuple[str, ...] = ()
    start: int = 1


def parse_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text: `## ` opens a heading, `1. ` an item, a blank line ends a paragraph.

    Numbers are kept as typed: a list that does not go on with the next number starts anew with its own
    number, so that what people sign shows the numbers that were written. Never fails.
    """
    blocks: list[Block] = []
    open_kind = ""
    for line in (raw.strip() for raw in text.splitlines()):
        item = _ITEM.fullmatch(line)
        if line.startswith("## "):
            blocks.append(Block("heading", text=line[3:].strip()))
            open_kind = ""
        elif item:
            _add_item(blocks, number=int(item[1]), text=item[2])
            open_kind = "list"
        elif not line:
            open_kind = ""
        elif open_kind:
            blocks[-1] = _continued(blocks[-1], line)
        else:
            blocks.append(Block("paragraph", text=line))
            open_kind = "paragraph"
    return tuple(blocks)


def parse_parts(text: str) -> tuple[tuple[Block, ...], ...]:
    """The blocks of a text in parts, each beginning with a heading: what a screen shows as sheets."""
    parts: list[list[Block]] = []
    for block in parse_blocks(text):
        if block.kind == "heading" or not parts:
            parts.append([])
        parts[-1].append(block)
    return tuple(tuple(part) for part in parts)


def _add_item(blocks: list[Block], *, number: int, text: str) -> None:
    last = blocks[-1] if blocks else None
    if last and last.kind == "list" and last.start + len(last.items) == number:
        blocks[-1] = Block("list", items=(*last.items, text), start=last.start)
    else:
        blocks.append(Block("list", items=(text,), start=number))


def _continued(block: Block, line: str) -> Block:
    if block.kind == "list":
        return Block("list", items=(*block.items[:-1], f"{block.items[-1]}\n{line}"), start=block.start)
    return Block(block.kind, text=f"{block.text}\n{line}")
