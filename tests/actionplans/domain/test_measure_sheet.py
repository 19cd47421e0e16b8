import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from actionplans.domain.measure_sheet import as_csv, as_xlsx, columns
from actionplans.models import Measure
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import make_measure, today


def sheet_of(content: bytes) -> Worksheet:
    sheet = load_workbook(BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.feature("F51")
@pytest.mark.parametrize("title", ["=1+1", "+31 6", "-2", "@SUM(A1)", "\tx"])
def test_no_cell_starts_as_a_formula(objective, police, ann, title):
    with member_door(objective.partnership):
        make_measure(objective, police, by=ann, description="x")
        Measure.objects.update(title=title)
        rows = Measure.objects.for_matrix()
        plain = list(csv.reader(StringIO(as_csv(rows, on=today()).decode("utf-8-sig")), delimiter=";"))
        sheet = sheet_of(as_xlsx(rows, on=today()))
    place = columns().index("Maatregel") if "Maatregel" in columns() else columns().index("Measure")
    assert plain[1][place] == f"'{title}"
    cell = sheet.cell(2, place + 1)
    assert (cell.data_type, str(cell.value).strip()) == ("s", f"'{title}".strip())


@pytest.mark.feature("F51")
def test_both_sheets_hold_the_same_rows_and_amounts(objective, police, ann):
    with member_door(objective.partnership):
        made = make_measure(objective, police, by=ann, cost_cents=480_050)
        rows = Measure.objects.for_matrix()
        plain = list(csv.reader(StringIO(as_csv(rows, on=today()).decode("utf-8-sig")), delimiter=";"))
        sheet = list(sheet_of(as_xlsx(rows, on=today())).values)
    assert plain[0] == list(sheet[0]) == columns()
    assert "4800,50" in plain[1]
    assert 4800.5 in sheet[1]
    assert str(made.deadline) in plain[1]
    assert made.deadline in [getattr(cell, "date", lambda cell=cell: cell)() for cell in sheet[1]]
