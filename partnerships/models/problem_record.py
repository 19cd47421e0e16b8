from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import Basis
from partnerships.models.tenant import TenantModel


class ProblemRecord(TenantModel):
    """A problem in the area, and whether figures or a feeling say so (F05)."""

    problem = models.TextField(_("problem"))
    basis = models.CharField(_("basis"), max_length=16, choices=Basis.choices)
    source = models.TextField(_("source"), blank=True)
    document = models.ForeignKey(
        "partnerships.Document",
        verbose_name=_("document"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    noted_on = models.DateField(_("noted on"))

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")
        ordering = ["noted_on", "pk"]

    def __str__(self) -> str:
        return self.problem if len(self.problem) <= 80 else f"{self.problem[:79].rstrip()}…"
