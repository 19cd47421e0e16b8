from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import MailboxField
from partnerships.models.tenant import TenantModel


class Reminder(TenantModel):
    """One reminder: unique by kind, subject, recipient and due day, so that a sweep run twice reminds once."""

    kind = models.CharField(_("kind"), max_length=32)
    subject = models.CharField(max_length=120)  # "task:12:intake", "signature:<uuid>", "certificate:4"
    recipient = MailboxField(_("to"))
    due_on = models.DateField(_("for the day"))
    mail = models.ForeignKey(
        "partnerships.Outbox", on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "subject", "recipient", "due_on"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
