from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class DutyHolder(TenantModel):
    """Who has a duty of the coordination, from a day on; ``until`` is the first day without it (F20)."""

    duty_id = models.CharField(max_length=80)  # of the scheme file
    partner = models.ForeignKey(
        "partnerships.Partner", verbose_name=_("party"), on_delete=models.PROTECT, related_name="duties"
    )
    contact = models.ForeignKey(
        "partnerships.Contact",
        verbose_name=_("contact"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="duties",
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("holder of a duty")
        verbose_name_plural = _("holders of duties")
        ordering = ["duty_id", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "duty_id"], condition=models.Q(until__isnull=True), name="one_holder_per_duty"
            )
        ]

    def __str__(self) -> str:
        return str(self.partner)
