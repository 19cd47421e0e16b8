"""A text as the editor in the browser reads it (Trix's own JSON), and the same text in one way of writing.

The browser shows the editor only when it writes the text back letter for letter as ``canonical`` does: so a text the
editor cannot show, such as a list that begins at 5, is never changed behind somebody's back.
"""

from typing import Any

from partnerships.documents.blocks import Block, parse_blocks
from partnerships.documents.inline import Span, spans_of

KINDS = {
    "heading": ["heading1"],
    "paragraph": [],
    "list": ["numberList", "number"],
    "bullets": ["bulletList", "bullet"],
}


def editor_document(text: str) -> dict[str, Any]:
    """``blocks`` for the editor, and ``canonical``: the text it must give back when nothing was changed."""
    blocks = parse_blocks(text)
    made = [_block(block.kind, words) for block in blocks for words in (block.items or (block.text,))]
    return {"blocks": made, "canonical": canonical(blocks)}


def _block(kind: str, words: str) -> dict[str, Any]:
    pieces = [
        {"type": "string", "attributes": _look(span), "string": span.text} for span in spans_of(words) if span.text
    ]
    end = {"type": "string", "attributes": {"blockBreak": True}, "string": "\n"}
    return {"text": [*pieces, end], "attributes": KINDS[kind]}


def _look(span: Span) -> dict[str, bool]:
    return {name: True for name, on in (("bold", span.bold), ("italic", span.italic)) if on}


def canonical(blocks: tuple[Block, ...]) -> str:
    """The text of the blocks as the editor writes it, stars that are no marks with a backslash; the editor counts from 1."""
    written: list[str] = []
    for block in blocks:
        if block.kind == "list":
            items = enumerate(block.items, start=block.start)
            written.append("\n".join(f"{number}. {_words(item)}" for number, item in items))
        elif block.kind == "bullets":
            written.append("\n".join(f"- {_words(item)}" for item in block.items))
        else:
            written.append(f"{'## ' if block.kind == 'heading' else ''}{_words(block.text)}")
    return "\n\n".join(written)


def _words(text: str) -> str:
    """Words with their marks; a mark stands at whole words, and blanks stand outside it."""
    spans = spans_of(text)
    out = ""
    for place, span in enumerate(spans):
        words = span.text.replace("*", r"\*")
        core = words.strip()
        mark = "*" * (2 * span.bold + span.italic)
        after = "".join(one.text for one in spans[place + 1 :])[:1]
        before, inside = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        left, right = (before or out)[-1:], (inside or after)[:1]
        if mark and core and not left.isalnum() and left != "*" and not right.isalnum() and right != "*":
            core = f"{mark}{core}{mark}"
        out += before + core + inside if core else words
    return out
