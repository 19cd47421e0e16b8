"""Reading files of counts, right ones and wrong ones."""

from pathlib import Path

import pytest
from django.utils import translation

from assessments.domain.figure_layouts import PersonalDataFound, read_category, read_period, write_period
from assessments.domain.figure_reading import read_figures
from assessments.domain.figure_totals import Total, add_up
from partnerships.exceptions import Refused
from tests.assessments.conftest import SMALL
from tests.effort import effort

NAME = "shared/data/crime/47022NED_statline_long_utrechtse-heuvelrug_202212-202311.csv"
REAL = next((folder / NAME for folder in Path(__file__).parents if (folder / NAME).exists()), None)
HEADER = "Soort misdrijf;Perioden;Wijken en buurten;Geregistreerde misdrijven (aantal)\n"


def counts(content: bytes) -> list[tuple[str, str, int | None]]:
    return [(row.area, row.category.label, row.value) for row in read_figures(content).rows]


def errors(text: str) -> list[tuple[int, str, str]]:
    return [(error.line, error.column, error.found) for error in read_figures((HEADER + text).encode()).errors]


@pytest.mark.feature("F22")
def test_the_small_file_is_read_as_it_is_written():
    reading = read_figures(SMALL.read_bytes())
    assert (reading.read, len(reading.rows), reading.errors) == (36, 36, [])
    first = reading.rows[0]
    assert (first.area, first.category.label, first.category.is_total) == ("Oosterveen", "Totaal misdrijven", True)
    assert (first.period.isoformat(), first.monthly, first.value) == ("2024-11-01", True, 40)


@pytest.mark.feature("F22")
def test_no_figure_is_not_nought():
    values = {
        (row.area, row.category.code, row.period.month): row.value for row in read_figures(SMALL.read_bytes()).rows
    }
    assert values["De Wetering", "2.2.1", 12] is None
    assert values["Hoge Esch", "2.2.1", 12] == 0


if REAL is not None:  # the open data are not part of the project: where they are not, this test is not there either

    @pytest.mark.feature("F22")
    def test_a_real_police_file_of_a_municipality():
        assert REAL is not None
        content = REAL.read_bytes()
        rows = read_figures(content).rows
        assert effort(lambda: read_figures(content)) < 1_000
        assert len(rows) == 27_612
        whole = [row for row in rows if row.area == "Utrechtse Heuvelrug"]
        assert add_up(row.value for row in whole if row.category.is_total) == Total(1465, 0)
        assert add_up(row.value for row in whole if row.category.code == "2.5.1") == Total(21, 0)
        assert add_up(row.value for row in whole if not row.category.is_total) == Total(1436, 48)
        for code in ("1.4.1", "3.2.1", "3.2.2", "3.7.3"):
            assert [row.value for row in rows if row.category.code == code] == [None] * 468


def test_the_older_header_windows_letters_and_commas():
    text = "Soort misdrijf,Perioden,Regio's,Geregisteerde misdrijven (aantal)\n1.4.2 Moord,2013,Reünie,3\n"
    assert counts(text.encode("cp1252")) == [("Reünie", "1.4.2 Moord", 3)]


def test_the_code_layout_with_padded_keys_and_secret_numbers():
    text = (
        '"ID";"SoortMisdrijf";"WijkenEnBuurten";"Perioden";"GeregistreerdeMisdrijven_1"\n'
        '"0";"0.0.0 ";"BU04840402";"2023JJ00";"      44"\n'
        '"1";"2.5.1 ";"BU04840402";"2019MM03";"       ."\n'
    )
    reading = read_figures(text.encode("utf-8-sig"))
    assert reading.unused == ("ID",)
    assert [(row.category.label, row.monthly, row.value) for row in reading.rows] == [
        ("Totaal misdrijven", False, 44),
        ("2.5.1 Diefstal/inbraak bedrijven enz.", True, None),
    ]


