"""What may be written through a door: rows of its partnership, which name rows of the same partnership only.

On PostgreSQL the database refuses the rest as well (``wall.py``); on SQLite this is the wall.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import Model
from django_scopes.exceptions import ScopeError

from partnerships.tenancy.door import current_door
from partnerships.tenancy.keys import keys_to_tenants


class OtherTenant(ScopeError):  # type: ignore[misc]  # the library has no types
    """A row would name an object of another partnership."""


tenant_keys = cache(keys_to_tenants)


def check_rows(rows: Iterable[Any]) -> None:
    """Raise ``ScopeError`` unless every row may be written through the door of this moment."""
    for row in rows:
        check_row(row)


def check_row(row: Any) -> None:
    """Raise ``ScopeError`` for a row of another partnership, ``OtherTenant`` for a key to one.

    A key that is only a number is looked up, unless the row was read with it.
    """
    door = current_door()
    model: type[Model] = type(row)
    if door is None or not door.opens(model):
        raise ScopeError(f"{model.__name__} can only be written through a door that opens it.")
    if door.partnership not in (None, row.partnership_id):
        raise ScopeError(f"This door writes nothing of another partnership than {door.partnership}.")
    for field in tenant_keys(model):
        key = row.__dict__.get(field.attname)
        if key is None or row.stored_keys.get(field.attname) == key:
            continue
        if field.is_cached(row):
            check_same(getattr(row, field.name), row.partnership_id)
        elif door.opens(field.related_model):
            look_up(field.related_model, key, row.partnership_id)


def check_keys(model: type[Model], values: Mapping[str, Any]) -> None:
    """The same for ``QuerySet.update``, whose rows are those of the door's partnership."""
    door = current_door()
    tenant = door.partnership if door else None
    for field in tenant_keys(model):
        value = values.get(field.name, values.get(field.attname))
        if value is None or tenant is None or hasattr(value, "resolve_expression"):
            continue
        if isinstance(value, Model):
            check_same(value, tenant)
        else:
            look_up(field.related_model, value, tenant)


def check_same(target: Any, tenant: int) -> None:
    if target.partnership_id != tenant:
        raise OtherTenant(f"{type(target).__name__} {target.pk} belongs to another partnership.")


def look_up(model: Any, key: Any, tenant: int) -> None:
    if not model._base_manager.filter(pk=key, partnership_id=tenant).exists():
        raise OtherTenant(f"{model.__name__} {key} is not of this partnership.")
