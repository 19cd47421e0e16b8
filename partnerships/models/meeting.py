from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import MeetingKind
from partnerships.models.tenant import TenantModel


class Meeting(TenantModel):
    """A meeting that was held, with its minutes."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=32, choices=MeetingKind.choices)
    held_on = models.DateField(_("held on"))
    attendees = models.TextField(_("who were there"), blank=True)
    decisions = models.TextField(_("decisions"), blank=True)
    minutes = models.ForeignKey(
        "partnerships.Document",
        verbose_name=_("minutes"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"
