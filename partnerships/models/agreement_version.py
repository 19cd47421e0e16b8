from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class AgreementVersion(TenantModel):
    """The text of a draft as it was once kept. Its number runs on over the rounds of one document."""

    agreement = models.ForeignKey("partnerships.Agreement", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    kept_at = models.DateTimeField(_("kept at"))
    kept_by = models.ForeignKey("partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of an agreement")
        ordering = ["number", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once")]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.number}"
