"""The five doors into tenant data, each stating its scope (design, idea 3).

A door is a context manager. Nothing else in the house may enter a scope or disable it; a test greps for that. What a
door opens is checked twice: by the managers, and on PostgreSQL by the policies of ``wall.py``.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import models
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from partnerships.tenancy.door import Door, current_door

if TYPE_CHECKING:
    from partnerships.models import Partnership


@contextmanager
def member_door(partnership: "Partnership | int | None") -> Iterator[None]:
    """Everything of one partnership; the caller has checked the membership. Raises ``ScopeError`` for ``None``."""
    with scope(door=Door("member", one(getattr(partnership, "pk", partnership)))):
        yield


@contextmanager
def token_door(thing: models.Model, *tables: type[models.Model]) -> Iterator[None]:
    """Of the partnership of the one object a link was given for: the named tables, and those only."""
    with scope(door=Door("token", one(thing.partnership_id), named(tables))):  # type: ignore[attr-defined]
        yield


@contextmanager
def audit_door(audit: models.Model, *tables: type[models.Model]) -> Iterator[None]:
    """Of the partnership of an audit: the named tables; the caller has checked the auditor and the dates."""
    with scope(door=Door("audit", one(audit.partnership_id), named(tables))):  # type: ignore[attr-defined]
        yield


@contextmanager
def oversight_door(partnership_ids: Iterable[int]) -> Iterator[None]:
    """Projections only, to read, of these partnerships."""
    with scope(door=Door("oversight", seen=tuple(partnership_ids))):
        yield


@contextmanager
def sweep_door(*tables: type[models.Model]) -> Iterator[None]:
    """The named tables across all partnerships: for what the clock does, and for finding the object of a link.

    A table that is joined or asked in a subquery is named too; on PostgreSQL its rows are not there otherwise.
    """
    with scope(door=Door("sweep", tables=named(tables))):
        yield


@contextmanager
def door_of_any(stand_in: Any) -> Iterator[None]:
    """The door of this moment with ``stand_in``, an expression, for its partnership: to compile a statement that is kept.

    It opens no table more, and nothing where no door is open. What is executed or written in here fails, for an
    expression names no partnership; whoever executes the statement later fills in that of the door of that moment.
    """
    door = current_door()
    with scope(door=replace(door, partnership=stand_in) if door and door.partnership is not None else door):
        yield


def one(partnership: Any) -> int:
    """The id of one partnership. django-scopes would filter nothing for None, and open all at once."""
    if not isinstance(partnership, int):
        raise ScopeError("A door needs one partnership; None would open every partnership at once.")
    return partnership


def named(tables: Iterable[type[models.Model]]) -> frozenset[str]:
    return frozenset(table._meta.db_table for table in tables)
