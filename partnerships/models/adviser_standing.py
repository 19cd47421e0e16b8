from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class AdviserStanding(TenantModel):
    """A period in which the adviser comes on request only (F82; S002 "incidenteel"). No open row: it takes part."""

    since = models.DateField(_("on request since"))
    ended_on = models.DateField(_("takes part again since"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    evidence = models.ForeignKey(
        "partnerships.Document",
        verbose_name=_("evidence"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    recorded_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("adviser on request")
        verbose_name_plural = _("advisers on request")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(ended_on__isnull=True), name="one_adviser_standing_open"
            )
        ]

    def __str__(self) -> str:
        return str(self.since)
