from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.enums import LineHours
from partnerships.models.tenant import TenantModel


class ShortLine(TenantModel):
    """Whom to call at a party for one kind of problem, and when (F109; S003 "korte lijnen"). A function, no person."""

    partner = models.ForeignKey(
        "partnerships.Partner", verbose_name=_("party"), on_delete=models.CASCADE, related_name="short_lines"
    )
    problem = models.CharField(_("kind of problem"), max_length=80)  # a key of domain/short_lines.py or a topic's id
    function = models.CharField(_("who answers"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=32)
    hours = models.CharField(_("reachable"), max_length=16, choices=LineHours.choices)
    starts_at = models.TimeField(_("from"), null=True, blank=True)  # of own hours, every day, local time
    ends_at = models.TimeField(_("until"), null=True, blank=True)  # half-open; earlier than the start: past midnight
    note = models.CharField(_("note"), max_length=200, blank=True)
    confirmed_on = models.DateField(_("confirmed on"))
    confirmed_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("entry of the contact card")
        verbose_name_plural = _("entries of the contact card")
        ordering = ["problem", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(hours=LineHours.OWN, starts_at__isnull=False, ends_at__isnull=False)
                    | (~Q(hours=LineHours.OWN) & Q(starts_at__isnull=True, ends_at__isnull=True))
                ),
                name="short_line_own_hours",
            )
        ]

    def __str__(self) -> str:
        return self.function
