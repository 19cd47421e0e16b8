"""Where the time of the tests goes, by kind of work: ``script/test --profile`` writes it into docs/tests.md.

A plugin of pytest (``-p tests.profiling``). Each process measures itself: what a kind of work took *by itself*, without
the kinds called from within it, so the parts add up to the whole. What no kind claims is the test's own. Work in other
threads (the server that a browser talks to) is time the browser waits, and counted as that.
"""

import functools
import importlib
import json
import os
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest

FOLDER = "PROFILE_DIR"  # where each process leaves its part

# What is measured: the place in the code → the kind of work it is.
PLACES = {
    "django.test.utils:setup_databases": "making the database (migrations)",
    "django.core.management.commands.flush:Command.handle": "emptying the database after a test",
    "django.db.backends.utils:CursorWrapper.execute": "the database itself",
    "django.db.backends.utils:CursorWrapper.executemany": "the database itself",
    "django.db.backends.base.base:BaseDatabaseWrapper.connect": "the database itself",
    "django.db.models.sql.compiler:SQLCompiler.as_sql": "writing statements (ORM)",
    "django.db.models.sql.compiler:SQLCompiler.execute_sql": "writing statements (ORM)",
    "django.db.models.query:QuerySet._fetch_all": "rows to objects (ORM)",
    "django.template.base:Template.render": "templates",
    "django.test.client:ClientHandler.__call__": "requests: middleware, views, forms, verbs",
    "partnerships.documents.render:render_pdf": "drawing PDFs",
    "partnerships.documents.seal:seal_pdf": "sealing PDFs",
    "partnerships.documents.verify:examine_pdf": "checking seals",
    "playwright._impl._sync_base:SyncBase._sync": "the browser (server and axe within)",
    "tests.journeys.shelf:faults_of": "the browser (server and axe within)",
    "subprocess:run": "other programs",
    "subprocess:Popen.communicate": "other programs",
    "time:sleep": "sleeping",
}
FIXTURES, OWN, LOADING = "fixtures: people, worlds", "the test's own code", "loading and collecting"

_spent: dict[str, float] = defaultdict(float)
_cases: dict[str, float] = defaultdict(float)
_stack: list[list[Any]] = []  # kind, moment it went on
_main = threading.main_thread()
_began = time.perf_counter()


@contextmanager
def spending(kind: str) -> Iterator[None]:
    """Count the time within as this kind's; what counted until now waits."""
    now = time.perf_counter()
    if _stack:
        _spent[_stack[-1][0]] += now - _stack[-1][1]
    _stack.append([kind, now])
    try:
        yield
    finally:
        now = time.perf_counter()
        kind, since = _stack.pop()
        _spent[kind] += now - since
        if _stack:
            _stack[-1][1] = now


def measured(function: Callable[..., Any], kind: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if threading.current_thread() is not _main:
            return function(*args, **kwargs)
        with spending(kind):
            return function(*args, **kwargs)

    return wrapped


def pytest_collection_finish() -> None:
    """All is imported now but what comes late: put the watches in place, wherever a function was imported to."""
    _spent[LOADING] += time.perf_counter() - _began
    for place, kind in PLACES.items():
        module, _, path = place.partition(":")
        try:
            owner: Any = importlib.import_module(module)
        except ImportError:
            continue
        *above, name = path.split(".")
        for part in above:
            owner = getattr(owner, part)
        before = getattr(owner, name)
        after = measured(before, kind)
        setattr(owner, name, after)
        if not above and not module.startswith(("time", "subprocess")):
            spread(before, after)


def spread(before: object, after: object) -> None:
    """Modules that took the function by name get the measured one."""
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if value is before:
                setattr(module, name, after)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    began = time.perf_counter()
    with spending(OWN):
        result = yield
    _cases[item.nodeid] += time.perf_counter() - began
    return result


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup() -> Iterator[Any]:
    with spending(FIXTURES):
        return (yield)


def pytest_sessionfinish() -> None:
    if not os.environ.get("PYTEST_XDIST_WORKER") and _cases == {}:
        return  # the one that hands out the work
    part = {"spent": _spent, "cases": _cases, "wall": time.perf_counter() - _began}
    name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{os.getpid()}.json"
    (Path(os.environ[FOLDER]) / name).write_text(json.dumps(part), encoding="utf-8")


# --- The paper ---------------------------------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parent.parent
PAPER, DURATIONS = ROOT / "docs" / "tests.md", ROOT / "tests" / "durations.json"
BEGIN, END = "<!-- now -->\n", "<!-- end of now -->"
FILES = 20


def parts_in(folder: Path) -> tuple[Counter[str], Counter[str], int]:
    """What the processes left: seconds by kind of work, seconds by test, and how many processes there were."""
    spent, cases, processes = Counter[str](), Counter[str](), 0
    for path in sorted(folder.glob("*.json")):
        part = json.loads(path.read_text(encoding="utf-8"))
        spent.update(part["spent"])
        cases.update(part["cases"])
        processes += 1
    return spent, cases, processes


def now(folder: Path, seconds: float) -> str:
    """The part of the paper about this run."""
    spent, cases, processes = parts_in(folder)
    whole = sum(spent.values())
    head = (
        f"{date.today():%d-%m-%Y}, {os.cpu_count()} cores, {processes} processes: {seconds:.0f} s from the first check to"
        f" the last test, {whole:.0f} s of the processes, {len(cases)} cases, median"
        f" {1000 * median(cases.values()):.0f} ms.\n"
    )
    lines = [
        head,
        "| Kind of work | s | % |",
        "|---|---:|---:|",
        *(f"| {kind} | {took:.0f} | {100 * took / whole:.0f} |" for kind, took in spent.most_common()),
        f"\nThe {FILES} files that take longest:\n",
        "| File | s | cases |",
        "|---|---:|---:|",
    ]
    files = Counter[str]()
    for name, took in cases.items():
        files[name.partition("::")[0]] += took
    numbers = Counter(name.partition("::")[0] for name in cases)
    lines += [f"| {name} | {took:.0f} | {numbers[name]} |" for name, took in files.most_common(FILES)]
    return "\n".join(lines) + "\n"


def main(folder: Path, seconds: float) -> None:
    """Write what a run left into the paper, and the seconds of its longer tests for the order of the next."""
    before, _, rest = PAPER.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAPER.write_text(f"{before}{BEGIN}{now(folder / 'profile', seconds)}{END}{after}", encoding="utf-8")
    took = json.loads((folder / "postgresql.json").read_text(encoding="utf-8"))["seconds"]
    long = {name: round(one, 1) for name, one in sorted(took.items()) if one > 1}
    DURATIONS.write_text(json.dumps(long, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
