from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import MailboxField


class ErasureNotice(models.Model):
    """That somebody who was forgotten is still to be told so. Written in the transaction that forgets, and deleted when the
    mail has left or was given up: the only row that knows the address, for as long as the mail waits."""

    email = MailboxField(_("e-mail address"))
    language = models.CharField(max_length=5, default="nl")
    kept = models.JSONField(default=list, encoder=DjangoJSONEncoder)  # sentences: what stayed, and why
    created_at = models.DateTimeField(_("written at"))
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("confirmation that somebody was forgotten")
        verbose_name_plural = _("confirmations that somebody was forgotten")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}"
