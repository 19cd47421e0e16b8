from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.tenancy.managers import TenantManager
from partnerships.tenancy.writing import check_row, tenant_keys

NEW: Mapping[str, Any] = MappingProxyType({})


class TenantModel(models.Model):
    """A row that belongs to one partnership, for ever, and names rows of that partnership only."""

    partnership = models.ForeignKey(
        "partnerships.Partnership",
        verbose_name=_("partnership"),
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
    )
    objects = TenantManager()
    stored_keys: Mapping[str, Any] = NEW  # what the database said when the row was read

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.stored_keys.get("partnership_id") not in (None, self.partnership_id):
            raise ValueError(f"A {type(self).__name__} never moves to another partnership.")
        check_row(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        check_row(self)
        return super().delete(*args, **kwargs)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        names = ("partnership_id", *(field.attname for field in tenant_keys(cls)))
        row.stored_keys = {name: row.__dict__[name] for name in names if name in row.__dict__}
        return row
