from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import TenantModel
from partnerships.tenancy.managers import TenantManager


class CertificatePeriod(TenantModel):
    """For which area and scheme a certificate counts, from which day up to but not on which.

    It ends at the end of its term, when the certificate is withdrawn, or on the day the next one begins. Two that overlap
    for one area and scheme are refused: by the verb, and on PostgreSQL by the database as well.
    """

    certificate = models.ForeignKey("certification.Certificate", on_delete=models.PROTECT, related_name="periods")
    area = models.ForeignKey("partnerships.Area", on_delete=models.PROTECT, related_name="+")
    scheme_urn = models.CharField(max_length=80)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))  # half-open

    objects = TenantManager()

    class Meta:
        verbose_name = _("period of a certificate")
        verbose_name_plural = _("periods of certificates")
        ordering = ["valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "area"], name="certificate_period_once"),
            models.CheckConstraint(
                condition=models.Q(valid_from__lte=models.F("valid_until")), name="certificate_period_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}, {self.area_id}"
