from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestRound(models.Model):
    """The weekly mail of one week: made ready once, however often, however late and by however many workers the clock
    asks. ``for_day`` is the day it is meant for, not the day it was made."""

    for_day = models.DateField(_("for the day"), unique=True)
    prepared_at = models.DateTimeField(_("made ready at"), null=True, blank=True)
    phases = models.JSONField(default=dict)  # round of a partnership → number of its phase; the next week compares

    class Meta:
        verbose_name = _("week of the weekly mail")
        verbose_name_plural = _("weeks of the weekly mail")
        ordering = ["-for_day"]

    def __str__(self) -> str:
        return str(self.for_day)
