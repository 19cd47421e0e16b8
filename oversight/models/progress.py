from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import TenantModel
from partnerships.tenancy.managers import ProjectionManager, TenantQuerySet


class ProgressQuerySet(TenantQuerySet):
    def latest_rounds(self) -> "ProgressQuerySet":
        """Of each partnership the last round, open or closed."""
        newer = self.filter(
            partnership=models.OuterRef("partnership"), cycle_number__gt=models.OuterRef("cycle_number")
        )
        return self.filter(~models.Exists(newer))


class Progress(TenantModel):
    """How far one cycle is, without content: what looks across partnerships reads this (design, idea 2).

    Judged on one day, and again on every day while the round is open: some conditions look back from that day.
    """

    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.PROTECT, editable=False, related_name="progress"
    )
    cycle = models.OneToOneField("partnerships.Cycle", on_delete=models.CASCADE, related_name="progress")
    scheme_urn = models.CharField(max_length=80)
    scheme_version = models.CharField(max_length=32)
    cycle_number = models.PositiveSmallIntegerField(_("round"))
    area_names = models.TextField(blank=True)  # one a line: facts of a public register
    current = models.BooleanField(default=True)  # the partnership's open cycle
    phase_id = models.CharField(max_length=80, blank=True)  # empty: every phase is done
    phase_number = models.PositiveSmallIntegerField(_("phase"), default=0)
    phase_count = models.PositiveSmallIntegerField(default=0)
    tasks_done = models.PositiveSmallIntegerField(default=0)
    tasks_total = models.PositiveSmallIntegerField(default=0)
    measures_done = models.PositiveSmallIntegerField(default=0)
    measures_total = models.PositiveSmallIntegerField(default=0)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # certificate issued, recognition signed or operations started
    certificate_number = models.CharField(max_length=32, blank=True)
    certificate_level = models.CharField(max_length=80, blank=True)
    certificate_stars = models.PositiveSmallIntegerField(null=True, blank=True)
    certificate_until = models.DateField(_("valid until"), null=True, blank=True)
    certificate_withdrawn_on = models.DateField(null=True, blank=True)
    last_activity_on = models.DateField(null=True, blank=True)
    judged_on = models.DateField()  # the day the facts were asked on

    objects = ProjectionManager.from_queryset(ProgressQuerySet)()

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.cycle_id)
