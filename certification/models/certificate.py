from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.enums import Validity
from partnerships.models import TenantModel


class Certificate(TenantModel):
    """The proof, with a number, a level and a term from the scheme (F78, F106)."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="certificates")
    audit = models.OneToOneField("certification.Audit", on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(_("number"), max_length=32, unique=True)  # also its public address
    level = models.CharField(_("level"), max_length=80)  # id in the scheme file
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"))  # half-open: the first day it is no longer valid
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("reason for withdrawing"), blank=True)
    # The public page shows these and nothing else, so they are frozen here and it reads one row.
    holder = models.CharField(_("holder"), max_length=160)
    area_names = models.JSONField(default=list)
    body_name = models.CharField(_("certification body"), max_length=160)
    document = models.ForeignKey(
        "partnerships.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on"]
        constraints = [
            models.CheckConstraint(condition=models.Q(issued_on__lt=models.F("valid_until")), name="certificate_period")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def last_day(self) -> date:
        """The last day of validity, as screens and documents print it."""
        return self.valid_until - timedelta(days=1)

    def validity_on(self, day: date) -> Validity:
        """Valid, expired, withdrawn or not valid yet on ``day``."""
        if self.withdrawn_on and self.withdrawn_on <= day:
            return Validity.WITHDRAWN
        if day < self.issued_on:
            return Validity.NOT_YET
        return Validity.VALID if day < self.valid_until else Validity.EXPIRED
