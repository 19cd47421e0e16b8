import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import MailboxField
from partnerships.models.tenant import TenantModel
from partnerships.tenancy.managers import TenantManager


class Outbox(TenantModel):
    """A mail, written in the transaction of the verb that wants it. Holds no link that opens anything: those are made
    from ``token_for`` at the moment of sending."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # also its Message-ID
    template = models.CharField(_("mail"), max_length=64)  # folder in templates/emails/
    to = MailboxField(_("to"))
    to_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="nl")
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    token_for = models.CharField(max_length=120, blank=True)  # "sign:<uuid>:<nonce>"
    attachment = models.ForeignKey(
        "partnerships.Document", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("written at"))
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    objects = TenantManager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.to}"
