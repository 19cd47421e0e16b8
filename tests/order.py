"""In which order the tests run: the long ones first, then those that work in the same database together.

``tests/durations.json`` holds the seconds of the tests that take longer than one, from an earlier run
(``script/test --profile`` writes it); it decides the order and nothing else. ``--shuffle SEED`` runs them in an order of
chance instead, so that what depends on the order shows itself.
"""

import json
import random
from pathlib import Path

import pytest

from tests.cast import set_of

KEPT = Path(__file__).with_name("durations.json")


def add_option(parser: pytest.Parser) -> None:
    parser.addoption("--shuffle", type=int, metavar="SEED", help="run the tests in an order of chance")


def put_in_order(items: list[pytest.Item], *, seed: int | None) -> None:
    """Change the order of the tests in place: every process must come to the same."""
    if seed is not None:
        random.Random(seed).shuffle(items)
        return
    seconds: dict[str, float] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    # What a module makes for its tests is made once when they stay together, so whole files go in front.
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if item.nodeid in seconds:
            files.setdefault(item.path, []).append(item)
    halves: tuple[list[pytest.Item], list[pytest.Item]] = ([], [])
    load = [0.0, 0.0]
    for of_file in sorted(files.values(), key=lambda one: -sum(seconds[item.nodeid] for item in one)):
        lighter = load.index(min(load))
        halves[lighter].extend(of_file)
        load[lighter] += sum(seconds[item.nodeid] for item in of_file)
    short = sorted((item for item in items if item.nodeid not in seconds), key=names_of_cast)
    # Two processes begin at the first test and at the middle one.
    cut = max(0, len(items) // 2 - len(halves[0]))
    items[:] = [*halves[0], *short[:cut], *halves[1], *short[cut:]]


def names_of_cast(item: pytest.Item) -> list[str]:
    return [maker.name for maker in set_of(item)]
