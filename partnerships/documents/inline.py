"""Bold and italics inside a line of an agreement: ``**bold**``, ``*italics*``, ``\\*`` for a star. Never fails."""

import re
from dataclasses import dataclass
from itertools import groupby

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
    read: list[tuple[str, bool, bool]] = []
    bold = italic = 0  # how many of either stand open
    for place, piece in enumerate(pieces):
        if piece.partner < 0:
            read.append((piece.text, bold > 0, italic > 0))
            continue
        step = 1 if piece.partner > place else -1
        bold += step * (len(piece.text) >= 2)
        italic += step * (len(piece.text) != 2)
    looks = groupby(read, key=lambda one: one[1:])
    return tuple(Span("".join(one[0] for one in run), *look) for look, run in looks)


def plain_text(text: str) -> str:
    """The words without their marks, for where no look is shown."""
    return "".join(span.text for span in spans_of(text))


def literal(words: str) -> str:
    """A name as it is put in a text, so that it begins no line and no look of its own: ``plain_text`` gives it back."""
    return " ".join(words.split()).replace("*", r"\*")


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    end = 0
    for mark in _MARK.finditer(text):
        pieces.append(_Piece(text[end : mark.start()]))
        end = mark.end()
        if mark[0].startswith("\\"):
            pieces.append(_Piece("*"))
            continue
        before, after = text[max(mark.start() - 1, 0) : mark.start()], text[mark.end() : mark.end() + 1]
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
