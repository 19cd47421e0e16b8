"""Which organisations the words of a text name as its parties: in its list, or where it has none, in its sentences.

Pure functions on words; ``names`` are always all organisations that the partnership knows, whoever signs, so that a line
about "Bakker, Smit en Co" is never read as one about "Bakker". Capitals, quotation marks, bold and italics make no difference.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from partnerships.documents.inline import plain_text
from partnerships.domain.annexes import without_annexes
from partnerships.domain.clause_checking import PARTY_LIST, whole_words

ITEM = re.compile(r"\s*(?P<mark>(?P<number>\d{1,3})[.)]|[-*•–])[ \t]+(?P<words>\S.*)")
# What can stand behind the name of a party, in words made alike.
FOLLOWS = re.compile(
    r"[ ]\(|[,;.:]|[ ][-–—][ ]|[ ](?:vertegenwoordigd|gevestigd|hierna|namens|represented|established|hereinafter)\b"
)
ARTICLE = re.compile(r"^(?:de|het|the)[ ]")
STARS = re.compile(r"\\?\*")
QUOTES = str.maketrans("‘’ʼ`´“”„", "'''''\"\"\"")


def alike(words: str) -> str:
    """Words as they are compared: without capitals and stars, one kind of quotation mark, one blank between words.

    A star is a mark of bold or italics, or part of a name, with a backslash or not: no two names differ in that alone.
    """
    said = STARS.sub("", words) if STARS.sub("", words).strip() else words
    return " ".join(unicodedata.normalize("NFKC", said).translate(QUOTES).casefold().split())


def keys_of(names: Iterable[str]) -> set[str]:
    """Names as they are compared."""
    return {alike(name) for name in names}


@dataclass(frozen=True)
class Item:
    """One line of a list, with the lines that belong to it: where it stands (half-open), its mark and its words."""

    first: int
    end: int
    mark: str
    number: int | None
    words: str


@dataclass
class Run:
    """Lines of a list that follow each other, blank lines between them or not."""

    items: list[Item]

    def goes_on_with(self, item: Item) -> bool:
        last = self.items[-1]
        if item.number is None or last.number is None:
            return item.mark == last.mark
        return item.number >= last.number  # a lower number begins anew


@dataclass
class Section:
    """What stands beneath one heading."""

    heading: str = ""
    lines: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    @property
    def is_of_parties(self) -> bool:
        return PARTY_LIST.fullmatch(plain_text(self.heading)) is not None


@dataclass(frozen=True)
class PartyList:
    """The list of parties of a text; several where they stand in groups beneath one heading."""

    runs: tuple[Run, ...]

    @property
    def entries(self) -> list[str]:
        return [item.words for run in self.runs for item in run.items]


def named_at_start(words: str, keys: Collection[str]) -> str:
    """Which name a line of a list begins with: the longest of ``keys`` (names made ``alike``), "" for none of them."""
    found, said = "", alike(words)
    for line in (said, ARTICLE.sub("", said, count=1)):
        for end in [*(match.start() for match in FOLLOWS.finditer(line)), len(line)]:
            if len(found) < end and line[:end] in keys:
                found = line[:end]
    return found


def party_list(text: str, names: Collection[str]) -> PartyList | None:
    """The list of parties of a text: beneath a heading for it, else the list that is mostly about them.

    None for a text that lists nobody: it names its parties in its sentences.
    """
    keys = keys_of(names)
    best: tuple[tuple[int, int], PartyList | None] | None = None
    for section in _sections(without_annexes(text).split("\n")):
        rated = _rated(section, keys)
        if rated is not None and (best is None or rated[0] > best[0]):
            best = rated
    return best[1] if best else None


def _rated(section: Section, keys: Collection[str]) -> tuple[tuple[int, int], PartyList | None] | None:
    """How surely this is where the parties stand, and their list; None for a section that is about something else."""
    naming = [run for run in section.runs if any(named_at_start(one.words, keys) for one in run.items)]
    said = [named_at_start(item.words, keys) for run in naming for item in run.items]
    if naming and section.is_of_parties:
        return (3, 0), PartyList(tuple(naming))
    if section.is_of_parties and named_in("\n".join(section.lines), keys):
        return (2, 0), None
    if naming and 2 * sum(1 for name in said if name) >= len(said):
        return (1, len({name for name in said if name})), PartyList(tuple(naming))
    if section.is_of_parties and section.runs:
        return (0, 0), PartyList(tuple(section.runs))
    return None


def _sections(lines: Sequence[str]) -> list[Section]:
    """A text as the page shows it: a line that follows an item directly belongs to it."""
    sections, after_item = [Section()], False
    open_run: Run | None = None
    for place, line in enumerate(lines):
        words, match = line.strip(), ITEM.fullmatch(line)
        if words.startswith("## "):
            sections.append(Section(words.removeprefix("## ")))
            open_run, after_item = None, False
            continue
        here = sections[-1]
        here.lines.append(line)
        if match is not None:
            number = int(match["number"]) if match["number"] else None
            item = Item(place, place + 1, match["mark"], number, match["words"].strip())
            if open_run is not None and open_run.goes_on_with(item):
                open_run.items.append(item)
            else:
                open_run = Run([item])
                here.runs.append(open_run)
            after_item = True
        elif not words:
            after_item = False
        elif after_item and open_run is not None:
            last = open_run.items[-1]
            open_run.items[-1] = Item(last.first, place + 1, last.mark, last.number, f"{last.words}\n{words}")
        else:
            open_run = None
    return sections


def named_in(words: str, keys: Collection[str]) -> set[str]:
    """Which of ``keys`` (names made ``alike``) stand in the words; a name within a longer one does not count."""
    said, found = alike(words), set()
    for key in sorted(keys, key=len, reverse=True):
        said, times = whole_words(key).subn("\n", said)
        if times:
            found.add(key)
    return found


def party_sentences(text: str, names: Collection[str]) -> str:
    """The words of a text without a list that name its parties: beneath a heading for it, else the fullest paragraph."""
    sections, keys = _sections(without_annexes(text).split("\n")), keys_of(names)
    for section in sections:
        words = "\n".join(section.lines)
        if section.is_of_parties and named_in(words, keys):
            return words
    parts = [part for one in sections for part in re.split(r"\n\s*\n", "\n".join(one.lines))]
    counted = [(len(named_in(part, keys)), part) for part in parts]
    most, fullest = max(counted, key=lambda one: one[0], default=(0, ""))
    return fullest if most > 1 else ""


def with_parties(text: str, lines: Mapping[str, str], names: Collection[str]) -> str | None:
    """A text whose list has a line for exactly the organisations in ``lines``; None for a text without a list.

    A line about one of them stays as somebody wrote it; ``lines`` says how a new one reads. What else stands in the list
    goes, and it is numbered again.
    """
    listed = party_list(text, names)
    if listed is None:
        return None
    keys, stay = keys_of(names), keys_of(lines)
    kept = [[item for item in run.items if named_at_start(item.words, keys) in stay] for run in listed.runs]
    there = {named_at_start(item.words, keys) for items in kept for item in items}
    added = [words for name, words in lines.items() if alike(name) not in there]
    old, out, done, number = text.split("\n"), list[str](), 0, 0
    for run, items in zip(listed.runs, kept, strict=True):
        first = run.items[0]
        begin = number + 1 if number and first.number == _last_number(listed, run) + 1 else (first.number or 0)
        out += old[done : first.first]
        written = [old[item.first : item.end] for item in items]
        if run is listed.runs[-1]:
            written += [[f"{first.mark} {words}"] for words in added]
        gap = [""] if len(run.items) > 1 and run.items[1].first > first.end else []
        for place, words in enumerate(written):
            out += (gap if place else []) + [_numbered(words[0], begin + place), *words[1:]]
        number = begin + len(written) - 1
        done = run.items[-1].end
    return "\n".join([*out, *old[done:]])


def _last_number(listed: PartyList, run: Run) -> int:
    """The number that the list before this one ended with; 0 for the first."""
    place = listed.runs.index(run)
    return (listed.runs[place - 1].items[-1].number or 0) if place else 0


def _numbered(line: str, number: int) -> str:
    """A line of a list with this number, when it has one."""
    return re.sub(r"^(\s*)\d{1,3}(?=[.)])", lambda match: f"{match[1]}{number}", line)


def strangers(listed: PartyList, asked: Collection[str], names: Collection[str]) -> Iterator[str]:
    """What the list calls those that are not asked: who left, declined, or was called otherwise."""
    known, wanted = {alike(name): name for name in names}, keys_of(asked)
    for words in listed.entries:
        key = named_at_start(words, known)
        if key not in wanted:
            yield known.get(key) or _called(words)


def _called(words: str) -> str:
    """The name in a line about somebody unknown: what stands before the kind of party, else before who stands for it."""
    said = plain_text(" ".join(words.split()))
    found = re.match(r"(.+)[ ]\([^()]*\)", said) or re.match(r"(.+?)(?:,|;|$)", said)
    return found[1].strip() if found else said
