"""The database keeps the chain of the trail itself, so that whoever has the application's password cannot write history.

On PostgreSQL the application only says what was done. The number, the hash of the row before, the moment and the hash are
filled in by the database, after it has locked the end of the trail; then it moves that end. What is given for them is
refused, and ``imported`` may be set by the owner of the tables only.

SQLite cannot change a row that is being inserted, and has no roles. There the verb (``domain/activity.py``) computes
these columns, and the triggers refuse a row that does not follow on the last one or that is not of now.
"""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from partnerships.tenancy import append_only

TABLE, HEAD, ANCHOR = "partnerships_activity", "partnerships_trailhead", "partnerships_trailanchor"

# What jsonb_text() in models/activity.py makes in Python. A moment is text, in UTC and to the microsecond.
_MOMENT = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"
_HASHED = (
    "jsonb_build_object("
    "'number', NEW.number, 'previous_hash', NEW.previous_hash, "
    f"'recorded_at', {_MOMENT.format('NEW.recorded_at')}, 'imported', NEW.imported, "
    f"'partnership', NEW.partnership_id, 'cycle', NEW.cycle_id, 'at', {_MOMENT.format('NEW.at')}, "
    "'actor', NEW.actor_id, 'actor_name', NEW.actor_name, 'on_behalf_of', NEW.on_behalf_of, 'origin', NEW.origin, "
    "'verb', NEW.verb, 'subject', NEW.subject, 'subject_name', NEW.subject_name, 'details', NEW.details)::text"
)
# A function of the owner may not be led to other tables by the search path of who calls it.
_AS_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

