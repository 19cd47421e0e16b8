"""Which door was gone through: the one value that managers and the wall in the database both read."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Model
from django_scopes import get_scope

Kind = Literal["member", "token", "audit", "oversight", "sweep"]


@dataclass(frozen=True)
class Door:
    """What may be read and written now.

    ``partnership`` is the one tenant, or None where a door looks across tenants; ``tables`` are the database tables a
    token, audit or sweep door opens (a member door opens all of its partnership); ``seen`` the partnerships whose
    projections an overseer reads.
    """

    kind: Kind
    partnership: int | None = None
    tables: frozenset[str] = frozenset()
    seen: tuple[int, ...] = ()

    def opens(self, model: type[Model]) -> bool:
        """May rows of ``model`` be read and written? Projections seen through the oversight door are not meant here."""
        return self.kind == "member" or (self.kind != "oversight" and model._meta.db_table in self.tables)


def current_door() -> Door | None:
    """The door of this moment; None outside every door."""
    door: Door | None = get_scope().get("door")
    return door
