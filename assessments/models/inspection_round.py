from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import Light
from partnerships.models import TenantModel


class InspectionRound(TenantModel):
    """A round through the area by day or in the dark (schouw), with its report (S001 step 2)."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="rounds")
    light = models.CharField(_("light"), max_length=8, choices=Light.choices)
    held_on = models.DateField(_("held on"))
    participants = models.TextField(_("who took part, per organisation"), blank=True)
    findings = models.TextField(_("what was found"), blank=True)
    report = models.ForeignKey(
        "partnerships.Document",
        verbose_name=_("report"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("inspection round")
        verbose_name_plural = _("inspection rounds")
        ordering = ["-held_on"]

    def __str__(self) -> str:
        return f"{self.get_light_display()} {self.held_on}"
