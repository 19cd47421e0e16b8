"""A plugin for pytest: the nearest tests first, and the name of the first that fails in a file.

It stands by itself, for it is loaded in the checkout that is tried, which need not be ours.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

KEPT = Path(os.environ["MUTANTS_KEPT"])  # here comes the name of the test
WORKED = KEPT.with_name("worked")  # and here the processor time of pytest and what it started
ORDER = json.loads(os.environ["MUTANTS_ORDER"])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """By the order of the files that were given; tests that empty the tables stay behind all others."""
    items.sort(key=lambda item: (empties_tables(item), place_of(item, config)))


def empties_tables(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in fixtures or "live_server" in fixtures


def place_of(item: pytest.Item, config: pytest.Config) -> int:
    name = item.path.relative_to(config.rootpath).as_posix()
    return ORDER.index(name) if name in ORDER else len(ORDER)


def keep(name: str) -> None:
    if not KEPT.exists():
        KEPT.write_text(name, encoding="utf-8")


def pytest_runtest_logreport(report: Any) -> None:
    if report.failed:
        keep(report.nodeid)


def pytest_collectreport(report: Any) -> None:
    if report.failed:
        keep(f"{report.nodeid} (cannot be read)")


def pytest_sessionfinish() -> None:
    WORKED.write_text(str(sum(os.times()[:4])), encoding="utf-8")
