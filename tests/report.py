"""What a run says at its end, besides what pytest says: how many passed, and which tests are out of proportion.

``REPORT=file.json`` keeps the numbers and the seconds of every test for ``script/test``, which adds up both databases.
"""

import json
import os
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

import pytest

TIMES = 60  # a test that takes this many times the median of its kind is named
KINDS = ("in a browser", "with the database", "without the database")


def kind_of(item: pytest.Item) -> str:
    if item.get_closest_marker("browser"):
        return KINDS[0]
    uses_database = item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ())
    return KINDS[1] if uses_database else KINDS[2]


class Seconds:
    """Registered in the process that reports; gathers the seconds of every test by its kind."""

    def __init__(self) -> None:
        self.of_kind: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        kind = dict(report.user_properties).get("kind", KINDS[2])
        self.of_kind[str(kind)][report.nodeid] += report.duration

    def out_of_proportion(self) -> list[tuple[float, float, str]]:
        """(seconds, how many times the median, test), the longest first."""
        found = []
        for cases in self.of_kind.values():
            usual = median(cases.values())
            found += [(took, took / usual, name) for name, took in cases.items() if took > TIMES * usual]
        return sorted(found, reverse=True)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        write = terminalreporter.write_line
        for kind, cases in sorted(self.of_kind.items()):
            write(
                f"{len(cases)} {kind}: median {1000 * median(cases.values()):.0f} ms, together {sum(cases.values()):.0f} s"
            )
        long = self.out_of_proportion()
        if long:
            write(f"More than {TIMES} times the median of their kind:")
        for took, times, name in long:
            write(f"  {took:6.1f} s  {times:5.0f} x  {name}")
        if os.environ.get("REPORT"):
            stats = terminalreporter.stats
            numbers = {word: len(stats.get(word, ())) for word in ("passed", "skipped")}
            numbers["failed"] = len(stats.get("failed", ())) + len(stats.get("error", ()))
            told = {
                "numbers": numbers,
                "seconds": {name: took for one in self.of_kind.values() for name, took in one.items()},
            }
            Path(os.environ["REPORT"]).write_text(json.dumps(told), encoding="utf-8")


def begin(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Seconds(), "seconds")


def tell_kind(items: list[pytest.Item]) -> None:
    for item in items:
        item.user_properties.append(("kind", kind_of(item)))


def main(folder: Path) -> None:
    """Print how many passed and failed on each database, and in all."""
    parts = {"PostgreSQL": folder / "postgresql.json", "SQLite": folder / "sqlite.json"}
    found = {
        name: json.loads(path.read_text(encoding="utf-8"))["numbers"] for name, path in parts.items() if path.exists()
    }
    total = {word: sum(numbers[word] for numbers in found.values()) for word in ("passed", "failed", "skipped")}
    for name, numbers in {**found, "Total": total}.items():
        skipped = f", {numbers['skipped']} skipped" if numbers["skipped"] else ""
        print(f"{name}: {numbers['passed']} passed, {numbers['failed']} failed{skipped}")  # noqa: T201  speaks to the terminal


if __name__ == "__main__":
    main(Path(sys.argv[1]))
