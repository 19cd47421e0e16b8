"""Bold and italics inside a line of an agreement: ``**bold**``, ``*italics*``, ``\\*`` for a star. Never fails."""

import re
from dataclasses import dataclass

_MARK = re.compile(r"\\\*|\*{1,3}")


@dataclass(frozen=True)
class Span:
    """A piece of text in one look. The words are as typed; escaping is the template's work."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass
class _Piece:
    """A run of words, or stars that may open or close a look. Stars without a partner stay stars."""

    text: str
    opens: bool = False
    closes: bool = False
    partner: int = -1


def spans_of(text: str) -> tuple[Span, ...]:
    """The pieces of a text in the order they are read; joined they are the text without its marks."""
    pieces = _pieces(text)
    _pair(pieces)
    spans: list[Span] = []
    looks: list[str] = []
    for place, piece in enumerate(pieces):
        if piece.partner > place:
            looks.append(piece.text)
        elif piece.partner >= 0:
            looks.remove(piece.text)
        else:
            bold = any(len(look) >= 2 for look in looks)
            italic = any(len(look) != 2 for look in looks)
            _add(spans, Span(piece.text, bold, italic))
    return tuple(spans)


def plain_text(text: str) -> str:
    """The words without their marks, for where no look is shown."""
    return "".join(span.text for span in spans_of(text))


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    end = 0
    for mark in _MARK.finditer(text):
        pieces.append(_Piece(text[end : mark.start()]))
        end = mark.end()
        if mark[0].startswith("\\"):
            pieces.append(_Piece("*"))
            continue
        before, after = text[: mark.start()][-1:], text[mark.end() :][:1]
        opens = bool(after) and not after.isspace() and not before.isalnum()
        closes = bool(before) and not before.isspace() and not after.isalnum()
        pieces.append(_Piece(mark[0], opens=opens, closes=closes))
    return [piece for piece in [*pieces, _Piece(text[end:])] if piece.text]


def _pair(pieces: list[_Piece]) -> None:
    """Give every closing mark the nearest open one of its kind; what stands open between them stays as typed."""
    waiting: dict[str, list[int]] = {"*": [], "**": [], "***": []}
    for place, piece in enumerate(pieces):
        if not (piece.opens or piece.closes):
            continue
        same = waiting[piece.text]
        if piece.closes and same and place - same[-1] > 1:
            match = same[-1]
            pieces[match].partner, piece.partner = place, match
            for stack in waiting.values():
                while stack and stack[-1] >= match:
                    stack.pop()
        elif piece.opens:
            same.append(place)


def _add(spans: list[Span], span: Span) -> None:
    last = spans[-1] if spans else None
    if last and (last.bold, last.italic) == (span.bold, span.italic):
        spans[-1] = Span(last.text + span.text, span.bold, span.italic)
    else:
        spans.append(span)
