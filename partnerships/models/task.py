from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class Task(TenantModel):
    """What people said of one task of the scheme: owner, own date, done by hand. No row means: as the scheme says."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="tasks")
    task_id = models.CharField(_("task"), max_length=80)  # id in the scheme file
    owner = models.ForeignKey(
        "partnerships.Partner",
        verbose_name=_("party in charge"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tasks",
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)  # null: the scheme's own date
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey("partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    skipped_reason = models.TextField(_("why this is skipped"), blank=True)  # optional tasks only
    remark = models.TextField(_("remark"), blank=True)
    evidence = models.ForeignKey(
        "partnerships.Document",
        verbose_name=_("evidence"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [models.UniqueConstraint(fields=["cycle", "task_id"], name="task_once_per_cycle")]

    def __str__(self) -> str:
        return self.task_id
