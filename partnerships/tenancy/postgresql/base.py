"""Django's PostgreSQL backend, which tells the database at every transaction which door was gone through.

The settings hold for one transaction (``set_config(…, true)``), so nothing is left on a connection that goes back to a
pool, ours or PgBouncer's. A statement outside a transaction gets one of its own. Whoever sends SQL by another way than
the managers (``raw()``, a plain cursor, a base manager) passes here as well.
"""

from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base

from partnerships.tenancy.door import Door, current_door
from partnerships.tenancy.wall import TELL, told_values

CLOSED = None  # what a new transaction knows: no door
UNKNOWN = object()  # after going back to a savepoint the database remembers what was told before it


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: Door | object | None = CLOSED
        self.execute_wrappers.append(self._tell_first)

    def _tell_first(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  Django's
        door = current_door()
        if not self.in_atomic_block:
            if door is None:
                return execute(sql, params, many, context)
            with transaction.atomic(using=self.alias):
                self._tell(door)
                return execute(sql, params, many, context)
        # Words about savepoints must get through in a transaction that failed, and read nothing.
        about_savepoints = isinstance(sql, str) and sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        if door != self._told and not about_savepoints:
            self._tell(door)
        return execute(sql, params, many, context)

    def _tell(self, door: Door | None) -> None:
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(TELL, told_values(door))
        self._told = door

    def _commit(self) -> None:
        self._told = CLOSED
        super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self._told = CLOSED
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self._told = UNKNOWN
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def close(self) -> None:
        self._told = CLOSED
        super().close()
