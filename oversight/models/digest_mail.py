import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestMail(models.Model):
    """That one person gets the mail of one week: who, when, how it went. What it says is put together when it is sent, so
    that no row holds words of several partnerships side by side."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # also its Message-ID
    round = models.ForeignKey("oversight.DigestRound", on_delete=models.CASCADE, related_name="mails")
    reader = models.ForeignKey("oversight.DigestReader", on_delete=models.CASCADE, related_name="mails")
    created_at = models.DateTimeField(_("written at"))
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)  # nothing was left to say, or it was no longer wanted
    failed_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("weekly mail")
        verbose_name_plural = _("weekly mails")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "reader"], name="digest_once_a_week")]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(sent_at__isnull=True, dropped_at__isnull=True, failed_at__isnull=True),
                name="digest_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.round_id}"
