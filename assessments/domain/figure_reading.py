"""Reading a file of counts: every row becomes a figure, or an error that says where and what was expected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.domain.figure_layouts import (
    Category,
    Layout,
    layout_of,
    read_category,
    read_period,
    refuse_personal_data,
)
from partnerships.tabular import Row, Table, read_table

REPORT_EVERY = 2000
SECRET = "."  # the source knows, and does not say  # noqa: S105  not a password
LONGEST_AREA, LONGEST_CATEGORY, LARGEST = 160, 120, 2_147_483_647
Progress = Callable[[int, int], None]  # (done, total) in rows


class FigureRow(NamedTuple):
    """One count of one area. `value` None: the source gives no figure, which is not 0."""

    area: str
    category: Category
    period: date
    monthly: bool
    value: int | None


@dataclass(frozen=True)
class CellError:
    """What is wrong with one cell."""

    line: int
    column: str
    found: str
    expected: str


@dataclass
class Reading:
    """What a file says."""

    rows: list[FigureRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    unused: tuple[str, ...] = ()
    read: int = 0  # rows looked at, right and wrong


class _WrongCell(Exception):
    def __init__(self, place: int, expected: str) -> None:
        super().__init__(expected)
        self.place = place
        self.expected = expected


def read_figures(content: bytes, *, progress: Progress | None = None) -> Reading:
    """Read a CSV file of counts in one of the layouts of ``figure_layouts``.

    out: the rows that are right and the errors of those that are not; nothing is saved.
    errors: ``Refused`` when the file as a whole cannot be used, ``PersonalDataFound`` when it may not be kept (F22).
    """
    table = read_table(content, max_bytes=settings.UPLOAD_MAX_BYTES)
    refuse_personal_data(table)
    layout = layout_of(table)
    reading = Reading(unused=layout.unused)
    reader = _Reader(table, layout)
    for number, row in enumerate(table.rows, start=1):
        try:
            reading.rows.append(reader.read(row))
        except _WrongCell as wrong:
            column = table.header[wrong.place] if wrong.place < len(table.header) else ""
            reading.errors.append(CellError(row.line, column, row.cells[wrong.place][:80], wrong.expected))
        if progress and number % REPORT_EVERY == 0:
            progress(number, len(table.rows))
    reading.read = len(table.rows)
    return reading


class _Reader:
    """Reads rows one by one and remembers words it has seen: files repeat the same few thousand times."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self.wide = len(table.header)
        self.layout = layout
        self.periods: dict[str, tuple[date, bool] | None] = {}
        self.categories: dict[str, Category] = {}
        self.seen: dict[tuple[str, str, date, bool], int] = {}

    def read(self, row: Row) -> FigureRow:
        layout, cells = self.layout, row.cells
        if len(cells) > self.wide:
            raise _WrongCell(self.wide, _("no more cells than the heading has columns"))
        area, category = self._area(cells[layout.area]), self._category(cells[layout.category])
        day, monthly = self._period(cells[layout.period])
        first = self.seen.setdefault((area, category.key, day, monthly), row.line)
        if first != row.line:
            expected = _("one row per area, category and period; line %(line)s says the same. Two areas with one name?")
            raise _WrongCell(layout.area, expected % {"line": first})
        return FigureRow(area, category, day, monthly, self._value(cells[layout.number]))

    def _period(self, text: str) -> tuple[date, bool]:
        if text not in self.periods:
            self.periods[text] = read_period(text)
        if (period := self.periods[text]) is None:
            raise _WrongCell(self.layout.period, _("a month such as “2022 december” or a year such as “2013”"))
        return period

    def _area(self, text: str) -> str:
        if not text or len(text) > LONGEST_AREA:
            raise _WrongCell(self.layout.area, _("the name of an area, at most 160 characters"))
        return text

    def _category(self, text: str) -> Category:
        if not text or len(text) > LONGEST_CATEGORY:
            raise _WrongCell(self.layout.category, _("the name of a category, at most 120 characters"))
        return self.categories.setdefault(text, read_category(text))

    def _value(self, text: str) -> int | None:
        if text in ("", SECRET):
            return None
        if not (text.isascii() and text.isdigit()) or int(text) > LARGEST:
            raise _WrongCell(self.layout.number, _("a whole number of 0 or more, without points or commas; or nothing"))
        return int(text)


def by_area(rows: list[FigureRow]) -> Iterator[tuple[str, list[FigureRow]]]:
    """The rows of each area, areas by name."""
    found: dict[str, list[FigureRow]] = {}
    for row in rows:
        found.setdefault(row.area, []).append(row)
    yield from sorted(found.items())
