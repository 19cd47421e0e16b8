"""The measures as a sheet, CSV or XLSX: every column an import would need, and the state for the reader (F51)."""

import csv
import re
from collections.abc import Iterable
from datetime import date
from io import BytesIO, StringIO

from django.utils.translation import gettext as _

from actionplans.models import Measure

Cell = str | int | float | date | None
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet would run what starts like this


def columns() -> list[str]:
    """The heads, in the language of the reader."""
    return [
        _("Focus area"), _("Objective"), _("Measure"), _("What exactly"), _("Kind"), _("Party in charge"),
        _("Person in charge"), _("E-mail address of the person"), _("Start"), _("Deadline"), _("Cost in euro"),
        _("Paid by"), _("Decision on the money"), _("Decided on"), _("State"), _("Done on"), _("Result"),
        _("Dropped on"), _("Why it was dropped"), _("Last news"), _("Last news on"),
    ]  # fmt: skip


def cells(measure: Measure, *, on: date) -> list[Cell]:
    contact = measure.owner_contact
    return [
        str(measure.objective.priority), str(measure.objective), measure.title, measure.description,
        measure.get_kind_display(), str(measure.owner_partner or ""), str(contact or ""),
        contact.email if contact else "", measure.starts_on, measure.deadline, measure.cost_cents / 100,
        measure.funder, measure.get_decision_display(), measure.decided_on, str(measure.state_on(on).label),
        measure.done_on, measure.result, measure.dropped_on, measure.drop_reason, measure.progress_note,
        measure.progress_on,
    ]  # fmt: skip


def safe(cell: Cell) -> Cell:
    """A text that a spreadsheet might take for a formula gets a quote in front; it then shows as it was written."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def as_csv(measures: Iterable[Measure], *, on: date) -> bytes:
    """Semicolons and a byte order mark, as a Dutch spreadsheet opens without questions; days as 2026-03-31."""
    text = StringIO()
    sheet = csv.writer(text, delimiter=";", lineterminator="\r\n")
    sheet.writerow(columns())
    for measure in measures:
        sheet.writerow([_plain(safe(cell)) for cell in cells(measure, on=on)])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(measures: Iterable[Measure], *, on: date) -> bytes:
    """One sheet with a fixed first row; days and amounts are real days and numbers."""
    from openpyxl import Workbook  # noqa: PLC0415  # slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Measures"))
    sheet.freeze_panes = "A2"
    sheet.append(columns())
    for measure in measures:
        sheet.append([safe(_legal(cell)) for cell in cells(measure, on=on)])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _legal(cell: Cell) -> Cell:
    """Without the control signs that a workbook may not hold."""
    return CONTROL.sub("", cell) if isinstance(cell, str) else cell


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", ",")
    return "" if cell is None else str(cell)
