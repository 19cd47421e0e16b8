"""The ground of a partnership changes by verbs only, and never ends up empty (F01, F09)."""

import pytest

from partnerships.access import access_of
from partnerships.domain.addresses import (
    Address,
    add_address,
    check_address,
    keep_addresses,
    kept_addresses,
    read_addresses,
    remove_address,
    replace_addresses,
)
from partnerships.domain.areas import cover_area, make_area, municipality_named, set_boundary, uncover_area
from partnerships.domain.boundaries import read_boundary
from partnerships.enums import AreaKind, PartyKind
from partnerships.exceptions import Refused
from partnerships.models import Activity, Area, Organisation, Partnership, PartnershipGroupObjectPermission, User
from partnerships.tabular import read_table
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY


def verbs(park: Partnership) -> list[str]:
    with member_door(park):
        return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


def area_of(park: Partnership) -> Area:
    with member_door(park):
        return Area.objects.get(coverage__partnership=park)


@pytest.mark.feature("F01")
def test_each_kind_of_area_can_be_made_once_per_municipality(municipality: Organisation) -> None:
    for kind in AreaKind:
        assert make_area(f"Terrein {kind}", kind=kind, municipality=municipality).kind == kind
    with pytest.raises(Refused):
        make_area(f" terrein {AreaKind.RURAL} ", kind=AreaKind.RURAL, municipality=municipality)


def test_a_municipality_is_reused_whatever_its_case(municipality: Organisation) -> None:
    assert municipality_named(f" {municipality.name.upper()} ", country="NL") == municipality
    assert municipality_named("Gemeente Nieuw", country="BE").kind == PartyKind.MUNICIPALITY


def test_a_second_area_may_be_covered_and_the_last_one_stays(
    park: Partnership, ann: User, municipality: Organisation
) -> None:
    other = municipality_named("Gemeente Westerveen", country="NL")
    second = make_area("Tweede terrein", kind=AreaKind.BUSINESS_PARK, municipality=other)
    with member_door(park):
        first = area_of(park)
        cover_area(park, second, by=ann, at=NOW)
        with pytest.raises(Refused):
            cover_area(park, second, by=ann, at=NOW)
        rows = PartnershipGroupObjectPermission.objects.filter(content_object=park)
        assert rows.values("group").distinct().count() == 2
        uncover_area(park, first, by=ann, at=NOW)
        assert rows.values("group").distinct().count() == 1  # the first municipality no longer looks on
        with pytest.raises(Refused):
            uncover_area(park, second, by=ann, at=NOW)
    assert verbs(park)[-2:] == ["covered_area", "uncovered_area"]
    assert access_of(ann, park, on=TODAY) is not None


@pytest.mark.feature("F01")
def test_ground_of_a_kind_the_scheme_does_not_fit_is_refused(
    park: Partnership, ann: User, municipality: Organisation
) -> None:
    rural = make_area("Buitengebied", kind=AreaKind.RURAL, municipality=municipality)
    with member_door(park), pytest.raises(Refused):
        cover_area(park, rural, by=ann, at=NOW)


@pytest.mark.feature("F09")
def test_an_outline_is_kept_with_its_size(park: Partnership, ann: User) -> None:
    with member_door(park):
        boundary = read_boundary("52.10, 6.19\n52.10, 6.20\n52.11, 6.20")
        set_boundary(park, area_of(park), boundary, by=ann, at=NOW)
    assert area_of(park).hectares == boundary.hectares
    assert verbs(park)[-1] == "drew_boundary"


@pytest.mark.feature("F09")
def test_dutch_addresses_are_read_and_tidied() -> None:
    table = read_table(b"Huisnummer;Postcode\n12;7071aa\n12;7071 AA\n14-bis;7071 AB\n")
    found = read_addresses(table, country="NL")
    assert found.addresses == (Address("7071 AA", "12", ""), Address("7071 AB", "14-bis", ""))
    assert found.doubles == 1
    assert found.ignored == ()
    assert not found.errors


def test_columns_that_are_not_read_are_named() -> None:
    table = read_table(b"Postcode;Naam;Huisnummer;Telefoon\n7071 AA;X;12;1\n")
    assert read_addresses(table, country="NL").ignored == ("Naam", "Telefoon")


@pytest.mark.feature("F09")
def test_every_wrong_cell_is_named_with_line_and_column() -> None:
    found = read_addresses(read_table(b"postcode,huisnummer,straat\n0123 AB,12,\n7071 AA,x,\n,,y\n"), country="NL")
    assert [(error.line, error.column) for error in found.errors] == [
        (2, "postcode"), (3, "huisnummer"), (4, "postcode"), (4, "huisnummer"),
    ]  # fmt: skip
    assert not found.addresses


@pytest.mark.feature("F09")
@pytest.mark.feature("B20")
def test_a_street_holds_nothing_of_a_person() -> None:
    found = read_addresses(read_table(b"postcode;huisnummer;straat\n1234 AB;12;Kade, bel 06-12345678\n"), country="NL")
    assert [(error.line, error.column) for error in found.errors] == [(2, "straat")]
    assert found.addresses == ()


def test_in_belgium_the_street_is_needed() -> None:
    with pytest.raises(Refused, match="straat"):
        read_addresses(read_table(b"postcode,huisnummer\n9100,1\n"), country="BE")
    found = read_addresses(read_table(b"straat,huisnummer,postcode\nIndustriepark,1,9100\n,2,9100\n"), country="BE")
    assert found.addresses == (Address("9100", "1", "Industriepark"),)
    assert [(error.line, error.column) for error in found.errors] == [(3, "straat")]


def test_a_list_is_kept_for_one_person_and_area(park: Partnership, ann: User, bert: User) -> None:
    with member_door(park):
        area = area_of(park)
        word = keep_addresses(area, [Address("7071 AA", "1", "")], by=ann)
        assert kept_addresses(area, word, by=ann) == [Address("7071 AA", "1", "")]
        assert kept_addresses(area, word, by=bert) is None
        assert kept_addresses(area, "", by=ann) is None


@pytest.mark.feature("F09")
def test_the_list_is_replaced_and_edited(park: Partnership, ann: User) -> None:
    with member_door(park):
        area = area_of(park)
        one = Address("7071 AA", "1", "")
        assert replace_addresses(park, area, [one, one, Address("7071 AB", "2", "")], by=ann, at=NOW) == 2
        assert replace_addresses(park, area, [one], by=ann, at=NOW) == 1
        address, errors = check_address("7071ac", "3", "", country="NL")
        assert address
        assert not errors
        row = add_address(park, area, address, by=ann, at=NOW)
        assert add_address(park, area, address, by=ann, at=NOW) == row
        remove_address(park, row, by=ann, at=NOW)
        assert area.addresses.count() == 1
    assert verbs(park)[-2:] == ["added_address", "removed_address"]
