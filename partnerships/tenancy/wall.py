"""The second wall: row-level security on every tenant table in PostgreSQL, one policy for each door (design, idea 3).

What a forgotten scope, raw SQL or a mistake in a manager asks is answered by the database as well: with the rows of the
door that was gone through, and with none outside every door. ``postgresql/base.py`` tells it which door that is. A row
that names two objects of different partnerships is refused by keys that carry the partnership along.

SQLite has none of this; there the managers and ``writing.py`` are the only wall, and ``manage.py check`` says so.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation

from partnerships.tenancy.door import Door
from partnerships.tenancy.keys import keys_to_tenants

TELL = (
    "SELECT set_config('app.door', %s, true), set_config('app.partnership', %s, true), "
    "set_config('app.tables', %s, true), set_config('app.seen', %s, true)"
)

# A setting is '' after the transaction that made it, and NULL before the first: neither is a door. Asked in a subquery,
# it is read once for a statement and not once for a row.
DOOR = "(SELECT current_setting('app.door', true))"
HERE = "partnership_id = (SELECT NULLIF(current_setting('app.partnership', true), '')::bigint)"
NAMED = "(SELECT '{table}' = ANY (string_to_array(current_setting('app.tables', true), ',')))"
SEEN = "partnership_id = ANY (ARRAY(SELECT unnest(string_to_array(current_setting('app.seen', true), ','))::bigint))"

POLICIES = {
    "member": f"{DOOR} = 'member' AND {HERE}",
    "token": f"{DOOR} = 'token' AND {HERE} AND {NAMED}",
    "audit": f"{DOOR} = 'audit' AND {HERE} AND {NAMED}",
    "sweep": f"{DOOR} = 'sweep' AND {NAMED}",
}
OVERSIGHT = f"{DOOR} = 'oversight' AND {SEEN}"


def told_values(door: Door | None) -> list[str]:
    """What the four settings are for a door; all empty outside."""
    if door is None:
        return ["", "", "", ""]
    partnership = "" if door.partnership is None else str(door.partnership)
    return [door.kind, partnership, ",".join(sorted(door.tables)), ",".join(map(str, door.seen))]


def wall_around(table: str, *, projection: bool) -> list[str]:
    """The statements that close a table, and open it for each door. ``projection``: overseers may read it."""
    statements = [f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY', f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY']
    for kind, question in POLICIES.items():
        asked = question.format(table=table)
        statements.append(f'CREATE POLICY door_{kind} ON "{table}" USING ({asked}) WITH CHECK ({asked})')
    if projection:
        statements.append(f'CREATE POLICY door_oversight ON "{table}" FOR SELECT USING ({OVERSIGHT})')
    return statements


def same_tenant(table: str, column: str, target: str) -> list[str]:
    """The statements that hold a key to rows of the same partnership. Checked at the statement, not at the end."""
    return [
        f'CREATE UNIQUE INDEX IF NOT EXISTS "{target}_of_tenant" ON "{target}" (partnership_id, id)',
        (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{same_tenant_name(table, column)}" '
            f'FOREIGN KEY (partnership_id, "{column}") REFERENCES "{target}" (partnership_id, id) DEFERRABLE'
        ),
    ]


def same_tenant_name(table: str, column: str) -> str:
    return f"{table}_{column}_of_tenant"


class RaiseWall(Operation):
    """Migration: put the wall around a new tenant table. On other databases than PostgreSQL nothing happens.

    ``model`` is its name in lower case. A key that comes later is held with ``HoldKey``.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, *, projection: bool = False) -> None:
        self.model, self.projection = model, projection

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model], {"projection": self.projection}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Changes no field."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        model = to_state.apps.get_model(app_label, self.model)
        statements = wall_around(model._meta.db_table, projection=self.projection)
        for field in keys_to_tenants(model):
            statements += same_tenant(model._meta.db_table, field.column, field.related_model._meta.db_table)
        for statement in statements:
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        model = from_state.apps.get_model(app_label, self.model)
        table = model._meta.db_table
        for kind in (*POLICIES, "oversight"):
            schema_editor.execute(f'DROP POLICY IF EXISTS door_{kind} ON "{table}"')
        for field in keys_to_tenants(model):
            name = same_tenant_name(table, field.column)
            schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    def describe(self) -> str:
        return f"Raise the wall around {self.model}"


class HoldKey(Operation):
    """Migration: hold a new key of a walled table to rows of the same partnership."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, field: str) -> None:
        self.model, self.field = model, field

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model, self.field], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Changes no field."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            model = to_state.apps.get_model(app_label, self.model)
            field = model._meta.get_field(self.field)
            for statement in same_tenant(model._meta.db_table, field.column, field.related_model._meta.db_table):
                schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table = from_state.apps.get_model(app_label, self.model)._meta
            name = same_tenant_name(table.db_table, table.get_field(self.field).column)
            schema_editor.execute(f'ALTER TABLE "{table.db_table}" DROP CONSTRAINT IF EXISTS "{name}"')

    def describe(self) -> str:
        return f"Hold {self.model}.{self.field} to its partnership"


def rights_for(role: str, *, appended_only: Sequence[str], only_read: Sequence[str]) -> list[str]:
    """The statements that give the application's role its rights: to rows, never to tables.

    To tables that are ``appended_only`` rows are added and nothing else; those ``only_read`` the database itself writes.
    """
    return [
        f'GRANT USAGE ON SCHEMA public TO "{role}"',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"',
        f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"',
        *(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM "{role}"' for table in appended_only),
        *(f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "{table}" FROM "{role}"' for table in only_read),
        f'REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{role}"',
    ]
