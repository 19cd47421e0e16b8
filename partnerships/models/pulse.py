from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class Pulse(TenantModel):
    """The yearly six questions about the cooperation (F108). Once a year, anonymous from the first to the last day."""

    year = models.PositiveSmallIntegerField(_("year"))
    opened_on = models.DateField(_("open from"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    parties = models.PositiveSmallIntegerField(_("parties that answered"), null=True, blank=True)  # set at closing
    opened_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["partnership", "year"], name="pulse_once_a_year")]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None