SET = {
    "postgresql": (
        """
        CREATE FUNCTION {table}_who() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.imported AND NOT pg_has_role(
                current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER'
            ) THEN
                RAISE EXCEPTION 'Only the owner of the tables imports history.' USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NEW;
        END $$
        """,
        """
        CREATE FUNCTION {table}_chained() RETURNS trigger LANGUAGE plpgsql {as_owner} AS $$
        DECLARE
            head {head}%ROWTYPE;
        BEGIN
            IF NEW.number IS NOT NULL OR NEW.hash <> '' OR NEW.previous_hash <> '' OR NEW.recorded_at IS NOT NULL THEN
                RAISE EXCEPTION 'The database itself numbers the trail.' USING ERRCODE = 'restrict_violation';
            END IF;
            SELECT * INTO head FROM {head} WHERE partnership_id = NEW.partnership_id FOR UPDATE;
            IF NOT FOUND THEN  -- two first acts at once: the second waits here for the first
                INSERT INTO {head} (partnership_id, number, hash, "before")
                    SELECT NEW.partnership_id, 0, '', count(*) FROM {table} WHERE partnership_id = NEW.partnership_id
                    ON CONFLICT (partnership_id) DO NOTHING;
                SELECT * INTO STRICT head FROM {head} WHERE partnership_id = NEW.partnership_id FOR UPDATE;
            END IF;
            -- The order of the keys is that of the numbers too: lists are sorted by them.
            NEW.id := nextval(pg_get_serial_sequence('public.{table}', 'id'));
            NEW.number := head.number + 1;
            NEW.previous_hash := head.hash;
            NEW.recorded_at := greatest(clock_timestamp(), head.recorded_at + interval '1 microsecond');
            NEW.hash := encode(sha256(convert_to({hashed}, 'UTF8')), 'hex');
            RETURN NEW;
        END $$
        """,
        # Not before the row is there: ON CONFLICT DO NOTHING would move the end and leave a gap.
        """
        CREATE FUNCTION {table}_ended() RETURNS trigger LANGUAGE plpgsql {as_owner} AS $$ BEGIN
            UPDATE {head} SET number = NEW.number, hash = NEW.hash, recorded_at = NEW.recorded_at
                WHERE partnership_id = NEW.partnership_id;
            RETURN NULL;
        END $$
        """,
        """
        CREATE FUNCTION {head}_kept() RETURNS trigger LANGUAGE plpgsql {as_owner} AS $$ BEGIN
            IF TG_OP = 'INSERT' AND NEW.number = 0 AND NEW.hash = '' AND NEW.recorded_at IS NULL THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.partnership_id = OLD.partnership_id
                AND NEW."before" = OLD."before" AND NEW.number = OLD.number + 1 AND EXISTS (
                    SELECT 1 FROM {table} last WHERE last.partnership_id = NEW.partnership_id
                    AND last.number = NEW.number AND last.hash = NEW.hash AND last.recorded_at = NEW.recorded_at
                )
            THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'The end of the trail moves with the trail only.' USING ERRCODE = 'restrict_violation';
        END $$
        """,
        # Triggers of one kind go in the order of their names.
        "CREATE TRIGGER {table}_a_who BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_who()",
        "CREATE TRIGGER {table}_chained BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_chained()",
        "CREATE TRIGGER {table}_ended AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_ended()",
        (
            "CREATE TRIGGER {head}_kept BEFORE INSERT OR UPDATE OR DELETE ON {head}"
            " FOR EACH ROW EXECUTE FUNCTION {head}_kept()"
        ),
    ),
    "sqlite": (
        """
        CREATE TRIGGER {table}_chained AFTER INSERT ON {table} BEGIN
            SELECT RAISE(ABORT, 'A row of the trail follows on the last one, and is of now.')
            WHERE NEW.number IS NOT
                    (SELECT coalesce(max(number), 0) FROM {head} WHERE partnership_id = NEW.partnership_id) + 1
                OR NEW.previous_hash IS NOT
                    (SELECT coalesce(max(hash), '') FROM {head} WHERE partnership_id = NEW.partnership_id)
                OR length(NEW.hash) <> 64 OR NEW.recorded_at IS NULL
                OR NEW.recorded_at <= (SELECT recorded_at FROM {head} WHERE partnership_id = NEW.partnership_id)
                OR abs(julianday(NEW.recorded_at) - julianday('now')) * 1440 > 10
                OR NEW.id < (SELECT max(id) FROM {table});
        END
        """,
        """
        CREATE TRIGGER {head}_begins BEFORE INSERT ON {head}
        WHEN NEW.number <> 0 OR NEW.hash <> '' OR NEW.recorded_at IS NOT NULL BEGIN
            SELECT RAISE(ABORT, 'The end of the trail moves with the trail only.');
        END
        """,
        """
        CREATE TRIGGER {head}_moves BEFORE UPDATE ON {head}
        WHEN NEW.id <> OLD.id OR NEW.partnership_id <> OLD.partnership_id OR NEW."before" <> OLD."before"
            OR NEW.number <> OLD.number + 1 OR NOT EXISTS (
                SELECT 1 FROM {table} last WHERE last.partnership_id = NEW.partnership_id
                AND last.number = NEW.number AND last.hash = NEW.hash AND last.recorded_at = NEW.recorded_at
            )
        BEGIN
            SELECT RAISE(ABORT, 'The end of the trail moves with the trail only.');
        END
        """,
        """
        CREATE TRIGGER {head}_stays BEFORE DELETE ON {head} BEGIN
            SELECT RAISE(ABORT, 'The end of the trail moves with the trail only.');
        END
        """,
    ),
}
LIFT = {
    "postgresql": (
        "DROP TRIGGER IF EXISTS {table}_a_who ON {table}",
        "DROP TRIGGER IF EXISTS {table}_chained ON {table}",
        "DROP TRIGGER IF EXISTS {table}_ended ON {table}",
        "DROP TRIGGER IF EXISTS {head}_kept ON {head}",
        "DROP FUNCTION IF EXISTS {table}_who()",
        "DROP FUNCTION IF EXISTS {table}_chained()",
        "DROP FUNCTION IF EXISTS {table}_ended()",
        "DROP FUNCTION IF EXISTS {head}_kept()",
    ),
    "sqlite": (
        "DROP TRIGGER IF EXISTS {table}_chained",
        "DROP TRIGGER IF EXISTS {head}_begins",
        "DROP TRIGGER IF EXISTS {head}_moves",
        "DROP TRIGGER IF EXISTS {head}_stays",
    ),
}


def fills_in(using: str = "default") -> bool:
    """Does the database itself number and hash the rows of the trail? Otherwise the verb does."""
    return connections[using].vendor == "postgresql"


def may_import(using: str = "default") -> bool:
    """May whoever is connected mark history as imported: is it the owner of the tables? SQLite knows no owners."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = %s::regclass", [TABLE]
        )
        return bool(cursor.fetchone()[0])


def guard_trail(using: str = "default") -> None:
    """Let the database keep the trail, its ends and its anchors from now on; may be said again."""
    lift_trail(using)
    _run(connections[using], SET)
    for table in (TABLE, ANCHOR):
        append_only.guard(table, using)


def lift_trail(using: str = "default") -> None:
    """Let the database take anything. For emptying a demonstration, and for tests that play the burglar."""
    _run(connections[using], LIFT)
    for table in (TABLE, ANCHOR):
        append_only.lift(table, using)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, tuple[str, ...]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements.get(connection.vendor, ()):
            cursor.execute(statement.format(table=TABLE, head=HEAD, hashed=_HASHED, as_owner=_AS_OWNER))


class GuardTrail(Operation):
    """In a migration: the database keeps the trail.

    SQLite remakes a table to alter it and loses its triggers: a later migration of these tables says it again.
    """

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Django's picture of the tables does not change."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        guard_trail(schema_editor.connection.alias)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        lift_trail(schema_editor.connection.alias)
        append_only.guard(TABLE, schema_editor.connection.alias)

    def describe(self) -> str:
        return "Let the database keep the trail"
