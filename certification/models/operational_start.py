from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import TenantModel


class OperationalStart(TenantModel):
    """The day collective security begins to work: the end of a scheme that yields no certificate (S000 step 5; F67)."""

    cycle = models.OneToOneField("partnerships.Cycle", on_delete=models.PROTECT, related_name="operational_start")
    starts_on = models.DateField(_("starts on"))
    agreed_on = models.DateField(_("agreed on"))
    recorded_by = models.ForeignKey("partnerships.User", on_delete=models.SET_NULL, null=True, related_name="+")
    announcement = models.TextField(_("announcement"), blank=True)

    class Meta:
        verbose_name = _("operational start")
        verbose_name_plural = _("operational starts")

    def __str__(self) -> str:
        return str(self.starts_on)
