"""Managers that hand out rows of one partnership only, and nothing at all outside a door.

They are base managers too, so that what Django itself asks (a forward key, ``refresh_from_db``, a save, what hangs on a
row that is deleted) goes through the door as well. Idea 3 of the design: what is not in the scope does not exist.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from django.db import models
from django_scopes.exceptions import ScopeError

from partnerships.tenancy.door import current_door
from partnerships.tenancy.writing import check_keys, check_rows

Row = TypeVar("Row", bound=models.Model, covariant=True)


class TenantQuerySet(models.QuerySet[Any]):
    """Rows of a tenant table. Writing many at once is held to the same rules as writing one."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        check_rows(rows)
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        check_rows(rows)
        return super().bulk_update(rows, *args, **kwargs)

    def update(self, **values: Any) -> int:
        check_keys(self.model, values)
        return super().update(**values)


class ClosedQuerySet(models.QuerySet[Any]):
    """What a tenant manager gives outside a door: every question raises ``ScopeError``."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ScopeError(f"{self.model.__name__} can only be read and written through a door that opens it.")

    def none(self) -> Any:
        """Nothing is nobody's secret: what a form holds until it gets its rows."""
        return models.QuerySet(self.model, using=self.db).none()

    __bool__ = __getitem__ = __iter__ = __len__ = _refuse
    all = aggregate = annotate = alias = count = contains = complex_filter = dates = datetimes = defer = _refuse
    create = bulk_create = delete = distinct = earliest = exclude = exists = explain = extra = filter = _refuse
    first = get = get_or_create = in_bulk = iterator = last = latest = only = order_by = prefetch_related = _refuse
    raw = reverse = select_for_update = select_related = union = update = update_or_create = bulk_update = _refuse
    values = values_list = intersection = difference = _insert = _update = _raw_delete = _refuse


if TYPE_CHECKING:
    Manager = models.Manager
else:
    Manager = models.Manager.from_queryset(TenantQuerySet)


class TenantManager(Manager[Row]):
    """The only manager of every table that belongs to a partnership."""

    def get_queryset(self) -> models.QuerySet[Row]:
        door = current_door()
        if door is None or not door.opens(self.model):
            return ClosedQuerySet(self.model, using=self._db)
        rows = self.everything()
        return rows if door.partnership is None else rows.filter(partnership=door.partnership)

    def everything(self) -> models.QuerySet[Row]:
        return super().get_queryset()


class ProjectionManager(TenantManager[Row]):
    """For projections without content: also open, for the partnerships seen, through the oversight door."""

    def get_queryset(self) -> models.QuerySet[Row]:
        door = current_door()
        if door is not None and door.kind == "oversight":
            return self.everything().filter(partnership__in=door.seen)
        return super().get_queryset()
