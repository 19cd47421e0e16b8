"""Tries the seeded faults and prints which test found each: ``python -m tests.mutants`` within ``script/mutants``."""

import argparse
import json
import signal
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from tests.mutants.faults import Fault, all_faults
from tests.mutants.lanes import Lane

SECONDS = 40  # of the processor for the tests alone: about a minute on the clock of a quiet machine, with the database
ROOT = Path(__file__).resolve().parent.parent.parent


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/mutants", description="Do the tests find the seeded faults?")
    parser.add_argument("--only", metavar="NAME", nargs="+", default=[], help="these faults only")
    parser.add_argument("--tree", metavar="PATH", type=Path, default=ROOT, help="another checkout, with its own .venv")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write what was found there as well")
    parser.add_argument("--seconds", type=int, default=SECONDS, help=f"of the processor, for each fault ({SECONDS})")
    parser.add_argument("--lanes", type=int, default=2, help="how many at once (2)")
    given = parser.parse_args()
    if unknown := set(given.only) - {fault.name for fault in all_faults()}:
        parser.error(f"No fault is called {', '.join(sorted(unknown))}.")
    return given


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def line_of(one: dict[str, Any]) -> str:
    found = one["found_by"] if one["outcome"] == "found" else f"({one['outcome']}) {one['found_by']}".strip()
    return f"| {one['name']} | {one['area']} | {found} | {one['processor']} | {one['seconds']} |"


def work(
    lane: Lane, waiting: "SimpleQueue[Fault | None]", told: list[dict[str, Any]], given: argparse.Namespace
) -> None:
    """Try what waits until there is nothing more; what is known is written down at once."""
    while (fault := waiting.get()) is not None:
        one = lane.try_out(fault, seconds=given.seconds)
        told.append(one)
        write(line_of(one))
        if given.json:
            given.json.write_text(json.dumps(in_order(told), indent=2) + "\n", encoding="utf-8")


def in_order(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    order = [fault.name for fault in all_faults()]
    return sorted(told, key=lambda one: order.index(one["name"]))


def main() -> int:
    given = asked()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    faults = [fault for fault in all_faults() if not given.only or fault.name in given.only]
    waiting: SimpleQueue[Fault | None] = SimpleQueue()
    for fault in [*faults, *[None] * given.lanes]:
        waiting.put(fault)
    with tempfile.TemporaryDirectory(prefix="bondgenoot-mutants-") as scratch:
        folders = [Path(scratch, str(number)) for number in range(1, given.lanes + 1)]
        lanes = []
        for number, folder in enumerate(folders, 1):
            folder.mkdir()
            lanes.append(Lane(given.tree.resolve(), folder, number))
        if not lanes[0].make_tables():
            sys.exit(f"The tables cannot be made in {given.tree}.")
        for lane in lanes[1:]:
            lane.take_tables(lanes[0])
        write("| fault | area | found by | seconds of the processor | on the clock |\n|---|---|---|--:|--:|")
        told: list[dict[str, Any]] = []
        with ThreadPoolExecutor(given.lanes) as pool:
            try:
                list(pool.map(lambda lane: work(lane, waiting, told, given), lanes))
            except BaseException:  # somebody ends it: nothing more is tried
                while not waiting.empty():
                    waiting.get()
                for lane in lanes:
                    waiting.put(None)
                    lane.stop()
                raise
    found = sum(one["outcome"] == "found" for one in told)
    write(f"\n{found} of {len(told)} faults found.")
    return 0 if found == len(told) else 1


sys.exit(main())
