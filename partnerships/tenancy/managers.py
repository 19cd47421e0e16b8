"""Managers that hand out rows of one partnership only, and nothing at all outside a door.

Built on django-scopes, wrapped: a scope of ``None`` raises, ``exists()`` is closed too, and the sweep opens only the
tables it names. Idea 3 of the design: what is not in the scope does not exist.
"""

from typing import Any, NoReturn, TypeVar

from django.db import models
from django_scopes import get_scope
from django_scopes.exceptions import ScopeError

Row = TypeVar("Row", bound=models.Model, covariant=True)

PARTNERSHIP = "partnership"  # the one dimension: a partnership (or its id)
OVERSIGHT = "oversight"  # a query of partnership ids whose projections may be read
SWEEP = "sweep"  # a frozenset of models that work across partnerships


class ClosedQuerySet(models.QuerySet[Any]):
    """What a tenant manager gives outside a door: every question raises ``ScopeError``."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ScopeError(f"{self.model.__name__} can only be read inside a partnership's scope.")

    __bool__ = __getitem__ = __iter__ = __len__ = _refuse
    all = aggregate = annotate = alias = count = contains = complex_filter = dates = datetimes = defer = _refuse
    delete = distinct = earliest = exclude = exists = explain = extra = filter = first = get = _refuse
    get_or_create = in_bulk = iterator = last = latest = only = order_by = prefetch_related = raw = _refuse
    reverse = select_for_update = select_related = union = update = update_or_create = bulk_update = _refuse
    values = values_list = _refuse


class TenantManager(models.Manager[Row]):
    """The default manager of every table that belongs to a partnership."""

    def get_queryset(self) -> models.QuerySet[Row]:
        scope = get_scope()
        partnership = scope.get(PARTNERSHIP)
        if partnership is not None:
            return super().get_queryset().filter(partnership=partnership)
        if self.model in scope.get(SWEEP, ()):
            return super().get_queryset()
        return ClosedQuerySet(self.model, using=self._db)


class ProjectionManager(TenantManager[Row]):
    """For projections without content: also open, for the partnerships seen, through the oversight door."""

    def get_queryset(self) -> models.QuerySet[Row]:
        seen = get_scope().get(OVERSIGHT)
        if seen is not None:
            return models.Manager.get_queryset(self).filter(partnership__in=seen)
        return super().get_queryset()
