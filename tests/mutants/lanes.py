"""A lane: a copy of a checkout with a database of its own, in which one fault after the other is tried."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.mutants.choosing import helpings_for
from tests.mutants.faults import Fault

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".tools", "node_modules", "var", "test-results", "htmlcov", ".*_cache"
)
LINKED = (".venv", "node_modules")
PLUGIN = Path(__file__).with_name("first_failure.py")
OPTIONS = ("-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "first_failure")
QUICK = "not heavy and not browser"
LIMITED = ("bash", "-c", 'ulimit -S -c 0 -t "$0" && exec "$@"')  # seconds of the processor, then a command
CLOCK = 12  # so many times as long on the clock, and tests that wait for ever end as well
READY = '''import pytest


@pytest.mark.django_db
def test_tables_are_made():
    """Does nothing: what it needs is made before it."""
'''


class OutOfTime(Exception):
    """The tests took all the time they had."""


class Lane:
    """``tree``: the checkout that is copied; ``name``: of the copy and of its database; ``number``: of its part of Redis."""

    def __init__(self, tree: Path, folder: Path, number: int) -> None:
        self.name, self.tree, self.copy, self.scratch = f"lane{number}", tree, folder / "copy", folder / "scratch"
        self.kept = folder / "failed"
        self.running: subprocess.Popen[bytes] | None = None
        shutil.copytree(tree, self.copy, ignore=LEFT_OUT, symlinks=True)
        for name in LINKED:
            if (tree / name).exists():
                (self.copy / name).symlink_to(tree / name)
        self.scratch.mkdir()
        plugins = folder / "plugins"
        plugins.mkdir()
        shutil.copy(PLUGIN, plugins)
        database, redis = os.environ["DATABASE_URL"].rpartition("/")[0], os.environ["REDIS_URL"].rpartition("/")[0]
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"{database}/{self.name}",
            "REDIS_URL": f"{redis}/{number}",
            "DATA_DIR": str(self.scratch),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(plugins),
            "MUTANTS_KEPT": str(self.kept),
        }
        outside = {"DATABASE_URL"}
        self.on_sqlite = {name: value for name, value in self.environment.items() if name not in outside}

    # --- The database ----------------------------------------------------------------------------------------------------

    def make_tables(self) -> bool:
        """Run the migrations as they are now, into a database that others are copied from. False when they fail."""
        test = self.copy / "tests" / "test_tables_are_made.py"
        test.write_text(READY, encoding="utf-8")
        try:
            done = self.pytest([f"tests/{test.name}"], "--create-db", "--reuse-db", seconds=600)
        finally:
            test.unlink()
        if done is not None:
            return False
        own, pristine = f"test_{self.name}", f"pristine_{self.name}"
        if self.ask("SELECT 1 FROM pg_database WHERE datname = %s", own):
            self.ask(f'DROP DATABASE IF EXISTS "{pristine}" WITH (FORCE)')
            self.ask(f'ALTER DATABASE "{own}" RENAME TO "{pristine}"')
        return True

    def take_tables(self, other: "Lane") -> None:
        """A copy of what another lane made; roles are of the whole server, so two lanes cannot begin at once."""
        if self.ask("SELECT 1 FROM pg_database WHERE datname = %s", f"pristine_{other.name}"):
            self.ask(f'CREATE DATABASE "pristine_{self.name}" TEMPLATE "pristine_{other.name}"')

    def fresh_tables(self) -> None:
        """The database of the tests as it was after the migrations, whatever the tests before left in it."""
        own, pristine = f"test_{self.name}", f"pristine_{self.name}"
        self.ask(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        if self.ask("SELECT 1 FROM pg_database WHERE datname = %s", pristine):
            self.ask(f'CREATE DATABASE "{own}" TEMPLATE "{pristine}"')

    def ask(self, statement: str, *values: str) -> Any:
        where = urlsplit(self.environment["DATABASE_URL"])
        with psycopg.connect(
            host=where.hostname, port=where.port, user=where.username, dbname="postgres", autocommit=True
        ) as connection:
            asked = connection.execute(statement, values or None)
            return asked.fetchone() if asked.description else None

    # --- Running tests ---------------------------------------------------------------------------------------------------

    def pytest(self, places: list[str], *options: str, seconds: float, sqlite: bool = False) -> str | None:
        """Run these tests until one fails: its name, or None when all passed. Raises ``OutOfTime``.

        ``sqlite``: those of the small pass, as they run there. The time is the processor's, so that a busy machine finds
        as much as a quiet one; on the clock it may be more.
        """
        self.kept.unlink(missing_ok=True)
        python = str(self.tree / ".venv" / "bin" / "python")
        marked = ["-m", f"sqlite and {QUICK}" if sqlite else QUICK]
        given = [*OPTIONS, *marked, *(() if sqlite else options), *places]
        command = [*LIMITED, str(max(int(seconds), 1)), python, "-m", "pytest", *given]
        environment = {**(self.on_sqlite if sqlite else self.environment), "MUTANTS_ORDER": json.dumps(places)}
        self.running = subprocess.Popen(
            command, cwd=self.copy, env=environment, start_new_session=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            said, _nothing = self.running.communicate(timeout=CLOCK * seconds)
            status = self.running.returncode
        except subprocess.TimeoutExpired as error:
            raise OutOfTime from error
        finally:
            self.stop()
        if self.kept.exists():
            return self.kept.read_text(encoding="utf-8")
        if status == -signal.SIGXCPU:
            raise OutOfTime
        if status not in (0, 5):  # 5: nothing was collected
            raise RuntimeError(f"pytest ended with {status} and no test failed:\n{said.decode()[-3000:]}")
        return None

    def stop(self) -> None:
        """End the tests that run, with what they started."""
        if self.running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None

    # --- One fault -------------------------------------------------------------------------------------------------------

    @contextmanager
    def seeded(self, fault: Fault) -> Iterator[None]:
        """The fault is in the copy within this block. Raises ``ValueError`` when it does not fit this checkout."""
        path = self.copy / fault.file
        before, times = path.read_text(encoding="utf-8"), path.stat()
        path.write_text(fault.seeded(before), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(before, encoding="utf-8")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # what Python compiled before is right again

    def try_out(self, fault: Fault, *, seconds: int) -> dict[str, Any]:
        """Run the tests of a fault until one fails or the time is over: what came of it, by which test, after how long."""
        told = {"name": fault.name, "area": fault.area, "breaks": fault.breaks, "file": fault.file}
        try:
            with self.seeded(fault):
                if fault.database and not self.make_tables():
                    return {**told, **answer("found", "the migrations")}
                found = self.first_failure(helpings_for(fault, self.tree), seconds=seconds, sqlite=fault.sqlite)
            if fault.database:
                self.make_tables()
            if "::" in found["found_by"] and self.fails_anyway(found["found_by"], sqlite=fault.sqlite):
                found["outcome"] = "fails without it too"
        except ValueError as error:
            found = answer("does not fit", str(error))
        except RuntimeError as error:
            found = answer("could not be tried", str(error))
        return {**told, **found}

    def first_failure(self, helpings: list[list[str]], *, seconds: int, sqlite: bool) -> dict[str, Any]:
        spent = worked = 0.0
        for helping in helpings:
            self.fresh_tables()
            started = time.monotonic()
            try:
                failed = self.pytest(helping, "--reuse-db", seconds=seconds - worked, sqlite=sqlite)
            except OutOfTime:
                return answer("not found in time", seconds=spent + time.monotonic() - started, processor=seconds)
            spent += time.monotonic() - started
            worked += float(self.kept.with_name("worked").read_text(encoding="utf-8"))
            if failed:
                break
        return answer("found" if failed else "not found", failed or "", seconds=spent, processor=worked)

    def fails_anyway(self, test: str, *, sqlite: bool) -> bool:
        """Does this test fail in the code as it is as well? Then it says nothing of a fault."""
        self.fresh_tables()
        return self.pytest([test], "--reuse-db", seconds=600, sqlite=sqlite) is not None


def answer(outcome: str, found_by: str = "", *, seconds: float = 0, processor: float | None = None) -> dict[str, Any]:
    """``seconds``: on the clock, so longer on a busy machine; ``processor``: what the tests themselves took, if known."""
    return {
        "outcome": outcome, "found_by": found_by, "seconds": round(seconds, 1),
        "processor": None if processor is None else round(processor, 1),
    }  # fmt: skip
