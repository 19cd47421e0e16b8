from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.rules import last_day
from partnerships.models import TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet


class PlanQuerySet(TenantQuerySet):
    def current(self) -> "PlanQuerySet":
        return self.filter(superseded_on__isnull=True)

    def drafts(self) -> "PlanQuerySet":
        return self.current().filter(adopted_on__isnull=True)


class Plan(TenantModel):
    """The plan of approach of one cycle: at least the scheme's months, with its elements (S001 step 3; F42, F43)."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=160)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))  # half-open: the first day after the plan
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    superseded_on = models.DateField(_("replaced on"), null=True, blank=True)
    document = models.ForeignKey(
        "partnerships.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TenantManager.from_queryset(PlanQuerySet)()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["cycle"], condition=models.Q(superseded_on__isnull=True), name="one_current_plan_per_cycle"
            ),
            models.CheckConstraint(condition=models.Q(starts_on__lt=models.F("ends_on")), name="plan_period"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("actionplans:plan", kwargs={"partnership": self.partnership.slug})

    @property
    def last_day(self) -> date:
        """The inclusive end people read."""
        return last_day(self.ends_on)


class PlanElement(TenantModel):
    """The text for one element the scheme asks of a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="elements")
    element_id = models.CharField(_("element"), max_length=80)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("plan element")
        verbose_name_plural = _("plan elements")
        constraints = [models.UniqueConstraint(fields=["plan", "element_id"], name="plan_element_once")]

    def __str__(self) -> str:
        return self.element_id


class PlanApproval(TenantModel):
    """A party's written approval of the plan (F43): every party counts once, none more than another (S003)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approvals")
    partner = models.ForeignKey("partnerships.Partner", on_delete=models.PROTECT, related_name="plan_approvals")
    approved_on = models.DateField(_("approved on"))
    approved_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_from = models.CharField(_("where this approval is written down"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("approval of the plan")
        verbose_name_plural = _("approvals of the plan")
        constraints = [models.UniqueConstraint(fields=["plan", "partner"], name="plan_approved_once_per_partner")]

    def __str__(self) -> str:
        return str(self.partner)
