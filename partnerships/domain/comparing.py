"""What differs between two texts, paragraph by paragraph and word by word, readable without colour."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.documents.blocks import parse_blocks
from partnerships.documents.inline import plain_text

ALIKE = 0.4  # from here two paragraphs are one that was changed
LONGEST = 4000  # characters of a paragraph that is compared word by word
NEAR = 50  # lines further on where one that changed is looked for
MOST_STEPS = 5_000_000  # of comparing two texts: some seconds at worst
LOOK = 50  # steps it takes to look at a pair at all
WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Line:
    """One heading, paragraph or item, with the sign it has on paper."""

    kind: str  # heading, paragraph, item, bullet
    text: str
    sign: str = ""


@dataclass(frozen=True)
class Piece:
    mark: Literal["same", "ins", "del"]
    text: str


@dataclass(frozen=True)
class Row:
    """One line of the comparison. ``pieces`` are its words, marked."""

    state: Literal["same", "changed", "added", "removed"]
    line: Line
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Comparison:
    rows: tuple[Row, ...]

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)

    @property
    def is_same(self) -> bool:
        return all(row.state == "same" for row in self.rows)

    @property
    def summary(self) -> str:
        """How many paragraphs changed, were added and went, in one sentence."""
        said = [
            (
                self.count("changed"),
                ngettext("%(n)s paragraph changed", "%(n)s paragraphs changed", self.count("changed")),
            ),
            (self.count("added"), ngettext("%(n)s added", "%(n)s added", self.count("added"))),
            (self.count("removed"), ngettext("%(n)s removed", "%(n)s removed", self.count("removed"))),
        ]
        return ", ".join(words % {"n": n} for n, words in said if n) or _("The texts are the same.")


def compare(old: str, new: str) -> Comparison:
    """The rows of both texts in the order of reading: what stayed, what changed inside, what came and what went."""
    before, after, effort = lines_of(old), lines_of(new), Effort()
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in _opcodes(before, after, effort):
        if tag == "equal":
            rows += [Row("same", line, (Piece("same", line.text),)) for line in after[j1:j2]]
        else:
            rows += _between(before[i1:i2], after[j1:j2], effort)
    return Comparison(tuple(rows))


class Effort:
    """How much may still be compared: texts made to take hours are shown as taken out and put in instead."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def allows(self, one: Sequence[object], other: Sequence[object]) -> bool:
        """Take off what comparing these two costs at worst. False once that is more than is left, and from then on."""
        self.left -= LOOK + len(one) * len(other) if self.left > 0 else 0
        return self.left > 0


def _opcodes(before: Sequence[Any], after: Sequence[Any], effort: Effort) -> list[tuple[str, int, int, int, int]]:
    """What stayed and what did not, as ``SequenceMatcher`` says it; for too much only the same begin."""
    if effort.allows(before, after):
        return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
    pairs = zip(before, after, strict=False)
    same = next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))
    rest = ("replace", same, len(before), same, len(after))
    return [("equal", 0, same, 0, same), rest] if same else [rest]


def lines_of(text: str) -> list[Line]:
    """A text as lines that can be compared: every item of a list is one."""
    lines: list[Line] = []
    for block in parse_blocks(text):
        if block.kind == "list":
            numbered = enumerate(block.items, start=block.start)
            lines += [Line("item", plain_text(item), f"{number}.") for number, item in numbered]
        elif block.kind == "bullets":
            lines += [Line("bullet", plain_text(item), "•") for item in block.items]
        else:
            lines.append(Line(block.kind, plain_text(block.text)))
    return lines


def _between(before: Sequence[Line], after: Sequence[Line], effort: Effort) -> Iterator[Row]:
    """Lines that are not the same: those that look alike are one line that changed, in the order they stand."""
    start = 0
    for line in after:
        near = range(start, min(start + NEAR, len(before)))
        found = next((place for place in near if _alike(before[place], line, effort)), -1)
        if found < 0:
            yield Row("added", line, (Piece("ins", line.text),))
            continue
        for gone in before[start:found]:
            yield Row("removed", gone, (Piece("del", gone.text),))
        start = found + 1
        yield _changed(before[found], line, effort)
    for gone in before[start:]:
        yield Row("removed", gone, (Piece("del", gone.text),))


def _changed(old: Line, new: Line, effort: Effort) -> Row:
    if old.text == new.text:  # only its number or kind changed
        return Row("same" if old.kind == new.kind else "changed", new, (Piece("same", new.text),))
    return Row("changed", new, tuple(_words(old.text, new.text, effort)))


def _alike(one: Line, other: Line, effort: Effort) -> bool:
    if one.text == other.text:
        return True
    if one.kind != other.kind or max(len(one.text), len(other.text)) > LONGEST:
        return False
    if effort.left <= 0:
        return False
    old, new = one.text.split(), other.text.split()
    if not effort.allows(old, new):
        return False
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _words(old: str, new: str, effort: Effort) -> Iterator[Piece]:
    before, after = WORD.findall(old), WORD.findall(new)
    for tag, i1, i2, j1, j2 in _opcodes(before, after, effort):
        if tag == "equal":
            yield Piece("same", "".join(after[j1:j2]))
            continue
        if i1 < i2:
            yield Piece("del", "".join(before[i1:i2]))
        if j1 < j2:
            yield Piece("ins", "".join(after[j1:j2]))
