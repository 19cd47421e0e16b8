from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import TenantModel


class TopicAnswer(TenantModel):
    """What the parties say of one topic of the scheme's checklist (F38): a score, or not applicable with a reason."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="topic_answers")
    topic_id = models.CharField(_("topic"), max_length=80)
    score = models.PositiveSmallIntegerField(
        _("how is it"),
        null=True,
        blank=True,
        choices=[(1, _("Bad")), (2, _("Moderate")), (3, _("Reasonable")), (4, _("Good"))],
    )
    not_applicable = models.BooleanField(_("not applicable here"), default=False)
    remark = models.TextField(_("remark"), blank=True)
    answered_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer on a topic")
        verbose_name_plural = _("answers on topics")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "topic_id"], name="topic_answered_once"),
            models.CheckConstraint(
                condition=models.Q(not_applicable=False, score__isnull=False)
                | (models.Q(not_applicable=True, score__isnull=True) & ~models.Q(remark="")),
                name="topic_scored_or_not_applicable_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.topic_id
