import uuid
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.enums import Outcome, Verdict
from partnerships.models import TenantModel


class Audit(TenantModel):
    """A certification body judges a frozen dossier between two dates (F76, F77)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="audits")
    dossier = models.OneToOneField("certification.Dossier", on_delete=models.PROTECT, related_name="audit")
    body = models.ForeignKey(
        "partnerships.Organisation",
        verbose_name=_("certification body"),
        on_delete=models.PROTECT,
        related_name="audits",
    )
    auditor = models.ForeignKey(
        "partnerships.User",
        verbose_name=_("auditor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="audits",
    )
    requested_on = models.DateField(_("requested on"))
    opens_on = models.DateField(_("open from"), null=True, blank=True)
    closes_on = models.DateField(_("open until"), null=True, blank=True)  # half-open
    visited_on = models.DateField(_("site visit on"), null=True, blank=True)
    interviews = models.TextField(_("notes of the interviews"), blank=True)
    outcome = models.CharField(_("decision"), max_length=16, choices=Outcome.choices, blank=True)
    motivation = models.TextField(_("motivation"), blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        ordering = ["-requested_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="audit_closed_with_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=models.Q(closed_at__isnull=True, withdrawn_on__isnull=True),
                name="one_open_audit_per_cycle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.requested_on}"

    @property
    def is_running(self) -> bool:
        """Neither decided nor withdrawn."""
        return self.closed_at is None and self.withdrawn_on is None

    def is_open_on(self, day: date) -> bool:
        """May the auditor work on it on ``day``?"""
        if self.closed_at or self.withdrawn_on or not self.opens_on or not self.closes_on:
            return False
        return self.opens_on <= day < self.closes_on


class Judgement(TenantModel):
    """The auditor's verdict on one requirement of the scheme."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="judgements")
    requirement_id = models.CharField(_("requirement"), max_length=80)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict.choices)
    remark = models.TextField(_("remark"), blank=True)
    correction = models.TextField(_("corrective action"), blank=True)  # written by the project leader
    corrected_on = models.DateField(_("corrective action on"), null=True, blank=True)
    resolved_on = models.DateField(_("resolved according to the auditor on"), null=True, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [models.UniqueConstraint(fields=["audit", "requirement_id"], name="requirement_judged_once")]

    def __str__(self) -> str:
        return f"{self.requirement_id}: {self.verdict}"