@pytest.mark.feature("F24")
def test_another_source_without_codes():
    reading = read_figures(b"Soort;Periode;Gebied;Aantal\nBuitenbrand;2024;De Wetering;3\nTotaal;2024;De Wetering;5\n")
    assert [(row.category.code, row.category.name, row.category.is_total) for row in reading.rows] == [
        ("", "Buitenbrand", False),
        ("", "Totaal", True),
    ]
    assert len(reading.rows[0].category.key) == 16


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        ("Totaal misdrijven;2024;A;-3", "Geregistreerde misdrijven (aantal)", "-3"),
        ("Totaal misdrijven;2024;A;3,5", "Geregistreerde misdrijven (aantal)", "3,5"),
        ("Totaal misdrijven;2024;A;1.465", "Geregistreerde misdrijven (aantal)", "1.465"),
        ("Totaal misdrijven;2024;A;veel", "Geregistreerde misdrijven (aantal)", "veel"),
        ("Totaal misdrijven;2024;A;99999999999", "Geregistreerde misdrijven (aantal)", "99999999999"),
        ("Totaal misdrijven;2024KW01;A;3", "Perioden", "2024KW01"),
        ("Totaal misdrijven;2024 brumaire;A;3", "Perioden", "2024 brumaire"),
        ("Totaal misdrijven;2024MM13;A;3", "Perioden", "2024MM13"),
        ("Totaal misdrijven;;A;3", "Perioden", ""),
        ("Totaal misdrijven;2024;;3", "Wijken en buurten", ""),
        (";2024;A;3", "Soort misdrijf", ""),
        (f"{'x' * 121};2024;A;3", "Soort misdrijf", "x" * 80),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(line: str, column: str, found: str):
    assert errors(f"Totaal misdrijven;2023;A;1\n{line}\n") == [(3, column, found)]


def test_a_row_that_stands_twice_is_wrong_even_in_other_words():
    assert errors("2.5.1 Diefstal;2024;A;3\n2.5.1 Inbraak;2024JJ00;A;3\n") == [(3, "Wijken en buurten", "A")]


def test_a_row_with_a_cell_too_many_is_wrong():
    assert errors("Totaal misdrijven;2024;A;3;4\n") == [(2, "", "4")]


def test_a_pivot_table_is_refused_with_the_way_out():
    pivot = (
        '"Geregistreerde misdrijven; soort misdrijf, regio"\n"Filter"\n""\n"Onderwerp";"Geregistreerde misdrijven"\n'
        '"Perioden";"2024 januari"\n"Regio\'s";"aantal"\n"Oosterveen";"12"\n"Bron: Politie"\n'
    )
    with translation.override("en"), pytest.raises(Refused, match="one observation per line"):
        read_figures(pivot.encode())


def test_a_missing_column_is_named():
    with translation.override("en"), pytest.raises(Refused, match="Perioden"):
        read_figures(b"Soort misdrijf;Gebied;Aantal\nTotaal;A;3\n")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rest of a workbook", b"%PDF-1.7 text"])
def test_a_file_that_is_no_table_is_refused(content: bytes):
    with pytest.raises(Refused):
        read_figures(content)


@pytest.mark.feature("F22")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Naam verdachte", "x"),
        ("Kenteken", "x"),
        ("Geboortedatum", "x"),
        ("BSN", "x"),
        ("Huisnummer", "12"),
        ("Locatie", "Weteringkade 12"),
        ("Plek", "1234 AB Oosterveen"),
    ],
)
def test_personal_data_is_refused(column: str, value: str):
    text = f"Soort;Periode;Gebied;Aantal;{column}\nTotaal;2024;A;3;{value}\n"
    with pytest.raises(PersonalDataFound, match=column):
        read_figures(text.encode())


@pytest.mark.feature("B20")
@pytest.mark.parametrize("value", ["06-12345678", "jan@voorbeeld.nl", "123456782", "85.07.30-033.28", "AB-12-34"])
def test_personal_data_in_any_cell_is_refused_with_line_and_column(value: str):
    text = f"Soort;Periode;Gebied;Aantal;Opmerking\nTotaal;2024;A;3;\nTotaal;2024;B;3;gemeld door {value}\n"
    with translation.override("en"), pytest.raises(PersonalDataFound, match="Line 3, column “Opmerking”"):
        read_figures(text.encode())


def test_names_of_areas_are_not_taken_for_addresses():
    text = "Soort;Periode;Gebied;Aantal\nTotaal;2024;Wijk 05 Bedrijventerrein;3\nTotaal;2024;Doorn - Kaapse Bossen;1\n"
    assert len(read_figures(text.encode()).rows) == 2


@pytest.mark.parametrize("text", ["2022 december", "2013", "1999 mei"])
def test_periods_are_written_as_they_were_read(text: str):
    day, monthly = read_period(text) or pytest.fail("not read")
    assert write_period(day, monthly=monthly) == text


@pytest.mark.parametrize("text", ["0000", "1800", "20233", "2023-13", "mei 2023", "2023*x", "²023"])
def test_what_is_no_period(text: str):
    assert read_period(text) is None


def test_provisional_stars_are_understood():
    assert read_period("2024**") == read_period("2024JJ00")


def test_the_total_has_no_code():
    assert read_category("0.0.0") == read_category("Totaal misdrijven")


def test_sums_keep_what_is_missing():
    with translation.override("en"):
        assert [str(add_up(values)) for values in ([1, 2], [1, None], [None], [], [0])] == [
            "3",
            "at least 1",
            "no figure",
            "no figure",
            "0",
        ]
