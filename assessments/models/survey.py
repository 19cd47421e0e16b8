from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import Audience
from partnerships.models import TenantModel


class Survey(TenantModel):
    """A survey that was held: how many were asked, how many answered. A rate without anybody asked does not exist."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="surveys")
    audience = models.CharField(_("who were asked"), max_length=32, choices=Audience.choices)
    opened_on = models.DateField(_("open from"))
    closed_on = models.DateField(_("closed on"))
    invited = models.PositiveIntegerField(_("number asked"))
    answered = models.PositiveIntegerField(_("number answered"))
    remark = models.TextField(_("how it was held"), blank=True)
    report = models.ForeignKey(
        "partnerships.Document",
        verbose_name=_("report"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-closed_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered__lte=models.F("invited")), name="survey_answers_at_most_invited"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()} {self.closed_on}"
