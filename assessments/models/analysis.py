from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import TenantModel


class Analysis(TenantModel):
    """The safety analysis of one cycle: area sketch, conclusions, and the day it was adopted (domain.md 3.3)."""

    cycle = models.OneToOneField("partnerships.Cycle", on_delete=models.PROTECT, related_name="analysis")
    sketch = models.TextField(_("sketch of the area"), blank=True)
    goes_well = models.TextField(_("what goes well"), blank=True)
    can_be_better = models.TextField(_("what can be better"), blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey(
        "partnerships.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("safety analysis")
        verbose_name_plural = _("safety analyses")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.cycle}"
