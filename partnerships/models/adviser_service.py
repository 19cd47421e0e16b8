from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import ServiceState
from partnerships.models.tenant import TenantModel


class AdviserService(TenantModel):
    """How far one service of the adviser is in a round (F107). No row: still to be agreed."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="adviser_services")
    service_id = models.CharField(_("service"), max_length=80)  # id in the scheme file
    partner = models.ForeignKey(
        "partnerships.Partner",
        verbose_name=_("party in charge"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="adviser_services",
    )
    state = models.CharField(_("state"), max_length=16, choices=ServiceState.choices, default=ServiceState.TODO)
    state_on = models.DateField(_("since"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("service of the adviser")
        verbose_name_plural = _("services of the adviser")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "service_id"], name="adviser_service_once_per_cycle")]

    def __str__(self) -> str:
        return self.service_id
