import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class SigningTable(TenantModel):
    """One device on which the signatories of a round sign one after the other, for at most twelve hours (F16, S004)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey("partnerships.Agreement", on_delete=models.CASCADE, related_name="tables")
    nonce = models.CharField(max_length=32)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closes_at = models.DateTimeField(_("closes at"))
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing table")
        verbose_name_plural = _("signing tables")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(stopped_at__isnull=True), name="one_open_table_per_agreement"
            ),
        ]

    def __str__(self) -> str:
        return str(self.agreement)

    def is_open(self, *, at: datetime) -> bool:
        return self.stopped_at is None and self.closes_at > at
