import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import MailboxField
from partnerships.models.tenant import TenantModel


class PulseAsk(TenantModel):
    """Who was asked, and whether they answered: yes or no. Never what, and never when."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pulse = models.ForeignKey("partnerships.Pulse", on_delete=models.CASCADE, related_name="asks")
    contact = models.ForeignKey("partnerships.Contact", on_delete=models.CASCADE, related_name="+")
    email = MailboxField(_("e-mail address"), blank=True)  # where it was asked; empty once the pulse is closed
    nonce = models.CharField(max_length=32)
    asked_on = models.DateField(_("asked on"))
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    answered = models.BooleanField(_("answered"), default=False)

    class Meta:
        verbose_name = _("request to answer a pulse")
        verbose_name_plural = _("requests to answer a pulse")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["pulse", "contact"], name="pulse_asked_once")]

    def __str__(self) -> str:
        return str(self.contact)

    @property
    def link(self) -> str:
        """What ``Outbox.token_for`` holds for this person."""
        return f"pulse:{self.uuid}:{self.nonce}"
