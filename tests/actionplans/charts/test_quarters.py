from datetime import date

from actionplans.charts.quarters import COLOURS, INK, MUTED, quarter_strip, quarters_between
from actionplans.enums import MeasureState


def test_a_plan_touches_its_quarters_and_no_more():
    assert quarters_between(date(2026, 1, 1), date(2027, 1, 1)) == [(2026, 1), (2026, 2), (2026, 3), (2026, 4)]
    assert quarters_between(date(2026, 11, 15), date(2027, 4, 2)) == [(2026, 4), (2027, 1), (2027, 2)]


def test_the_strip_is_filled_where_the_measure_runs():
    quarters = quarters_between(date(2026, 7, 1), date(2027, 7, 1))
    strip = quarter_strip(quarters, starts_on=date(2026, 12, 31), deadline=date(2027, 1, 1), state=MeasureState.RUNNING)
    running = COLOURS[MeasureState.RUNNING]
    assert [block.fill for block in strip.blocks] == [MUTED, running, running, MUTED]
    assert [block.x for block in strip.blocks] == [0, 16, 36, 52]
    assert strip.width == 65


def test_without_a_start_only_the_deadline_is_filled():
    strip = quarter_strip([(2026, 1), (2026, 2)], starts_on=None, deadline=date(2026, 4, 1), state=MeasureState.DONE)
    assert [block.fill for block in strip.blocks] == [MUTED, INK]
