from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.enums import ObligationState
from partnerships.models.tenant import TenantModel
from partnerships.periods import add_months


class Obligation(TenantModel):
    """What one party promised in a signed text (F18): once before a day, or again every so many months."""

    agreement = models.ForeignKey("partnerships.Agreement", on_delete=models.PROTECT, related_name="obligations")
    partner = models.ForeignKey(
        "partnerships.Partner", verbose_name=_("party"), on_delete=models.PROTECT, related_name="obligations"
    )
    clause = models.CharField(_("part of the text"), max_length=200, blank=True)
    text = models.TextField(_("obligation"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    every_months = models.PositiveSmallIntegerField(_("every so many months"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)  # the last time
    done_note = models.TextField(_("what was done"), blank=True)
    evidence = models.ForeignKey(
        "partnerships.Document",
        verbose_name=_("evidence"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79].rstrip()}…"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:obligation", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    @property
    def next_due(self) -> date | None:
        """The day it must be done by; None without a day, or when it was done for good."""
        if self.done_on is None or self.due_on is None or not self.every_months:
            return self.due_on if self.done_on is None else None
        due, count = self.due_on, 0
        while due <= self.done_on:
            count += self.every_months
            due = add_months(self.due_on, count)
        return due

    def state(self, *, on: date) -> ObligationState:
        due = self.next_due
        if due is not None:
            return ObligationState.OVERDUE if due < on else ObligationState.OPEN
        return ObligationState.DONE if self.done_on else ObligationState.OPEN
