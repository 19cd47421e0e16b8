from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class AgreementComment(TenantModel):
    """What a member says about a draft: as a whole, or about one heading of it."""

    agreement = models.ForeignKey("partnerships.Agreement", on_delete=models.CASCADE, related_name="comments")
    heading = models.CharField(_("part of the text"), max_length=200, blank=True)  # "": the whole
    text = models.TextField(_("comment"))
    author = models.ForeignKey("partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(_("written at"))
    resolved_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at"]

    def __str__(self) -> str:
        return self.heading or str(self.agreement)
