from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class PulseTally(TenantModel):
    """How often one score was given to one question. Answers are counted and not kept: nobody's six stay together.

    All rows are made when the pulse opens, so that neither their order nor their number says who answered when.
    """

    pulse = models.ForeignKey("partnerships.Pulse", on_delete=models.CASCADE, related_name="tallies")
    question = models.CharField(_("question"), max_length=32)  # a key of domain/pulse_questions.py
    score = models.PositiveSmallIntegerField(_("score"))  # 1 to 5
    number = models.PositiveIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("count of a pulse")
        verbose_name_plural = _("counts of a pulse")
        ordering = ["question", "score"]
        constraints = [models.UniqueConstraint(fields=["pulse", "question", "score"], name="pulse_tally_once")]

    def __str__(self) -> str:
        return f"{self.question} {self.score}"
