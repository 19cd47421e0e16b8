from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.tenancy.managers import TenantManager


class TenantModel(models.Model):
    """A row that belongs to one partnership, for ever."""

    partnership = models.ForeignKey(
        "partnerships.Partnership",
        verbose_name=_("partnership"),
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
    )
    objects = TenantManager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Any:
        row = super().from_db(db, field_names, values)
        row._stored_partnership_id = row.__dict__.get("partnership_id")
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        stored = getattr(self, "_stored_partnership_id", None)
        if stored is not None and stored != self.partnership_id:
            raise ValueError(f"A {type(self).__name__} never moves to another partnership.")
        super().save(*args, **kwargs)
