from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class AgreementAnnex(TenantModel):
    """A document that belongs to an agreement, held by its SHA-256: another file is another annex."""

    agreement = models.ForeignKey("partnerships.Agreement", on_delete=models.CASCADE, related_name="annexes")
    document = models.ForeignKey("partnerships.Document", on_delete=models.PROTECT, related_name="annex_of")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["agreement", "document"], name="annex_once_per_agreement")]

    def __str__(self) -> str:
        return self.title
