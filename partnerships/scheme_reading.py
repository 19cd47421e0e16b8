"""Reading one mapping of a scheme file: each field by its kind, every mistake written down with its line."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from partnerships.scheme_lines import LinedDict, LinedList, Mistake, SchemeFileError
from partnerships.scheme_parts import NO_LABEL, Label

Read = TypeVar("Read")
LANGUAGES = ("nl", "en")


class Book:
    """What was found in one file: its mistakes, the ids it defines and the ids it refers to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mistakes: list[Mistake] = []
        self.defined: dict[str, dict[str, int]] = {}
        self.referred: list[tuple[str, str, int]] = []

    def wrong(self, line: int, text: str) -> None:
        self.mistakes.append(Mistake(self.path, line, text))

    def define(self, kind: str, name: str, line: int) -> None:
        known = self.defined.setdefault(kind, {})
        if name in known:
            self.wrong(line, f"{kind} “{name}” stands here twice; the first is on line {known[name]}")
        known.setdefault(name, line)

    def check_references(self) -> None:
        """Writes down every reference to an id the file does not define."""
        for kind, name, line in self.referred:
            if name not in self.defined.get(kind, {}):
                self.wrong(line, f"there is no {kind} “{name}” in this file")

    def close(self) -> None:
        """Ends the reading. Raises SchemeFileError with all mistakes, in the order of the lines."""
        self.check_references()
        if self.mistakes:
            raise SchemeFileError(sorted(self.mistakes, key=lambda mistake: mistake.line))


class Fields:
    """One mapping of the file. Whatever is not asked for before `close` is an unknown key."""

    def __init__(self, found: LinedDict, book: Book) -> None:
        self.found = found
        self.book = book
        self.asked: set[str] = set()

    def line(self, key: str = "") -> int:
        return self.found.lines.get(key, self.found.line)

    def wrong(self, text: str, key: str = "") -> None:
        self.book.wrong(self.line(key), text)

    def take(self, key: str, *, needed: bool = False) -> Any:
        self.asked.add(key)
        value = self.found.get(key)
        if value is None and needed:
            self.wrong(f"“{key}” is missing")
        return value

    def close(self) -> None:
        for key in self.found:
            if key not in self.asked:
                self.wrong(f"unknown key “{key}”; known here: {', '.join(sorted(self.asked))}", key)

    def text(self, key: str, *, needed: bool = False) -> str:
        value = self.take(key, needed=needed)
        if value is not None and not isinstance(value, str):
            self.wrong(f"“{key}” must be a text; put it between quotes", key)
            return ""
        return value or ""

    def yes(self, key: str, *, default: bool = False) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(f"“{key}” must be true or false", key)
        return value if isinstance(value, bool) else default

    def whole(self, key: str, *, needed: bool = False, least: int = 0) -> int | None:
        value = self.take(key, needed=needed)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.wrong(f"“{key}” must be a whole number of at least {least}, not “{value}”", key)
            return None
        return value

    def bound(self, key: str) -> float | None:
        value = self.take(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            self.wrong(f"“{key}” must be a number, not “{value}”", key)
            return None
        return value

    def word(self, key: str, allowed: Iterable[str], *, default: str = "", needed: bool = False) -> str:
        value = self.take(key, needed=needed)
        if value is None:
            return default
        if value not in allowed:
            self.wrong(f"“{key}” is “{value}”; it must be one of {', '.join(sorted(allowed))}", key)
        return str(value)

    def items(self, key: str, *, needed: bool = False) -> list[tuple[Any, int]]:
        """The values of a list, each with its line."""
        value = self.take(key, needed=needed)
        if value is None:
            return []
        if not isinstance(value, LinedList):
            self.wrong(f"“{key}” must be a list", key)
            return []
        return list(zip(value, value.lines, strict=True))

    def words(self, key: str, allowed: Iterable[str], *, needed: bool = False) -> tuple[str, ...]:
        found = []
        for value, line in self.items(key, needed=needed):
            if value not in allowed:
                self.book.wrong(line, f"“{key}” holds “{value}”; it may hold {', '.join(sorted(allowed))}")
            found.append(str(value))
        return tuple(found)

    def label(self, key: str, *, needed: bool = True) -> Label:
        """A text in each language; `nl_be` only where Flanders has its own word."""
        value = self.take(key, needed=needed)
        if value is None:
            return NO_LABEL
        if not isinstance(value, LinedDict):
            self.wrong(f"“{key}” needs a text per language: {{ nl: …, en: … }}", key)
            return NO_LABEL
        fields = Fields(value, self.book)
        texts = {language: fields.text(language).strip() for language in (*LANGUAGES, "nl_be")}
        for language in LANGUAGES:
            if not texts[language]:
                self.book.wrong(value.line, f"“{key}” has no text in “{language}”")
        fields.close()
        return Label(texts["nl"], texts["en"], texts["nl_be"] or None)

    def define(self, kind: str) -> str:
        """The id of this part; it must be the only one of its kind in the file."""
        name = self.text("id", needed=True)
        if name:
            self.book.define(kind, name, self.line("id"))
        return name

    def refer(self, key: str, kind: str) -> str | None:
        """The id of another part, anywhere in the file."""
        name = self.text(key)
        if name:
            self.book.referred.append((kind, name, self.line(key)))
        return name or None

    def refers(self, key: str, kind: str) -> tuple[str, ...]:
        found = [(str(value), line) for value, line in self.items(key)]
        self.book.referred.extend((kind, name, line) for name, line in found)
        return tuple(name for name, _ in found)

    def one(self, key: str, reader: Callable[["Fields"], Read], *, needed: bool = False) -> Read | None:
        """One mapping, read by `reader`; None when it is not there."""
        value = self.take(key, needed=needed)
        if value is None:
            return None
        return read_fields(value, self.line(key), self.book, reader)

    def each(self, key: str, reader: Callable[["Fields"], Read], *, needed: bool = False) -> tuple[Read, ...]:
        """A list of mappings, each read by `reader`."""
        read = (read_fields(value, line, self.book, reader) for value, line in self.items(key, needed=needed))
        return tuple(part for part in read if part is not None)


def read_fields(value: Any, line: int, book: Book, reader: Callable[[Fields], Read]) -> Read | None:
    """Reads one mapping and reports the keys the reader did not ask for; None when it is no mapping."""
    if not isinstance(value, LinedDict):
        book.wrong(line, f"here a mapping is expected, such as {{ id: … }}, not “{value}”")
        return None
    fields = Fields(value, book)
    read = reader(fields)
    fields.close()
    return read
