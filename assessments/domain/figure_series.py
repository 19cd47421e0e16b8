"""One picture of the figures: a drawing, the table of the same numbers, source, period; the same in page and PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.charts.bars import BarChart, bar_chart
from assessments.domain.figure_choices import Chosen, Options, read_chosen, reading_order
from assessments.domain.figure_layouts import Category
from assessments.domain.figure_sets import category_named
from assessments.domain.figure_totals import Total, add_up
from assessments.domain.police_codes import YEARLY_ONLY
from assessments.models import FigureSet

MOST_BARS = 24


@dataclass(frozen=True)
class Picture:
    """What page and document show of some figures (templates/documents/figures.html)."""

    title: str
    chart: BarChart | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    source: str
    period: str
    note: str = ""


def per_period(chosen: Chosen, category: str) -> list[tuple[date, Total]]:
    """The sum over the areas of these sets in each period. An area that lacks a period is a gap, never 0."""
    counts = {
        (one.figure_set, one.period): one.value
        for one in chosen.counts
        if one.key == category and one.is_total == (not category)
    }
    areas: dict[str, list[int]] = {}
    for one in chosen.sets:
        areas.setdefault(one.area_name, []).append(one.pk)
    periods = sorted({period for _set, period in counts})
    return [
        (day, add_up(next((counts[pk, day] for pk in pks if (pk, day) in counts), None) for pks in areas.values()))
        for day in periods
    ]


def period_picture(chosen: Chosen, category: Category) -> Picture:
    """The chosen category per month or year, as bars and as a table with the sum below."""
    sets, monthly = chosen.sets, chosen.choice.monthly
    series = per_period(chosen, category.key)
    title = _("%(category)s, %(area)s") % {"category": category.label, "area": _areas_in_words(sets)}
    total = add_up(count.value for _day, count in series)
    gaps = sum(count.gaps for _day, count in series)
    rows = [(_period_name(day, monthly=monthly), str(count)) for day, count in series]
    shown = series[-MOST_BARS:]
    bars = [(_bar_label(day, count, monthly=monthly), count.value) for day, count in shown]
    description = _("A bar for each period; the same numbers stand in the table.")
    return Picture(
        title=title,
        chart=bar_chart(bars, title=title, description=description) if bars else None,
        columns=(_("Period"), _("Number")),
        rows=(*rows, (_("All periods together"), str(Total(total.value, gaps)))) if rows else (),
        source=_source_in_words(sets),
        period=_period_in_words(sets),
        note=_note(category, gaps=gaps, monthly=monthly, left_out=len(series) - len(shown)),
    )


def category_picture(chosen: Chosen) -> Picture:
    """Every category of the chosen source and area over the whole period, most first. No drawing: a table."""
    sets = chosen.sets
    values: dict[tuple[str, str, bool], list[int | None]] = {}
    for one in chosen.counts:
        values.setdefault((one.key, one.name, one.is_total), []).append(one.value)
    totals = [(category_named(*words), add_up(counts)) for words, counts in values.items()]
    ordered = sorted(totals, key=lambda one: (not one[0].is_total, -(one[1].value or -1), reading_order(one[0])))
    note = _("The total is the number of the source itself; categories without figure are in it.")
    return Picture(
        title=_("Per category, %(area)s") % {"area": _areas_in_words(sets)},
        chart=None,
        columns=(_("Category"), _("Number")),
        rows=tuple((category.label, str(total)) for category, total in ordered),
        source=_source_in_words(sets),
        period=_period_in_words(sets),
        note=note,
    )


def overview_pictures(options: Options) -> list[Picture]:
    """What the analysis shows of its figures: the total per period and the table per category; none without figures."""
    choice = options.default()
    if choice is None:
        return []
    chosen = read_chosen(options, choice)
    total = next(iter(chosen.categories()), None)
    return [period_picture(chosen, total), category_picture(chosen)] if total else []


def _bar_label(day: date, count: Total, *, monthly: bool) -> str:
    name = _period_name(day, monthly=monthly)
    return name if count.whole or count.value is None else f"{name}*"


def _period_name(day: date, *, monthly: bool) -> str:
    return str(date_format(day, "M Y") if monthly else day.year)


def _areas_in_words(sets: Sequence[FigureSet]) -> str:
    return ", ".join(sorted({one.area_name for one in sets}))


def _source_in_words(sets: Sequence[FigureSet]) -> str:
    sources = sorted({str(one.get_source_display()) for one in sets})
    files = sorted({one.filename for one in sets})
    return f"{', '.join(sources)} ({', '.join(files)})"


def _period_in_words(sets: Sequence[FigureSet]) -> str:
    if not sets:
        return ""
    first, after = min(one.first_period for one in sets), max(one.last_period for one in sets)
    last = date.fromordinal(after.toordinal() - 1)
    return _("%(first)s up to and including %(last)s") % {
        "first": date_format(first, "j F Y"), "last": date_format(last, "j F Y"),
    }  # fmt: skip


def _note(category: Category, *, gaps: int, monthly: bool, left_out: int) -> str:
    words = []
    if category.code in YEARLY_ONLY and monthly:
        words.append(_("The police give this category per year only."))
    if gaps:
        text = ngettext(
            "%(gaps)s number is missing in the source. A sum without it is a least number (*).",
            "%(gaps)s numbers are missing in the source. A sum without them is a least number (*).",
            gaps,
        )
        words.append(text % {"gaps": gaps})
    if left_out:
        words.append(_("The drawing shows the last %(shown)s periods.") % {"shown": MOST_BARS})
    return " ".join(words)
