from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import MailboxField
from partnerships.models.tenant import TenantModel


class WantedParty(TenantModel):
    """A kind of party that belongs here and is still to be approached (F06, F08). Gone once somebody of it is asked."""

    kind = models.CharField(_("kind of party"), max_length=32)
    name = models.CharField(_("name of the organisation"), max_length=160, blank=True)
    email = MailboxField(_("general e-mail address"), blank=True)
    ticked_on = models.DateField(_("ticked on"))

    class Meta:
        verbose_name = _("party to be approached")
        verbose_name_plural = _("parties to be approached")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "kind"], name="wanted_kind_once")]

    def __str__(self) -> str:
        return self.name or self.kind
