from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel
from partnerships.periods import last_day


class Mandate(TenantModel):
    """On what ground, for what and for how long a person may sign for their party (F11)."""

    partner = models.ForeignKey(
        "partnerships.Partner", verbose_name=_("party"), on_delete=models.CASCADE, related_name="mandates"
    )
    contact = models.ForeignKey(
        "partnerships.Contact", verbose_name=_("who may sign"), on_delete=models.CASCADE, related_name="mandates"
    )
    basis = models.CharField(_("basis of the mandate"), max_length=200)
    scope = models.JSONField(_("covers"), default=list, blank=True)  # kinds of agreement; empty: all of them
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)  # half-open: the first day without it
    document = models.ForeignKey(
        "partnerships.Document", verbose_name=_("document"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="mandate_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact} ({self.basis})"

    @property
    def last_day(self) -> date | None:
        return last_day(self.valid_until)

    def holds(self, *, on: date) -> bool:
        """Does it count on this day?"""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def covers(self, kind: str, *, on: date) -> bool:
        """May its holder sign this kind of agreement on this day?"""
        return self.holds(on=on) and (not self.scope or kind in self.scope)
