"""Sets of figures: made from the rows of a file, compared with what is there, written out again."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from assessments.domain.figure_layouts import CODED, PLAIN_HEADER, POLICE_HEADER, Category, write_period
from assessments.domain.figure_reading import FigureRow, by_area
from assessments.enums import FigureSource
from assessments.models import Figure, FigureImport, FigureSet
from partnerships.models import Cycle

BATCH = 2000


def live_sets(cycle: Cycle) -> list[FigureSet]:
    """The sets that count in this round's analysis."""
    return list(FigureSet.objects.filter(cycle=cycle, removed_at__isnull=True))


def category_named(key: str, name: str, is_total: bool) -> Category:  # noqa: FBT001  a column of the table
    """The category of a stored figure, as the file named it: a key that is no code was made for a name without one."""
    return Category(key if CODED.fullmatch(key) else "", name, is_total)


def after(day: date, *, monthly: bool) -> date:
    """The first day after a period."""
    if not monthly or day.month == 12:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)


def make_sets(figure_import: FigureImport, rows: list[FigureRow], *, at: datetime) -> list[FigureSet]:
    """Write a set per area and kind of period, with its figures."""
    made = []
    for area, of_area in by_area(rows):
        for monthly in (True, False):
            if of_kind := [row for row in of_area if row.monthly is monthly]:
                made.append(_make_set(figure_import, area, of_kind, monthly=monthly, at=at))
    return made


def _make_set(
    figure_import: FigureImport, area: str, rows: list[FigureRow], *, monthly: bool, at: datetime
) -> FigureSet:
    figure_set: FigureSet = FigureSet.objects.create(
        partnership_id=figure_import.partnership_id, cycle=figure_import.cycle, source=figure_import.source,
        area_name=area, first_period=min(row.period for row in rows),
        last_period=after(max(row.period for row in rows), monthly=monthly), monthly=monthly,
        filename=figure_import.filename, origin=figure_import, created_at=at,
    )  # fmt: skip
    Figure.objects.bulk_create(
        (
            Figure(
                partnership_id=figure_set.partnership_id, figure_set=figure_set, category=row.category.key,
                category_name=row.category.name, period=row.period, value=row.value, is_total=row.category.is_total,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return figure_set


def overlapping(made: Sequence[FigureSet]) -> list[FigureSet]:
    """The live sets from before that speak of the same source, area and kind of period in the same time."""
    found = {}
    for new in made:
        older = FigureSet.objects.filter(
            cycle_id=new.cycle_id, source=new.source, area_name=new.area_name, monthly=new.monthly,
            removed_at__isnull=True, first_period__lt=new.last_period, last_period__gt=new.first_period,
        ).exclude(pk__in=[one.pk for one in made])  # fmt: skip
        found.update({old.pk: old for old in older})
    return list(found.values())


def header_of(source: str) -> tuple[str, ...]:
    """The columns a file of this source has, in and out."""
    return POLICE_HEADER if source == FigureSource.POLICE else PLAIN_HEADER


def export_rows(sets: Sequence[FigureSet]) -> Iterable[tuple[str, str, str, int | str]]:
    """The figures as rows our own import reads back; no figure is an empty cell."""
    of_set: dict[int, list[Figure]] = {one.pk: [] for one in sets}
    for figure in Figure.objects.filter(figure_set__in=of_set).order_by("pk"):
        of_set[figure.figure_set_id].append(figure)
    for figure_set in sets:
        for figure in of_set[figure_set.pk]:
            value = "" if figure.value is None else figure.value
            period = write_period(figure.period, monthly=figure_set.monthly)
            category = category_named(figure.category, figure.category_name, figure.is_total)
            yield category.label, period, figure_set.area_name, value


def standing(staged: FigureImport, areas: Sequence[str]) -> list[FigureSet]:
    """The live sets that would have to make room if these areas of a staged file were confirmed."""
    periods = (staged.preview or {}).get("periods", {})
    if not areas or not periods.get("first"):
        return []
    kinds = [monthly for monthly, name in ((True, "months"), (False, "years")) if periods[name]]
    last = after(date.fromisoformat(periods["last"]), monthly=not periods["years"])
    return list(
        FigureSet.objects.filter(
            cycle=staged.cycle_id, source=staged.source, area_name__in=areas, monthly__in=kinds,
            removed_at__isnull=True, first_period__lt=last, last_period__gt=date.fromisoformat(periods["first"]),
        )
    )  # fmt: skip
