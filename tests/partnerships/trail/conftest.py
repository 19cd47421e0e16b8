"""A trail of some rows, and a burglar who can write in the database."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from partnerships.domain.activity import record
from partnerships.models import Cycle, Partnership
from partnerships.tenancy.chaining import HEAD, TABLE, guard_trail, lift_trail
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW
from tests.walks.conftest import body, ines, today, world

__all__ = ["HEAD", "TABLE", "body", "ines", "today", "world"]


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch):
    """The cast acts at NOW, whatever the clock of the database says. tests/attacks/test_trail.py keeps to the clock."""
    monkeypatch.setattr("partnerships.models.activity.SLACK", timedelta.max)


@pytest.fixture
def guarded(request, db):
    """The table as the migrations leave it, also where the tests run without them."""
    if request.config.getoption("nomigrations"):
        guard_trail()


@pytest.fixture
def trail(park: Partnership, ann):
    """Five rows more than the founding left."""
    with member_door(park):
        cycle = Cycle.objects.get()
        for number in range(5):
            record(
                park,
                "ticked_task",
                by=ann,
                at=NOW,
                cycle=cycle,
                name=f"Taak {number}",
                nested={"b": 1.0, "a": ["ë", None, 2.5]},
            )
    return park


@contextmanager
def as_owner():
    """On PostgreSQL the tests run as the application's role; this is the owner of the tables, whom no wall stops."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT current_user")
            (role,) = cursor.fetchone()
            cursor.execute("RESET ROLE")
        yield cursor
        if connection.vendor == "postgresql":
            cursor.execute(f'SET ROLE "{role}"')


@pytest.fixture
def burglar(db):
    """Writes past everything: takes the database's own guard away, and puts it back."""

    def write(sql, *values):
        with as_owner() as cursor:
            lift_trail()
            cursor.execute(sql, values)
            changed = cursor.rowcount
            guard_trail()
            return changed

    return write
