"""People and partnerships that many tests need, made once for each set of them and copied.

``@made_once`` makes a fixture of a function that makes one of them from others::

    @made_once
    def park(ann: User, bert: User, municipality: Organisation) -> Partnership: ...

Who asks for ``park`` gets a partnership as if it had just been made. On PostgreSQL each process makes one database for
each set of these fixtures that many tests ask for, and a test of that set runs in it, in a transaction that is rolled
back; it gets its own copies of the objects, as they were when they had been made. Sets that few tests ask for, fixtures
that are asked for by name while a test runs, and everything on SQLite are made when they are asked for.
"""

import functools
import inspect
import pickle
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests import database

MANY = 5  # tests that must ask for a set before it is worth a database
_makers: dict[Callable[..., Any], "Maker"] = {}  # the function of a fixture → what it makes


@dataclass(frozen=True)
class Maker:
    """How one of the cast is made: its name, the names of what it is made from, and the function that does it."""

    name: str
    needs: tuple[str, ...]
    make: Callable[..., Any]


def made_once(make: Callable[..., Any] | None = None, *, after: str = "") -> Any:
    """A fixture whose result is made once and copied. ``after`` names an ordinary fixture that must come first.

    The function gets others of the cast only; what it makes must be rows, with their objects, and files in
    ``MEDIA_ROOT``. It must not depend on the moment: it runs at the moment of the tests (``tests.conftest.NOW``).
    """
    if make is None:
        return functools.partial(made_once, after=after)
    maker = Maker(make.__name__, tuple(inspect.signature(make).parameters), make)

    @functools.wraps(make)
    def fixture(db: None, cast: "Cast", **needed: Any) -> Any:
        needed.pop(after, None)
        return cast.take(maker, needed)

    asked = ["db", "cast", *([after] if after else []), *maker.needs]
    fixture.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in asked]
    )
    _makers[fixture] = maker
    return pytest.fixture(fixture)


@dataclass
class Cast:
    """What was made beforehand for the test that runs, and the folder with its files."""

    made: dict[str, Any] = field(default_factory=dict)
    files: Path | None = None

    def take(self, maker: Maker, needed: dict[str, Any]) -> Any:
        if maker.name not in self.made:
            return maker.make(**needed)
        if self.files:  # into the folder of this test, which may be another than that of the test before
            shutil.copytree(self.files, settings.MEDIA_ROOT, dirs_exist_ok=True)
            self.files = None
        return self.made[maker.name]


def set_of(item: pytest.Item) -> tuple[Maker, ...]:
    """The cast that a test asks for, each after what it is made from."""
    known = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009  pytest keeps it for itself
    found = {name: _makers[defs[-1].func] for name, defs in known.items() if defs[-1].func in _makers}
    ordered: dict[str, Maker] = {}

    def add(maker: Maker) -> None:
        for name in maker.needs:
            add(found[name])
        ordered.setdefault(maker.name, maker)

    for name in sorted(found):
        add(found[name])
    return tuple(ordered.values())


@dataclass
class Databases:
    """The databases of one process: the empty one, and one for each set of the cast."""

    empty: str
    folder: Path
    blocker: DjangoDbBlocker
    asked: Counter[tuple[Maker, ...]]
    sets: dict[tuple[Maker, ...], tuple[str, bytes, Path]] = field(default_factory=dict)
    thrown_away: str = ""

    def enter(self, item: pytest.Item, *, commits: bool) -> Cast:
        """Go to the database for this test. ``commits``: it does not roll back, so it gets a copy for itself."""
        wanted = set_of(item)
        cast, name = Cast(), self.empty
        if wanted and self.asked[wanted] >= MANY:
            name, objects, files = self.sets.get(wanted) or self.prepare(wanted)
            cast = Cast(pickle.loads(objects), files if files.exists() else None)
        if commits:
            self.thrown_away = f"{self.empty}_once"
            database.use(self.empty)  # a copy is made of what nobody is connected to
            if name == self.empty:
                database.use("postgres")
            database.copy(name, self.thrown_away)
            name = self.thrown_away
        database.use(name)
        return cast

    def leave(self) -> None:
        if self.thrown_away:
            database.use(self.empty)
            database.drop(self.thrown_away)
            self.thrown_away = ""

    def prepare(self, wanted: tuple[Maker, ...]) -> tuple[str, bytes, Path]:
        """Make a database with this set of the cast in it."""
        number = len(self.sets) + 1
        name, files, made = f"{self.empty}_{number}", self.folder / f"cast-{number}", dict[str, Any]()
        database.use("postgres")
        database.copy(self.empty, name)
        database.use(name)
        with self.blocker.unblock(), time_machine.travel(moment()), override_settings(MEDIA_ROOT=files):
            for maker in wanted:
                made[maker.name] = maker.make(**{need: made[need] for need in maker.needs})
        self.sets[wanted] = name, pickle.dumps(made), files
        return self.sets[wanted]


def moment() -> Any:
    from tests.conftest import NOW  # noqa: PLC0415  the conftest imports this module

    return NOW


def count_sets(items: Sequence[pytest.Item]) -> Counter[tuple[Maker, ...]]:
    return Counter(set_of(item) for item in items)
