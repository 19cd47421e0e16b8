"""A CSV file from anywhere is read, or refused with a sentence that says what to do."""

import io
import time

import openpyxl
import pytest

from partnerships.exceptions import Refused
from partnerships.tabular import MAX_BYTES, RowError, read_table, write_table

PLAIN = "postcode;huisnummer;straat\n7071 AA;12;Coöperatieweg\n\n7071 AB;14a;\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_usual_file_reads_the_same(encoding: str, delimiter: str, newline: str) -> None:
    table = read_table(PLAIN.replace(";", delimiter).replace("\n", newline).encode(encoding))
    assert table.header == ("postcode", "huisnummer", "straat")
    assert [tuple(row) for row in table.rows] == [
        (2, ("7071 AA", "12", "Coöperatieweg")),
        (4, ("7071 AB", "14a", "")),
    ]


def test_rows_keep_their_line_after_a_cell_of_two_lines() -> None:
    table = read_table(b'sep=;\r\na;b\r\n"one\r\ntwo";2\r\n3;4\r\n')
    assert [row.line for row in table.rows] == [3, 5]


def test_a_column_is_found_whatever_its_case_and_missed_with_its_name() -> None:
    table = read_table(b"Postcode,Huisnummer\n1234AB,1\n")
    assert table.column("postcode") == 0
    assert table.find("straat", "street") is None
    with pytest.raises(Refused, match="straat"):
        table.column("straat")


def xlsx() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \r\n",
        b"%PDF-1.7 ...",
        b"a;b\n1;\x00\n",
        b"a;b\n1;\x81\xff\n",
        b"\xff\xfea",
        b"a;b\n",
        b"a;A\n1;2\n",
        b'a;b\n1;"open\n',
        b"a;b\n" + b"1;2\n" * (MAX_BYTES // 4),
        xlsx(),
    ],
    ids=["empty", "blank", "pdf", "nul", "letters", "utf-16", "no rows", "same names", "open quote", "large", "xlsx"],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        read_table(content)
    assert str(refusal.value).endswith(".")


def test_the_refusal_names_the_line_of_an_open_quote() -> None:
    with pytest.raises(Refused, match="3"):
        read_table(b'a;b\n1;2\n3;"open\n4;5\n')


def test_what_is_written_reads_the_same_and_never_calculates() -> None:
    content = write_table(["naam", "som"], [["Café; bar", 3], ["=1+1", -2]])
    table = read_table(content)
    assert [row.cells for row in table.rows] == [("Café; bar", "3"), ("'=1+1", "-2")]


def test_a_row_error_says_line_column_and_what_was_expected() -> None:
    assert "7" in str(RowError(7, "postcode", "1234 AB"))
    assert "postcode" in str(RowError(7, "postcode", "1234 AB"))


def test_twenty_eight_thousand_rows_take_less_than_a_second() -> None:
    line = b"7071 AA;12;Een straat met een lange naam in het buitengebied;2024;2.5.1\n"
    content = b"postcode;huisnummer;straat;jaar;code\n" + line * 28_000
    started = time.process_time()
    assert len(read_table(content).rows) == 28_000
    assert time.process_time() - started < 1
