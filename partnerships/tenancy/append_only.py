"""Tables in which the database itself refuses every change: rows come, and stay as they came.

On PostgreSQL emptying the whole table needs a privilege that the application's role does not have; a trigger would
stand in the way of the tests and of nobody else.
"""

from collections.abc import Mapping

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

WORDS = "This table is append-only."
SET = {
    "sqlite": (
        "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END",
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END",
    ),
    "postgresql": (
        (
            "CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'; END $$"
        ),
        "CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_kept()",
    ),
}
LIFT = {
    "sqlite": ("DROP TRIGGER IF EXISTS {table}_no_update", "DROP TRIGGER IF EXISTS {table}_no_delete"),
    "postgresql": ("DROP TRIGGER IF EXISTS {table}_kept ON {table}", "DROP FUNCTION IF EXISTS {table}_kept()"),
}


def _run(connection: BaseDatabaseWrapper, statements: Mapping[str, tuple[str, ...]], table: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements.get(connection.vendor, ()):
            cursor.execute(statement.format(table=table, words=WORDS))


def guard(table: str, using: str = "default") -> None:
    """Let the database refuse changes from now on."""
    lift(table, using)
    _run(connections[using], SET, table)


def lift(table: str, using: str = "default") -> None:
    """Let the database take changes again. For emptying a demonstration, and for tests that play the burglar."""
    _run(connections[using], LIFT, table)


class GuardTable(Operation):
    """In a migration: the table of the model ``name`` becomes append-only.

    SQLite remakes a table to alter it, and loses its triggers: a later migration of the same table guards it again.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str) -> None:
        self.name = name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Django's picture of the tables does not change."""

    def _table(self, app_label: str, state: ProjectState) -> str:
        return str(state.apps.get_model(app_label, self.name)._meta.db_table)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        _run(schema_editor.connection, SET, self._table(app_label, to_state))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        _run(schema_editor.connection, LIFT, self._table(app_label, to_state))

    def describe(self) -> str:
        return f"Make the table of {self.name} append-only"
