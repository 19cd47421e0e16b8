from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import EmergencyState
from partnerships.models.tenant import TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet


class EmergencyAccessQuerySet(TenantQuerySet):
    def open(self, *, at: datetime) -> "EmergencyAccessQuerySet":
        return self.filter(closed_at__isnull=True, opened_at__lte=at, ends_at__gt=at)


class EmergencyAccess(TenantModel):
    """An administrator looks into a partnership for an hour, with a reason that its leaders read."""

    user = models.ForeignKey(
        "partnerships.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="emergencies"
    )
    reason = models.TextField(_("reason"))
    opened_at = models.DateTimeField(_("opened at"))
    ends_at = models.DateTimeField(_("ends at"))
    closed_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = TenantManager.from_queryset(EmergencyAccessQuerySet)()

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["user", "ends_at"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("opened_at")), name="emergency_ends_later")
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.opened_at:%Y-%m-%d %H:%M})"

    def state(self, *, at: datetime) -> EmergencyState:
        if self.closed_at:
            return EmergencyState.ENDED
        return EmergencyState.OPEN if self.ends_at > at else EmergencyState.EXPIRED
