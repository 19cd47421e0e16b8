"""The address list of an area: reading a CSV row by row, kept until confirmed, replacing the list (F09)."""

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.models import Area, AreaAddress, Partnership, User
from partnerships.personal_data import find
from partnerships.tabular import Row, RowError, Table

COLUMNS = ("postcode", "huisnummer", "straat")
NAMES = (("postcode", "postal code", "zip"), ("huisnummer", "house number", "nummer", "number"), ("straat", "street"))
DUTCH = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})")
BELGIAN = re.compile(r"[1-9]\d{3}")
HOUSE = re.compile(r"\d{1,5}[\s\-/]?[0-9A-Za-z\-/ ]{0,6}")
KEPT_SECONDS = 60 * 60


class Address(NamedTuple):
    postcode: str
    house_number: str
    street: str


@dataclass(frozen=True)
class AddressList:
    """What a file says: the addresses, each once, what is wrong with the other rows, and the columns left aside."""

    addresses: tuple[Address, ...]
    errors: tuple[RowError, ...]
    doubles: int = 0
    ignored: tuple[str, ...] = ()


def read_addresses(table: Table, *, country: str) -> AddressList:
    """Check every row. A Belgian postcode covers a municipality, so the street is needed there.

    Raises ``Refused`` when a column is missing altogether.
    """
    places = [table.column(*NAMES[0]), table.column(*NAMES[1])]
    street = table.column(*NAMES[2]) if country == "BE" else table.find(*NAMES[2])
    places.append(-1 if street is None else street)
    found: dict[Address, None] = {}
    errors: list[RowError] = []
    read = 0
    for row in table.rows:
        wrong = list(_mistakes(row, places, country))
        errors.extend(wrong)
        if not wrong:
            read += 1
            found[_tidy(row, places)] = None
    ignored = tuple(name for place, name in enumerate(table.header) if name and place not in places)
    return AddressList(tuple(found), tuple(errors), doubles=read - len(found), ignored=ignored)


def check_address(
    postcode: str, house_number: str, street: str, *, country: str
) -> tuple[Address | None, list[RowError]]:
    """The same check for one address typed by hand."""
    row = Row(1, (postcode.strip(), house_number.strip(), street.strip()))
    wrong = list(_mistakes(row, [0, 1, 2], country))
    return (None if wrong else _tidy(row, [0, 1, 2])), wrong


def keep_addresses(area: Area, addresses: Sequence[Address], *, by: User) -> str:
    """Keep a checked list for an hour, for this person and area. Returns the word that finds it."""
    word = uuid.uuid4().hex
    cache.set(f"addresses:{by.pk}:{area.pk}:{word}", [tuple(one) for one in addresses], KEPT_SECONDS)
    return word


def kept_addresses(area: Area, word: str, *, by: User) -> list[Address] | None:
    """The list that was kept; None after an hour, or for somebody else."""
    kept = cache.get(f"addresses:{by.pk}:{area.pk}:{word}") if word.isalnum() else None
    return None if kept is None else [Address(*one) for one in kept]


@transaction.atomic
def replace_addresses(
    partnership: Partnership, area: Area, addresses: Sequence[Address], *, by: User | None, at: datetime
) -> int:
    """Make the area's list equal to these addresses. Returns how many there are now."""
    area.addresses.all().delete()
    AreaAddress.objects.bulk_create(
        (AreaAddress(area=area, **one._asdict()) for one in dict.fromkeys(addresses)), batch_size=2000
    )
    count = area.addresses.count()
    record(partnership, "replaced_addresses", by=by, at=at, about=area, count=count)
    return count


@transaction.atomic
def add_address(
    partnership: Partnership, area: Area, address: Address, *, by: User | None, at: datetime
) -> AreaAddress:
    """Add one address; the one that is there already stays."""
    row, made = AreaAddress.objects.get_or_create(area=area, **address._asdict())
    if made:
        record(partnership, "added_address", by=by, at=at, about=area, address=str(row))
    return row


@transaction.atomic
def remove_address(partnership: Partnership, address: AreaAddress, *, by: User | None, at: datetime) -> None:
    record(partnership, "removed_address", by=by, at=at, about=address.area, address=str(address))
    address.delete()


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place >= 0 else ""


def _tidy(row: Row, places: Sequence[int]) -> Address:
    postcode, number, street = (_cell(row, place) for place in places)
    dutch = DUTCH.fullmatch(postcode)
    return Address(f"{dutch[1]} {dutch[2].upper()}" if dutch else postcode, number, street)


def _mistakes(row: Row, places: Sequence[int], country: str) -> Iterator[RowError]:
    postcode, number, street = (_cell(row, place) for place in places)
    if country == "BE" and not BELGIAN.fullmatch(postcode):
        yield RowError(row.line, COLUMNS[0], _("we expect four digits, such as 9100."))
    if country != "BE" and not DUTCH.fullmatch(postcode):
        yield RowError(row.line, COLUMNS[0], _("we expect four digits and two letters, such as 1234 AB."))
    if not HOUSE.fullmatch(number):
        yield RowError(row.line, COLUMNS[1], _("we expect a number, perhaps with an addition, such as 12 or 12a."))
    if country == "BE" and not street:
        yield RowError(row.line, COLUMNS[2], _("we expect the name of the street: a Belgian postcode is too wide."))
    if street and (hits := find(street)):
        yield RowError(row.line, COLUMNS[2], _("we expect a street; this holds a %(kind)s.") % {"kind": hits[0].name})
    if len(street) > 120:
        yield RowError(row.line, COLUMNS[2], _("we expect at most 120 letters."))
