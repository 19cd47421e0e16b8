"""Bar charts as coordinates and as a drawing."""

import re
import xml.etree.ElementTree as ET
from dataclasses import fields

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from assessments.charts import palette
from assessments.charts.bars import Bar, BarChart, bar_chart

YEARS = [("2019", 88), ("2020", 0), ("2021", None), ("2022", 44)]
TOPICS = [("Verkeersveiligheid en bereikbaarheid", 12), ("Schoon en heel", 0), ("Samenwerking", None)]
SVG = "{http://www.w3.org/2000/svg}"


def chart(series: list[tuple[str, int | None]], **options: bool) -> BarChart:
    return bar_chart(series, title="Incidenten", description="Van 88 naar 44.", **options)


def drawing(made: BarChart, uid: str = "c") -> ET.Element:
    return ET.fromstring(render_to_string("charts/bars.svg", {"chart": made, "uid": uid}).strip())


def test_bars_stand_on_the_baseline_in_proportion():
    made = chart(YEARS)
    assert [bar.height for bar in made.bars] == [180, 0, 34, 90]
    assert {bar.y + bar.height for bar in made.bars} == {made.y1} == {made.y2}
    assert [bar.value.text for bar in made.bars] == ["88", "0", "geen cijfer", "44"]
    assert [bar.fill for bar in made.bars] == [palette.EARLIER, palette.EARLIER, "none", palette.PETROL]


def test_no_figure_is_not_nought():
    nought, none = drawing(chart([("2020", 0)])), drawing(chart([("2020", None)]))
    assert nought.findall(f".//{SVG}rect") == []
    outline = none.find(f".//{SVG}rect")
    assert outline is not None
    assert (outline.get("fill"), outline.get("stroke-dasharray")) == ("none", "4 4")
    assert [text.text for text in nought.iter(f"{SVG}text")] == ["0", "2020"]
    assert [text.text for text in none.iter(f"{SVG}text")] == ["geen cijfer", "2020"]


def test_the_words_follow_the_language():
    with translation.override("en"):
        made = chart([("2024", 1204), ("2025", None)])
    assert [bar.value.text for bar in made.bars] == ["1,204", "no figure"]
    assert chart([("2024", 1204)]).bars[0].value.text == "1.204"


def test_long_labels_make_lying_bars_and_lose_no_letter():
    made = chart(TOPICS * 2)
    assert made.x1 == made.x2
    assert {bar.x for bar in made.bars} == {made.x1}
    assert [" ".join(line.text for line in bar.label) for bar in made.bars] == [label for label, _figure in TOPICS * 2]
    assert made.bars[0].width > 0 == made.bars[1].width


def test_the_last_bar_need_not_stand_out():
    assert [bar.fill for bar in chart(YEARS, highlight_last=False).bars][-1] == palette.EARLIER


@pytest.mark.parametrize(
    "series", [[], [("2020", 0)], [("2020", None)], YEARS, TOPICS, [("x", 10**9)] * 12, TOPICS * 9]
)
def test_everything_stays_inside_the_drawing_in_whole_numbers(series):
    made = chart(series)
    for bar in made.bars:
        spots = [bar.value, *bar.label]
        assert 0 <= bar.x <= bar.x + bar.width <= made.width
        assert 0 <= bar.y <= bar.y + bar.height <= made.height
        assert all(0 <= spot.x <= made.width and 0 < spot.y <= made.height for spot in spots)
    parts: list[BarChart | Bar] = [made, *made.bars]
    numbers = [getattr(part, field.name) for part in parts for field in fields(part)]
    assert not any(isinstance(number, float) for number in numbers)


def test_the_drawing_is_named_and_its_colours_are_literal():
    svg = drawing(chart(YEARS), uid="cijfers")
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "cijfers-t cijfers-d")
    named = {part.get("id"): part.text for part in svg if part.get("id")}
    assert named == {"cijfers-t": "Incidenten", "cijfers-d": "Van 88 naar 44."}
    text = ET.tostring(svg, encoding="unicode")
    assert not re.search(r"var\(|currentColor|style=|class=", text)
    assert not re.search(r'="\d+,\d+"', text)


def test_markup_in_a_label_is_only_text():
    assert "<script>" not in render_to_string("charts/bars.svg", {"chart": chart([("<script>", 1)]), "uid": "c"})


def test_a_figure_below_nought_is_refused():
    with pytest.raises(ValueError, match="counts of 0"):
        chart([("2020", -1)])
