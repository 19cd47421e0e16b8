"""The problems of an area, each with what says so: figures, or a feeling (F05; S000)."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import zip_longest

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from partnerships.domain.activity import changes, fields_of, record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.evidence_files import filed_or_chosen
from partnerships.enums import Basis
from partnerships.exceptions import StaleState
from partnerships.models import Cycle, Document, ProblemRecord, User


@all_or_nothing()
def add_problem(
    cycle: Cycle,
    *,
    problem: str,
    basis: str,
    source: str,
    noted_on: date,
    by: User | None,
    at: datetime,
    document: Document | None = None,
    upload: "UploadedFile[bytes] | None" = None,
) -> ProblemRecord:
    """Write a problem down. Raises ``Refused`` for a file we do not accept."""
    made = ProblemRecord(
        partnership=cycle.partnership, problem=problem.strip(), basis=basis, source=source.strip(), noted_on=noted_on
    )
    made.document = filed_or_chosen(cycle, document, upload=upload, title=str(made), by=by, at=at)
    made.save()
    record(cycle.partnership, "added_problem", by=by, at=at, cycle=cycle, about=made, basis=basis)
    return made


@all_or_nothing()
def change_problem(
    row: ProblemRecord,
    cycle: Cycle,
    *,
    by: User | None,
    at: datetime,
    document: Document | None = None,
    upload: "UploadedFile[bytes] | None" = None,
    **new: object,
) -> None:
    """Write it down better. ``new``: problem, basis, source, noted_on. Raises ``Refused`` for a bad file."""
    new["document"] = filed_or_chosen(cycle, document, upload=upload, title=str(row), by=by, at=at)
    changed = changes(fields_of(row, *new), new)
    if not ProblemRecord.objects.filter(pk=row.pk).update(**new):
        raise StaleState
    row.refresh_from_db()
    record(row.partnership, "changed_problem", by=by, at=at, about=row, changed=changed)


@transaction.atomic
def remove_problem(problem: ProblemRecord, *, by: User | None, at: datetime) -> None:
    """Take a problem out; the trail keeps that it was there. Raises ``StaleState`` when somebody else did."""
    record(problem.partnership, "removed_problem", by=by, at=at, about=problem)
    if not ProblemRecord.objects.filter(pk=problem.pk).delete()[0]:
        raise StaleState


def two_columns(
    problems: Iterable[ProblemRecord],
) -> list[tuple[ProblemRecord | None, ProblemRecord | None]]:
    """Side by side what figures say and what people feel, each in its own order; the shorter column ends with None."""
    rows = list(problems)
    objective = [row for row in rows if row.basis == Basis.OBJECTIVE]
    subjective = [row for row in rows if row.basis == Basis.SUBJECTIVE]
    return list(zip_longest(objective, subjective))
