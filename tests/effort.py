"""How much work something is, counted in the machine's own pace, so that a busy machine fails no test."""

import time
from collections.abc import Callable
from statistics import median

STEPS = 100_000


def effort(act: Callable[[], object]) -> float:
    """The processor time of ``act`` divided by that of a fixed sum, measured right before and after it.

    Only this process counts, not the machine beside it. The sum takes some milliseconds, so 1,000 is a few seconds
    where the work would last for minutes, or for ever, if it grew faster than its input.
    """
    paces = [_spent(_pace) for _ in range(5)]
    spent = _spent(act)
    paces += [_spent(_pace) for _ in range(5)]
    return spent / median(paces)


def _pace() -> None:
    sum(step * step for step in range(STEPS))


def _spent(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started
