"""Floor, page, floor: a ratio with its spread, and the number of queries."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles

from django.db import connection

ROUNDS, BURST = 8, 5
TOO_NOISY = 1.6  # the floor's own swing, from p10 to p90, above which nothing is said


@dataclass(frozen=True)
class Line:
    """``ratio`` to the floor with its lowest and highest round; ``seconds`` as they were; ``noisy``: say nothing."""

    name: str
    queries: int
    ratio: float
    lowest: float
    highest: float
    seconds: float
    noisy: bool

    def __str__(self) -> str:
        verdict = "too noisy" if self.noisy else f"{self.ratio:.1f} [{self.lowest:.1f}-{self.highest:.1f}]"
        return f"| {self.name} | {self.queries} | {verdict} | {self.seconds * 1000:.0f} ms |"


def queries_of(act: Callable[[], object]) -> int:
    """How many statements this asks of the database."""
    asked: list[str] = []

    def look(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        act()
    return len(asked)


def timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def measured(name: str, page: Callable[[], object], floor: Callable[[], object]) -> Line:
    """Rounds of a burst on the floor, one on the page, one on the floor again."""
    page(), floor()  # warm
    queries = queries_of(page)
    pages, floors, ratios = [], [], []
    for _round in range(ROUNDS):
        before = median(timed(floor) for _ in range(BURST))
        took = median(timed(page) for _ in range(BURST))
        after = median(timed(floor) for _ in range(BURST))
        pages.append(took)
        floors += [before, after]
        ratios.append(took / ((before + after) / 2))
    tenths = quantiles(floors, n=10)
    return Line(
        name, queries, median(ratios), min(ratios), max(ratios), median(pages), tenths[-1] / tenths[0] > TOO_NOISY
    )


def once(name: str, act: Callable[[], object], floor: Callable[[], object]) -> Line:
    """Something that is done once (sending, sealing), beside the floor right before and after it."""
    floors = [timed(floor) for _ in range(BURST * 4)]
    took: list[float] = []
    queries = queries_of(lambda: took.append(timed(act)))
    floors += [timed(floor) for _ in range(BURST * 4)]
    tenths = quantiles(floors, n=10)
    ratio = took[0] / median(floors)
    return Line(name, queries, ratio, ratio, ratio, took[0], tenths[-1] / tenths[0] > TOO_NOISY)
