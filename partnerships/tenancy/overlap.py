"""Migration: rows whose periods overlap are refused by PostgreSQL, whatever partnership they are of."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class RefuseOverlap(Operation):
    """No two rows of ``model`` with the same ``fields`` while the days from ``start`` up to ``end`` overlap.

    Makes the extension ``btree_gist``, which the owner of a database may do. On other databases nothing happens: there
    the verb alone keeps it so.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, fields: Sequence[str], start: str, end: str, *, name: str) -> None:
        self.model, self.fields, self.start, self.end, self.name = model, list(fields), start, end, name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model, self.fields, self.start, self.end], {"name": self.name}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Changes no field."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        meta = to_state.apps.get_model(app_label, self.model)._meta
        same = ", ".join(f'"{meta.get_field(field).column}" WITH =' for field in self.fields)
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        schema_editor.execute(
            f'ALTER TABLE "{meta.db_table}" ADD CONSTRAINT "{self.name}" '
            f'EXCLUDE USING gist ({same}, daterange("{self.start}", "{self.end}") WITH &&)'
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{self.name}"')

    def describe(self) -> str:
        return f"Refuse overlapping rows of {self.model}"
