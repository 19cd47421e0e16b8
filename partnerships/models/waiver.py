from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class Waiver(TenantModel):
    """A gate set aside for one cycle, with the reason and who granted it; printed in the dossier."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="waivers")
    gate_id = models.CharField(_("condition"), max_length=80)
    reason = models.TextField(_("reason"))
    granted_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    granted_for = models.CharField(_("granted by"), max_length=160)  # the body or person whose decision this records
    granted_on = models.DateField(_("granted on"))

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [models.UniqueConstraint(fields=["cycle", "gate_id"], name="waiver_once_per_gate")]

    def __str__(self) -> str:
        return self.gate_id
