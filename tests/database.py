"""The databases of the tests on PostgreSQL: made once, and copied as often as one is needed.

Migrating takes seconds, a copy a tenth of one. The first process to arrive migrates a database and gives the role of the
application its rights; every process works in a copy of it. Further copies hold the people and partnerships that many
tests ask for (``tests/cast.py``), or are thrown away after one test that commits. On SQLite there is one database in
memory, emptied by rolling back.
"""

import fcntl
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

ROLE = "bondgenoot_web"
ROLE_LOCK = 1  # in the database "postgres", where nothing else is locked


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


@contextmanager
def as_owner() -> Iterator[psycopg.Connection[Any]]:
    """A connection of the owner of all databases, beside Django's and outside any transaction."""
    given = connection.settings_dict
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"], user=given["USER"], password=given["PASSWORD"], dbname="postgres",
        autocommit=True,
    ) as owner:  # fmt: skip
        yield owner


def copy(source: str, target: str) -> None:
    """Make a database like another one. Who is still connected to the source, such as a thread of a server that was
    stopped, is cut off: PostgreSQL copies only what nobody uses."""
    with as_owner() as owner:
        owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(target)))
        owner.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(target), sql.Identifier(source)
            )
        )


def drop(name: str) -> None:
    with as_owner() as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def use(name: str) -> None:
    """From now on Django talks to this database; threads that a test starts do too.

    What the connection really leads to is asked: within a running event loop, as Playwright's, Django has another one.
    """
    connection.settings_dict["NAME"] = name
    if connection.connection is not None and connection.connection.info.dbname != name:
        connection.close()


@contextmanager
def within_the_wall() -> Iterator[None]:
    """The tests work as the role of the application, which owns nothing and passes no wall."""
    given = connection.settings_dict
    before = given["OPTIONS"]
    given["OPTIONS"] = {**before, "assume_role": ROLE}
    try:
        yield
    finally:
        connection.close()
        given["OPTIONS"] = before


def migrated(folder: Path, migrate: Callable[[], object]) -> str:
    """The name of the migrated database: ``migrate`` makes it in whichever process comes first.

    ``folder`` is one that all processes share. In the process that made it Django is left connected to it.
    """
    told = folder / "database.name"
    with (folder / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            migrate()
            with as_owner() as owner:  # of the server's one role, which other runs beside this one may admit as well
                owner.execute("SELECT pg_advisory_lock(%s)", [ROLE_LOCK])
                call_command("admit_role", ROLE, stdout=io.StringIO())
            with connection.cursor() as cursor:  # some tests take all rows of a table away
                cursor.execute(f'GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO "{ROLE}"')
            connection.close()
            told.write_text(connection.settings_dict["NAME"], encoding="utf-8")
    return told.read_text(encoding="utf-8")
