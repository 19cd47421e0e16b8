"""From an uploaded file to figures: stage, read, confirm or throw away. A bad file changes nothing (F22, F24)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.analyses import guard_changeable
from assessments.domain.figure_layouts import PersonalDataFound
from assessments.domain.figure_reading import Progress, Reading, by_area, read_figures
from assessments.domain.figure_sets import make_sets, overlapping
from assessments.domain.figure_totals import add_up
from assessments.models import FigureImport, FigureSet
from assessments.rules import why_not_confirm
from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing, stored
from partnerships.domain.jobs import start_job
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Cycle, User

MAX_DIRECT = 2000  # more rows than this are imported by the worker
ERRORS_KEPT = 100


@all_or_nothing()
def stage_import(
    cycle: Cycle, upload: "UploadedFile[Any]", *, source: str, by: User | None, at: datetime
) -> FigureImport:
    """Keep a file under a random name and ask for it to be read. Nothing in the analysis changes yet.

    Raises ``Refused`` for an empty or too large file, and after adoption. The view wakes the worker.
    """
    guard_changeable(cycle)
    if not upload.size:
        raise Refused(_("This file is empty. Choose another file."))
    if upload.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise Refused(_("This file is too large. At most %(limit)s MB is allowed.") % {"limit": limit})
    filename = PurePath(upload.name or "figures.csv").name[-160:]
    figure_import = FigureImport(
        partnership_id=cycle.partnership_id,
        cycle=cycle,
        source=source,
        filename=filename,
        uploaded_at=at,
        uploaded_by=by,
    )
    figure_import.file.save(uuid4().hex, upload, save=False)
    stored(figure_import.file)
    figure_import.save()
    figure_import.job = start_job(
        cycle.partnership, "read_figures", title=_("Reading %(file)s") % {"file": filename[-100:]},
        subject=f"figure_import:{figure_import.pk}", by=by, at=at,
    )  # fmt: skip
    figure_import.save(update_fields=["job"])
    return figure_import


def read_import(figure_import: FigureImport, progress: Progress | None = None) -> None:
    """Read the staged file and keep what was found for the preview. May run twice.

    A refusal is kept with the file too, and raised again; a file with personal data is deleted at once.
    """
    try:
        preview = _preview(read_figures(_content(figure_import), progress=progress))
    except Refused as refusal:
        preview = {"refused": str(refusal)}
        if isinstance(refusal, PersonalDataFound):
            figure_import.file.delete(save=False)
            FigureImport.objects.filter(pk=figure_import.pk).update(file="")
        _keep_preview(figure_import, preview)
        raise
    _keep_preview(figure_import, preview)


def rows_of(figure_import: FigureImport, areas: Sequence[str]) -> int:
    """How many rows the preview counted for these areas."""
    return sum(area["rows"] for area in (figure_import.preview or {}).get("areas", []) if area["name"] in areas)


@transaction.atomic
def queue_confirm(
    figure_import: FigureImport, *, areas: Sequence[str], replace: bool = False, by: User | None, at: datetime
) -> FigureImport:
    """Let the worker confirm: keeps the choice with the file. Refuses what ``confirm_import`` refuses unread."""
    _guard_confirm(figure_import, areas)
    figure_import.preview = {**(figure_import.preview or {}), "chosen": list(areas), "replace": replace}
    figure_import.job = start_job(
        figure_import.partnership, "import_figures",
        title=_("Importing %(file)s") % {"file": figure_import.filename[-100:]},
        subject=f"figure_import:{figure_import.pk}", by=by, at=at, total=rows_of(figure_import, areas),
    )  # fmt: skip
    figure_import.save(update_fields=["preview", "job"])
    return figure_import


@transaction.atomic
def confirm_import(
    figure_import: FigureImport, *, areas: Sequence[str], by: User | None, at: datetime, replace: bool = False
) -> list[FigureSet]:
    """Put the figures of the chosen areas in the analysis; all other rows of the file are left out.

    out: a set per area, and per kind of period (months and years are kept apart).
    errors: ``Refused`` without areas, with mistakes in the file, after adoption, or when there are figures of that
        source, area and period already and `replace` is not chosen; ``StaleState`` when somebody was first.
    """
    Cycle.objects.select_for_update(no_key=True).get(
        pk=figure_import.cycle_id
    )  # two files at once see each other's figures
    _guard_confirm(figure_import, areas)
    reading = read_figures(_content(figure_import))
    if not FigureImport.objects.filter(
        pk=figure_import.pk, confirmed_at__isnull=True, discarded_at__isnull=True
    ).update(confirmed_at=at):
        raise StaleState
    chosen = [row for row in reading.rows if row.area in set(areas)]
    made = make_sets(figure_import, chosen, at=at)
    replaced = overlapping(made)
    if replaced and not replace:
        names = "; ".join(str(old) for old in replaced)
        raise Refused(
            _("There are already figures of this source, area and period: %(names)s. Choose to replace these.")
            % {"names": names}
        )
    FigureSet.objects.filter(pk__in=[old.pk for old in replaced]).update(removed_at=at)
    record(
        figure_import.partnership_id, "imported_figures", by=by, at=at, cycle=figure_import.cycle, about=figure_import,
        areas=list(areas), rows=len(chosen), source=figure_import.source, replaced=[old.pk for old in replaced],
    )  # fmt: skip
    figure_import.refresh_from_db()
    return made


@transaction.atomic
def discard_import(figure_import: FigureImport, *, at: datetime) -> None:
    """Throw a staged file away; the analysis never knew it. Raises ``StaleState`` when it was confirmed already."""
    if not FigureImport.objects.filter(
        pk=figure_import.pk, confirmed_at__isnull=True, discarded_at__isnull=True
    ).update(discarded_at=at):
        raise StaleState
    if figure_import.file:
        transaction.on_commit(lambda: figure_import.file.delete(save=False))


@transaction.atomic
def remove_set(figure_set: FigureSet, *, by: User | None, at: datetime) -> None:
    """Take a set of figures out of the analysis. It is kept, with the day, for who wants to know what was there."""
    guard_changeable(figure_set.cycle)
    if not FigureSet.objects.filter(pk=figure_set.pk, removed_at__isnull=True).update(removed_at=at):
        raise StaleState
    record(figure_set.partnership_id, "removed_figures", by=by, at=at, cycle=figure_set.cycle, about=figure_set)


def _guard_confirm(figure_import: FigureImport, areas: Sequence[str]) -> None:
    guard_changeable(figure_import.cycle)
    if reason := why_not_confirm(figure_import):
        raise Refused(reason)
    known = {area["name"] for area in (figure_import.preview or {})["areas"]}
    if not areas:
        raise Refused(_("Choose at least one area that belongs to your partnership."))
    if set(areas) - known:
        raise Refused(_("One of these areas is not in the file."))


def _content(figure_import: FigureImport) -> bytes:
    if not figure_import.file:
        raise Refused(_("This file was thrown away."))
    try:
        with figure_import.file.open("rb") as stored:
            content: bytes = stored.read()
    except FileNotFoundError as error:
        raise Refused(_("This file is no longer there. Send it again.")) from error
    return content


def _keep_preview(figure_import: FigureImport, preview: dict[str, Any]) -> None:
    FigureImport.objects.filter(pk=figure_import.pk, confirmed_at__isnull=True).update(preview=preview)
    figure_import.preview = preview


def _preview(reading: Reading) -> dict[str, Any]:
    """What the page shows before anything is imported."""
    areas = []
    for name, rows in by_area(reading.rows):
        total = add_up(row.value for row in rows if row.category.is_total and row.monthly == rows[0].monthly)
        areas.append(
            {"name": name, "rows": len(rows), "total": total.value, "gaps": sum(row.value is None for row in rows)}
        )
    return {
        "rows": reading.read,
        "areas": areas,
        "periods": {
            "months": len({row.period for row in reading.rows if row.monthly}),
            "years": len({row.period for row in reading.rows if not row.monthly}),
            "first": min((row.period.isoformat() for row in reading.rows), default=""),
            "last": max((row.period.isoformat() for row in reading.rows), default=""),
        },
        "categories": len({row.category for row in reading.rows if not row.category.is_total}),
        "unused": list(reading.unused),
        "error_count": len(reading.errors),
        "errors": [asdict(error) for error in reading.errors[:ERRORS_KEPT]],
    }
