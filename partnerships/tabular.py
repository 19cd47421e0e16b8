"""Tables people send and fetch as CSV: one reader that says what is wrong, one writer a spreadsheet may open safely."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from partnerships.exceptions import Refused
from partnerships.personal_data import Hit, find_in_cells

MAX_BYTES = 5 * 1024 * 1024
DELIMITERS = (";", ",", "\t")
BOM = "\ufeff"
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods are zip files, xls is an OLE file
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet would calculate with these


class Row(NamedTuple):
    """One row: the line of the file it starts on (the heading is line 1), and its cells without spaces around."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What a CSV file says. Every row has at least as many cells as the heading; empty rows are left out."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, *names: str) -> int:
        """The place of the column with one of these names, whatever its case. Raises ``Refused`` without it."""
        place = self.find(*names)
        if place is None:
            raise Refused(
                _("The column “%(name)s” is missing on line 1. We found: %(found)s.")
                % {"name": names[0], "found": ", ".join(self.header)}
            )
        return place

    def find(self, *names: str) -> int | None:
        """The place of a column that may be missing."""
        low = [cell.casefold() for cell in self.header]
        return next((low.index(name.casefold()) for name in names if name.casefold() in low), None)


@dataclass(frozen=True)
class RowError:
    """What is wrong with one cell: where it stands and what was expected."""

    line: int
    column: str
    expected: str

    def __str__(self) -> str:
        place = {"line": self.line, "column": self.column, "expected": self.expected}
        return _("Line %(line)s, column “%(column)s”: %(expected)s") % place


@dataclass(frozen=True)
class PersonalCell:
    """Personal data in a cell: where it stands and what it is."""

    line: int
    column: str
    hit: Hit


def personal_cell(table: Table) -> PersonalCell | None:
    """The first cell of a table that holds personal data (B20); the heading is line 1."""
    rows = [Row(1, table.header), *table.rows]
    found = find_in_cells(cell for row in rows for cell in row.cells)
    if not found:
        return None
    for row in rows:
        for place, cell in enumerate(row.cells):
            if cell in found:
                return PersonalCell(row.line, table.header[place] if place < len(table.header) else "", found[cell])
    return None


def read_table(content: bytes, *, max_bytes: int = MAX_BYTES) -> Table:
    """Read a CSV file in UTF-8 (with or without BOM), UTF-16 with BOM or Windows-1252; semicolon, comma or tab.

    Raises ``Refused`` with a sentence for an empty, too large, binary or damaged file, and for one without rows.
    """
    text = decode(content, max_bytes=max_bytes)
    first, _newline, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower() in {f"sep={mark}" for mark in DELIMITERS}:  # a line Excel writes for itself
        text, skipped = rest, 1
    header, rows = _split(text, skipped)
    names = [name.casefold() for name in header if name]
    if len(set(names)) < len(names):
        raise Refused(_("Two columns on line 1 have the same name. Give every column its own name."))
    if not rows:
        raise Refused(_("This file has no rows below the heading."))
    return Table(header, rows)


def decode(content: bytes, *, max_bytes: int = MAX_BYTES) -> str:
    """The text of a file a person sent. Raises ``Refused`` when it is not a text of a size we accept."""
    if not content.strip():
        raise Refused(_("This file is empty. Choose another file."))
    if len(content) > max_bytes:
        limit = max_bytes // (1024 * 1024)
        raise Refused(_("This file is too large. At most %(limit)s MB is allowed.") % {"limit": limit})
    if content.startswith(SPREADSHEETS):
        raise Refused(
            _("This is a spreadsheet file, not a CSV file. Open it in your spreadsheet program and save it as CSV.")
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decoded(content, "utf-16")
        if "\x00" in text:
            raise Refused(_("This is not a CSV file. Save the list as CSV and send that."))
        return text
    if b"\x00" in content or content.startswith(b"%PDF-"):
        raise Refused(_("This is not a CSV file. Save the list as CSV and send that."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")


def write_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file our own reader and a Dutch spreadsheet open: UTF-8 with BOM, semicolons, nothing that calculates."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(_("We cannot read the letters in this file. Save it as CSV in UTF-8 and send that.")) from error


def _split(text: str, skipped: int) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=_delimiter(text), strict=True)
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    line = skipped + 1
    try:
        for cells in reader:
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                if header:
                    missing = len(header) - len(stripped)
                    rows.append(Row(line, stripped + ("",) * missing if missing > 0 else stripped))
                else:
                    header = stripped
            line = reader.line_num + skipped + 1
    except csv.Error as error:
        raise Refused(
            _("The quotation marks on line %(line)s do not close. Repair that line and send the file again.")
            % {"line": line}
        ) from error
    return header, tuple(rows)


def _delimiter(text: str) -> str:
    """The mark that cuts the first line in most columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)
