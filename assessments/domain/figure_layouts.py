"""How the files of counts look: which column is which, how months and years are written, what must never be there."""

import re
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.domain.police_codes import NAMES, TOTAL, TOTAL_NAME
from partnerships.exceptions import Refused
from partnerships.personal_data import heading_names_people, looks_like_address
from partnerships.tabular import Row, Table, personal_cell

# Names of columns: police long export (with the misspelling of its older years), police code export, plain ones.
CATEGORY = ("Soort misdrijf", "SoortMisdrijf", "Soort", "Categorie", "Soort melding", "Category")
PERIOD = ("Perioden", "Periode", "Period")
AREA = ("Wijken en buurten", "WijkenEnBuurten", "Regio's", "RegioS", "Gebied", "Area")
NUMBER = (
    "Geregistreerde misdrijven (aantal)", "Geregisteerde misdrijven (aantal)", "GeregistreerdeMisdrijven_1",
    "Aantal", "Number",
)  # fmt: skip
POLICE_HEADER = (CATEGORY[0], PERIOD[0], AREA[0], NUMBER[0])
PLAIN_HEADER = ("Soort", "Periode", "Gebied", "Aantal")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

CODED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){2,3})(?: +(.+))?")
_MONTH = re.compile(r"(\d{4})(?: ([a-z]+)|MM(\d\d)|-(\d\d))\**", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})(?:JJ00)?\**", re.IGNORECASE)
_SAMPLE = 200


@dataclass(frozen=True)
class Layout:
    """The places of the four columns, and the columns that are not used."""

    category: int
    period: int
    area: int
    number: int
    unused: tuple[str, ...]


def layout_of(table: Table) -> Layout:
    """Find the columns. Raises ``Refused`` for a pivot table and for a missing column, with what is needed instead."""
    if any(row.cells[0].casefold() == "onderwerp" for row in table.rows[:8]):
        raise Refused(
            _(
                "This file is a pivot table: a month per column. We need one row per offence, period and area. Choose "
                "“CSV, one observation per line” on the site of the police data and send that file."
            )
        )
    category, period, area, number = (table.column(*names) for names in (CATEGORY, PERIOD, AREA, NUMBER))
    places = {category, period, area, number}
    unused = tuple(name for place, name in enumerate(table.header) if place not in places and name)
    return Layout(category, period, area, number, unused)


class PersonalDataFound(Refused):
    """The file holds data about persons: it may not be kept."""


def refuse_personal_data(table: Table) -> None:
    """Raise ``PersonalDataFound`` for columns that name people, addresses with numbers, and personal data in any cell.

    Counts are enough for the analysis (F22, B20); who reported or was hurt never belongs in it.
    """
    for place, name in enumerate(table.header):
        if heading_names_people(name) or _looks_like_addresses(table.rows[:_SAMPLE], place):
            raise PersonalDataFound(
                _(
                    "The column “%(column)s” seems to hold personal data. The analysis needs counts only. Take that "
                    "column out and send the file again. We have not kept this file."
                )
                % {"column": name}
            )
    if found := personal_cell(table):
        raise PersonalDataFound(
            _(
                "Line %(line)s, column “%(column)s” seems to hold a %(kind)s. The analysis needs counts only. Take that "
                "out and send the file again. We have not kept this file."
            )
            % {"line": found.line, "column": found.column, "kind": found.hit.name}
        )


def _looks_like_addresses(rows: tuple[Row, ...], place: int) -> bool:
    return any(looks_like_address(row.cells[place]) for row in rows)


def read_period(text: str) -> tuple[date, bool] | None:
    """The first day of a month or year, and whether it is a month; None for anything else.

    Understands ``2022 december``, ``2013``, ``2019MM03``, ``2023JJ00`` and ``2023-04``, with the stars of provisional
    figures.
    """
    if year := _YEAR.fullmatch(text):
        return _first_day(int(year[1]), 1, monthly=False)
    month = _MONTH.fullmatch(text)
    if not month:
        return None
    if month[2]:
        name = month[2].lower()
        return _first_day(int(month[1]), MONTHS.index(name) + 1, monthly=True) if name in MONTHS else None
    return _first_day(int(month[1]), int(month[3] or month[4]), monthly=True)


def _first_day(year: int, month: int, *, monthly: bool) -> tuple[date, bool] | None:
    return (date(year, month, 1), monthly) if 1990 <= year <= 2100 and 1 <= month <= 12 else None


def write_period(day: date, *, monthly: bool) -> str:
    """A period as the police write it: ``2022 december`` or ``2013``."""
    return f"{day.year} {MONTHS[day.month - 1]}" if monthly else str(day.year)


@dataclass(frozen=True)
class Category:
    """What is counted: a code with a name, a name alone (then the code is empty), or the total."""

    code: str
    name: str
    is_total: bool

    @property
    def label(self) -> str:
        return f"{self.code} {self.name}" if self.code else self.name

    @property
    def key(self) -> str:
        """The code; for a name without code a short mark that is always the same for that name; "" for a total."""
        if self.is_total:
            return ""
        return self.code or f"{slugify(self.name)[:7]}-{crc32(self.name.encode()):08x}"


def read_category(text: str) -> Category:
    """``2.5.1 Diefstal/inbraak bedrijven enz.``, ``2.5.1``, ``Totaal misdrijven``, ``0.0.0``, or any other name."""
    coded = CODED.fullmatch(text)
    if coded and coded[1] == TOTAL:
        return Category("", coded[2] or TOTAL_NAME, is_total=True)
    if coded:
        return Category(coded[1], coded[2] or NAMES.get(coded[1], coded[1]), is_total=False)
    return Category("", text, is_total=text.casefold().split(" ")[0] in {"totaal", "total"})
