from datetime import date

from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.enums import BudgetDecision, MeasureKind, MeasureState
from partnerships.models import TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet

WAITING = (BudgetDecision.UNDECIDED, BudgetDecision.REQUESTED)  # money nobody has decided on yet (F48)


class MeasureQuerySet(TenantQuerySet):
    def open(self) -> "MeasureQuerySet":
        return self.filter(done_on__isnull=True, dropped_on__isnull=True)

    def done(self) -> "MeasureQuerySet":
        return self.filter(done_on__isnull=False)

    def overdue(self, *, on: date) -> "MeasureQuerySet":
        return self.open().filter(deadline__lt=on)

    def undecided(self) -> "MeasureQuerySet":
        return self.open().filter(decision__in=WAITING)

    def current(self) -> "MeasureQuerySet":
        """Of plans that were not replaced: a revision copies what is open, so older versions would count twice."""
        return self.filter(plan__superseded_on__isnull=True)

    def with_state(self, *, on: date) -> "MeasureQuerySet":
        """Adds ``state``, the same as ``state_on``, so that lists filter and sort by it in one query."""
        words = [
            When(done_on__isnull=False, then=Value(MeasureState.DONE)),
            When(dropped_on__isnull=False, then=Value(MeasureState.DROPPED)),
            When(deadline__lt=on, then=Value(MeasureState.LATE)),
            When(starts_on__lte=on, then=Value(MeasureState.RUNNING)),
        ]
        state = Case(*words, default=Value(MeasureState.PLANNED), output_field=models.CharField())
        rows: MeasureQuerySet = self.annotate(state=state)
        return rows

    def for_matrix(self) -> "MeasureQuerySet":
        """With everything one row of the matrix shows, grouped by focus area."""
        with_all = ("plan", "objective__priority", "owner_partner__organisation", "owner_contact")
        order = ("objective__priority__rank", "objective__priority", "deadline", "pk")
        return self.select_related(*with_all).order_by(*order)


class Measure(TenantModel):
    """Something a party will do, by a day, at a cost (F51; S000: who realises it and by which deadline)."""

    plan = models.ForeignKey("actionplans.Plan", on_delete=models.CASCADE, related_name="measures")
    objective = models.ForeignKey(
        "actionplans.Objective", verbose_name=_("objective"), on_delete=models.PROTECT, related_name="measures"
    )
    title = models.CharField(_("measure"), max_length=200)
    description = models.TextField(_("what exactly"), blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=MeasureKind.choices)
    owner_partner = models.ForeignKey(
        "partnerships.Partner",
        verbose_name=_("party in charge"),
        on_delete=models.PROTECT,
        null=True,
        related_name="measures",
    )
    owner_contact = models.ForeignKey(
        "partnerships.Contact",
        verbose_name=_("person in charge"),
        on_delete=models.PROTECT,
        null=True,
        related_name="measures",
    )
    starts_on = models.DateField(_("start"), null=True, blank=True)
    deadline = models.DateField(_("deadline"), null=True)
    cost_cents = models.PositiveBigIntegerField(_("cost"), default=0)
    funder = models.CharField(_("paid by"), max_length=120, blank=True)
    decision = models.CharField(_("decision on the money"), max_length=16, choices=BudgetDecision.choices)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    added_on = models.DateField(_("added on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    evidence = models.ForeignKey(
        "partnerships.Document", verbose_name=_("evidence"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    drop_reason = models.TextField(_("why it was dropped"), blank=True)
    progress_note = models.TextField(_("last news"), blank=True)
    progress_on = models.DateField(_("last news on"), null=True, blank=True)

    objects = TenantManager.from_queryset(MeasureQuerySet)()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["deadline", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped_on__isnull=True), name="measure_done_or_dropped_not_both"
            )
        ]
        indexes = [models.Index(fields=["partnership", "deadline"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.dropped_on is None

    @property
    def waits_for_money(self) -> bool:
        """Open, and nobody has decided on the money (F48)."""
        return self.is_open and self.decision in WAITING

    def get_absolute_url(self) -> str:
        return reverse("actionplans:measure", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def state_on(self, day: date) -> MeasureState:
        """Done, dropped, late, running or planned on ``day``."""
        if self.done_on:
            return MeasureState.DONE
        if self.dropped_on:
            return MeasureState.DROPPED
        if self.deadline and self.deadline < day:
            return MeasureState.LATE
        return MeasureState.RUNNING if self.starts_on and self.starts_on <= day else MeasureState.PLANNED
