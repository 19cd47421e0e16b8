from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class HoursUsed(TenantModel):
    """Hours a party really spent in one quarter (F81)."""

    partner = models.ForeignKey(
        "partnerships.Partner", verbose_name=_("party"), on_delete=models.CASCADE, related_name="hours_used"
    )
    quarter = models.DateField(_("quarter"))  # its first day
    hours = models.PositiveSmallIntegerField(_("hours used"))
    note = models.CharField(_("what for"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("hours used")
        verbose_name_plural = _("hours used")
        ordering = ["quarter", "pk"]
        constraints = [models.UniqueConstraint(fields=["partner", "quarter"], name="hours_used_once_per_quarter")]

    def __str__(self) -> str:
        return str(self.partner)
