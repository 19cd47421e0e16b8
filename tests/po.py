"""Reads a translation file: only what the tests ask of it."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

LINE = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+(".*")$')


@dataclass
class Entry:
    """One text with its translations; ``context`` tells apart texts that read the same."""

    msgid: str = ""
    context: str = ""
    plural: str = ""
    translations: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def is_done(self) -> bool:
        return not self.fuzzy and bool(self.translations) and all(self.translations.values())


def read_po(path: Path) -> list[Entry]:
    """The entries of a file in use (not ``#~``), without the header."""
    entries: list[Entry] = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        entries += read_block(block)
    return [entry for entry in entries if entry.msgid]


def read_block(block: str) -> list[Entry]:
    entries: list[Entry] = []
    fuzzy, context, now = False, "", ("", 0)
    for line in block.splitlines():
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif match := LINE.match(line):
            word, index, value = match[1], int(match[2] or 0), ast.literal_eval(match[3])
            now = (word, index)
            if word == "msgctxt":
                context = value
            elif word == "msgid":
                entries.append(Entry(msgid=value, context=context, fuzzy=fuzzy))
                fuzzy, context = False, ""
            elif word == "msgid_plural":
                entries[-1].plural = value
            else:
                entries[-1].translations[index] = value
        elif line.startswith('"'):
            add(entries, now, ast.literal_eval(line))
    return entries


def add(entries: list[Entry], now: tuple[str, int], more: str) -> None:
    """A text that runs on over the next line."""
    if now[0] == "msgid":
        entries[-1].msgid += more
    elif now[0] == "msgid_plural":
        entries[-1].plural += more
    elif now[0] == "msgstr":
        entries[-1].translations[now[1]] += more
