from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplans.enums import Pillar
from partnerships.models import TenantModel


class Objective(TenantModel):
    """What must become true, measurable and tied to a focus area (F41)."""

    plan = models.ForeignKey("actionplans.Plan", on_delete=models.CASCADE, related_name="objectives")
    priority = models.ForeignKey(
        "assessments.Priority", verbose_name=_("focus area"), on_delete=models.PROTECT, related_name="objectives"
    )
    title = models.CharField(_("objective"), max_length=200)
    pillar = models.CharField(_("pillar"), max_length=16, choices=Pillar.choices, default=Pillar.SAFE)
    indicator = models.CharField(_("how we measure it"), max_length=200)
    baseline = models.CharField(_("now"), max_length=80)
    target = models.CharField(_("target"), max_length=80)
    target_on = models.DateField(_("reached by"))

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["priority__rank", "pk"]

    def __str__(self) -> str:
        return self.title
