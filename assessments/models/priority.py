from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import TenantModel


class Priority(TenantModel):
    """A focus area (speerpunt): a topic the parties chose to tackle first, and why."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="priorities")
    topic_id = models.CharField(_("topic"), max_length=80)
    title = models.CharField(_("focus area"), max_length=160)
    reason = models.TextField(_("why this comes first"))
    rank = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("focus area")
        verbose_name_plural = _("focus areas")
        ordering = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "title"], name="priority_title_once")]

    def __str__(self) -> str:
        return self.title
