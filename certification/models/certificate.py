from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.enums import Validity
from partnerships.models import TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet


class CertificateQuerySet(TenantQuerySet):
    def valid(self, *, on: Any) -> "CertificateQuerySet":
        """Those that count on this day (a date, or an expression), as ``validity_on`` says it of one."""
        ended = models.Q(withdrawn_on__lte=on) | models.Q(succeeded_on__lte=on)
        return self.filter(issued_on__lte=on, valid_until__gt=on).exclude(ended)


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
    succeeded_on = models.DateField(_("succeeded on"), null=True, blank=True)
    successor = models.OneToOneField(
        "self", verbose_name=_("successor"), on_delete=models.PROTECT, null=True, blank=True, related_name="predecessor"
    )
    # The public page shows these and nothing else, so they are frozen here and it reads one row.
    holder = models.CharField(_("holder"), max_length=160)
    area_names = models.JSONField(default=list)
    party_names = models.JSONField(default=list)  # the organisations that took part when it was issued
    body_name = models.CharField(_("certification body"), max_length=160)
    document = models.ForeignKey(
        "partnerships.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TenantManager.from_queryset(CertificateQuerySet)()

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
        """The last day of the term it was given for, as its document prints it."""
        return self.valid_until - timedelta(days=1)

    @property
    def counted_until(self) -> date | None:
        """The last day it counted, or will count; None for one that was withdrawn: its page names the day of that."""
        if self.withdrawn_on is not None:
            return None
        return self.succeeded_on - timedelta(days=1) if self.succeeded_on else self.last_day

    def validity_on(self, day: date) -> Validity:
        """Valid, expired, withdrawn, succeeded by the next one, or not valid yet on ``day``."""
        if self.withdrawn_on and self.withdrawn_on <= day:
            return Validity.WITHDRAWN
        if self.succeeded_on and self.succeeded_on <= day < self.valid_until:
            return Validity.SUCCEEDED
        if day < self.issued_on:
            return Validity.NOT_YET
        return Validity.VALID if day < self.valid_until else Validity.EXPIRED
