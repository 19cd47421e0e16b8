from django.db import models
from django.utils.translation import gettext_lazy as _


class SealWarning(models.Model):
    """The administrators were told that a certificate of the seal runs out: once for each threshold."""

    certificate = models.CharField(_("mark of the certificate"), max_length=64)  # SHA-256
    days = models.PositiveSmallIntegerField(_("days ahead"))
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("warning about the seal")
        verbose_name_plural = _("warnings about the seal")
        ordering = ["sent_at"]
        constraints = [models.UniqueConstraint(fields=["certificate", "days"], name="seal_warning_once")]

    def __str__(self) -> str:
        return f"{self.certificate[:16]}: {self.days}"
