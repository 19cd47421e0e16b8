"""Prints the tests that a change can break, one per line: ``python -m tests.changed [REFERENCE]``.

What was chosen, why, and what was left out goes to the error output. Exit status: 0 some tests (printed), 3 all tests
(nothing printed), 4 none (nothing changed). ``script/test --changed`` asks this.
"""

import gc
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.changed.choosing import Choice, choose
from tests.changed.history import Change, NoHistory, change_since

ROOT = Path(__file__).resolve().parents[2]
SOME, ALL, NONE = 0, 3, 4
SHOWN = 12  # causes; the rest is counted


def main(words: list[str]) -> int:
    gc.disable()  # a short life with many small trees: looking for rubbish takes half the time
    try:
        change = change_since(ROOT, words[0] if words else "")
    except NoHistory as error:
        say(f"All tests: git does not say what changed ({error}).")
        return ALL
    if not change.paths:
        say(f"No tests: nothing changed since {change.since}.")
        return NONE
    choice = choose(change.before, change.now, change.paths)
    if choice.everything:
        say(f"All tests, for {len(change.paths)} files since {change.since}: {choice.everything}.")
        return ALL
    for line in lines(choice):
        sys.stdout.write(f"{line}\n")
    explain(choice, change)
    return SOME


def lines(choice: Choice) -> list[str]:
    """What pytest is given: a file of which every test is chosen, else the tests by name."""
    loose = [test for test in choice.chosen if test.partition("::")[0] not in choice.whole]
    return sorted([*(choice.whole & files(choice.chosen)), *loose])


def explain(choice: Choice, change: Change) -> None:
    say(
        f"{len(choice.chosen)} of {choice.tests} tests, in {len(files(choice.chosen))} files, for {len(change.paths)} files "
        f"since {change.since}:"
    )
    ways: dict[str, list[str]] = defaultdict(list)
    for reason in choice.chosen.values():
        cause, _, way = reason.partition(" ← ")
        ways[cause].append(way)
    causes = sorted(ways, key=lambda cause: (-len(ways[cause]), cause))
    for cause in causes[:SHOWN]:
        say(f"  {len(ways[cause]):4} {cause}" + (f" (as in {ways[cause][0]})" if ways[cause][0] else ""))
    if rest := causes[SHOWN:]:
        say(f"  {sum(len(ways[cause]) for cause in rest):4} by {len(rest)} more")
    for reason in sorted(set(choice.left_out.values())):
        tests = {test for test, why in choice.left_out.items() if why == reason}
        say(f"Left out: {len(tests)} tests in {len(files(tests))} files: {reason}.")
    say("What no import, name or template leads to is not run either. Before a merge everything runs: script/test")


def files(tests: Iterable[str]) -> set[str]:
    return {test.partition("::")[0] for test in tests}


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
