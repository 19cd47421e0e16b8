from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class PartyType(TenantModel):
    """A kind of party this partnership added to the list of the house (F08). Its name is what ``Partner.kind`` holds."""

    name = models.CharField(_("name"), max_length=32)
    added_on = models.DateField(_("added on"))

    class Meta:
        verbose_name = _("own kind of party")
        verbose_name_plural = _("own kinds of party")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("partnership", Lower("name"), name="party_type_once")]

    def __str__(self) -> str:
        return self.name
