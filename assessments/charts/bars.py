"""A bar chart as finished coordinates: no sums are left for the template, and all numbers are whole.

Upright bars for short labels (years); lying bars when a label would not fit below its bar.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.charts import palette

WIDTH = 720
_TOP, _TALL, _LINE = 42, 180, 20  # room above the longest bar, its height, the height of a line of label
_BAR_MOST, _GAP = 64, 24
_LETTER = 8  # a generous width of a letter of 15 units
_NAMES_MOST, _ROW, _THICK = 280, 14, 22


@dataclass(frozen=True)
class Text:
    """One line of text, set from (x, y)."""

    text: str
    x: int
    y: int
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Bar:
    """One bar. `missing`: there is no figure, drawn as a dashed outline; a figure of 0 has no area and says 0."""

    x: int
    y: int
    width: int
    height: int
    fill: str
    missing: bool
    weight: int
    value: Text
    label: tuple[Text, ...]


@dataclass(frozen=True)
class BarChart:
    """What templates/charts/bars.svg draws. The baseline runs from (x1, y1) to (x2, y2)."""

    title: str
    description: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    x1: int
    y1: int
    x2: int
    y2: int
    ink: str = palette.INK
    ink_soft: str = palette.INK_SOFT
    outline: str = palette.LINE_STRONG
    font: str = palette.SANS


def bar_chart(
    series: Sequence[tuple[str, int | None]], *, title: str, description: str, highlight_last: bool = True
) -> BarChart:
    """A bar for each (label, figure); None is "no figure", which is not 0.

    in: the series in reading order; title and description for who cannot see it (the description says what
        the bars show). Words and figures are written in the language active now.
    errors: ValueError for a figure below 0. An empty series gives a chart without bars.
    """
    if any(figure is not None and figure < 0 for _label, figure in series):
        raise ValueError("A bar chart shows counts of 0 and more.")
    step = WIDTH // max(len(series), 1)
    letters = step // _LETTER
    short = all(len(word) <= letters for label, _figure in series for word in label.split())
    most = max((figure for _label, figure in series if figure is not None), default=0) or 1
    last = len(series) - 1 if highlight_last else -1
    draw = _upright if short and letters >= len(_("no figure")) else _lying
    return draw(series, title, description, most, last)


def _upright(series: Sequence[tuple[str, int | None]], title: str, description: str, most: int, last: int) -> BarChart:
    step, base = WIDTH // max(len(series), 1), _TOP + _TALL
    wide, bars = min(_BAR_MOST, step - _GAP), []
    for place, (label, figure) in enumerate(series):
        centre = place * step + step // 2
        tall = 34 if figure is None else _scaled(figure, most, _TALL)
        value = Text(_written(figure), centre, base - tall - 9, "middle")
        lines = _lines(label, step // _LETTER, x=centre, y=base + 24, anchor="middle")
        bars.append(_bar(centre - wide // 2, base - tall, wide, tall, figure, value, lines, now=place == last))
    deepest = max((len(bar.label) for bar in bars), default=1)
    return BarChart(title, description, WIDTH, base + 18 + deepest * _LINE, tuple(bars), 0, base, WIDTH, base)


def _lying(series: Sequence[tuple[str, int | None]], title: str, description: str, most: int, last: int) -> BarChart:
    names = min(_NAMES_MOST, max(len(label) for label, _figure in series) * _LETTER)
    left, y, bars = names + 16, 4, []
    for place, (label, figure) in enumerate(series):
        lines = _lines(label, names // _LETTER, x=names, y=y + _ROW // 2 + 16, anchor="end")
        row = max(len(lines) * _LINE, _THICK) + _ROW
        long = 34 if figure is None else _scaled(figure, most, WIDTH - left - 90)
        value = Text(_written(figure), left + long + 10, y + row // 2 + 6, "start")
        bar_y = y + (row - _THICK) // 2
        bars.append(_bar(left, bar_y, long, _THICK, figure, value, lines, now=place == last))
        y += row
    return BarChart(title, description, WIDTH, y + 4, tuple(bars), left, 0, left, y + 4)


def _bar(
    x: int, y: int, width: int, height: int, figure: int | None, value: Text, label: tuple[Text, ...], *, now: bool
) -> Bar:
    fill = "none" if figure is None else palette.PETROL if now else palette.EARLIER
    return Bar(x, y, width, height, fill, figure is None, 700 if now and figure is not None else 500, value, label)


def _scaled(figure: int, most: int, room: int) -> int:
    """The length of a bar: 0 stays 0, and the smallest figure above it can still be seen."""
    return max(round(figure * room / most), 2) if figure else 0


def _written(figure: int | None) -> str:
    return _("no figure") if figure is None else str(number_format(figure, use_l10n=True, force_grouping=True))


def _lines(label: str, letters: int, *, x: int, y: int, anchor: Literal["middle", "end"]) -> tuple[Text, ...]:
    """A label in lines that fit; no letter is left out."""
    lines = textwrap.wrap(label, width=max(letters, 4)) or [""]
    return tuple(Text(line, x, y + number * _LINE, anchor) for number, line in enumerate(lines))
