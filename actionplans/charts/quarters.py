"""The little strip beside a measure: one block per quarter of the plan, filled where the measure runs.

Finished coordinates; the template only draws. The same fact always stands beside it as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from actionplans.enums import MeasureState
from actionplans.rules import last_day, quarter_of

STEP, WIDTH, GAP = 16, 13, 4  # a wider gap between years
MUTED = "#dfe6e7"
INK = "#12252b"
COLOURS = {MeasureState.LATE: "#a3220f", MeasureState.RUNNING: "#005f6b"}
MOST = 16  # quarters; a longer plan shows its first four years
Quarter = tuple[int, int]


@dataclass(frozen=True)
class Block:
    x: int
    fill: str


@dataclass(frozen=True)
class QuarterStrip:
    width: int
    blocks: tuple[Block, ...]


def quarters_between(starts_on: date, ends_on: date) -> list[Quarter]:
    """Every quarter touched by the half-open period."""
    year, quarter = quarter_of(starts_on)
    last = quarter_of(last_day(ends_on))
    found = []
    while (year, quarter) <= last:
        found.append((year, quarter))
        year, quarter = (year + 1, 1) if quarter == 4 else (year, quarter + 1)
    return found


def quarter_strip(
    quarters: Sequence[Quarter], *, starts_on: date | None, deadline: date | None, state: MeasureState
) -> QuarterStrip:
    """The strip of one measure over the plan's quarters. Without a start only the quarter of the deadline is filled."""
    last = quarter_of(deadline) if deadline else (0, 0)
    first = quarter_of(starts_on) if starts_on else last
    blocks, x, year = [], 0, None
    for quarter in quarters[:MOST]:
        if year is not None and quarter[0] != year:
            x += GAP
        filled = first <= quarter <= last
        blocks.append(Block(x, COLOURS.get(state, INK) if filled else MUTED))
        x, year = x + STEP, quarter[0]
    return QuarterStrip(max(x - STEP + WIDTH, WIDTH), tuple(blocks))
