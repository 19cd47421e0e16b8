from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class HandOver(TenantModel):
    """Somebody's role went, or will go, over to somebody else, with a pack of what is open (F13, B17)."""

    membership = models.ForeignKey(
        "partnerships.Membership", verbose_name=_("role"), on_delete=models.PROTECT, related_name="handovers"
    )
    to = models.ForeignKey(
        "partnerships.User", verbose_name=_("handed over to"), on_delete=models.PROTECT, related_name="+"
    )
    as_deputy = models.BooleanField(_("as deputy"), default=False)
    handed_on = models.DateField(_("handed over on"))
    handed_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-handed_on", "-pk"]

    def __str__(self) -> str:
        return str(self.membership)
