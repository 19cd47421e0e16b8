from typing import Any, Self

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
    _stored_partnership_id: int | None = None  # what the database said when the row was read

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._stored_partnership_id not in (None, self.partnership_id):
            raise ValueError(f"A {type(self).__name__} never moves to another partnership.")
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row._stored_partnership_id = row.__dict__.get("partnership_id")
        return row
