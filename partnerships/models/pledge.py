from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class Pledge(TenantModel):
    """Hours a party promises for every quarter of a period (F81; S002 "toezegging (ambtelijke) capaciteit")."""

    partner = models.ForeignKey(
        "partnerships.Partner", verbose_name=_("party"), on_delete=models.CASCADE, related_name="pledges"
    )
    hours = models.PositiveSmallIntegerField(_("hours per quarter"))
    starts_on = models.DateField(_("from"))  # first day of the first quarter
    ends_on = models.DateField(_("until"))  # half-open: first day of the quarter after the last
    note = models.CharField(_("what for"), max_length=200, blank=True)
    agreement = models.ForeignKey(
        "partnerships.Agreement",
        verbose_name=_("signed pledge"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pledges",
    )
    recorded_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("pledge of hours")
        verbose_name_plural = _("pledges of hours")
        ordering = ["starts_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gt=models.F("starts_on")), name="pledge_period")]

    def __str__(self) -> str:
        return str(self.partner)
