from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import Basis
from partnerships.models.tenant import TenantModel


class StartAnswer(TenantModel):
    """What a "yes" to a question before the start rests on: figures with their source, or a feeling (F04)."""

    question_id = models.CharField(max_length=80)  # in the scheme file
    basis = models.CharField(_("basis"), max_length=16, choices=Basis.choices)
    source = models.TextField(_("source"), blank=True)
    document = models.ForeignKey(
        "partnerships.Document",
        verbose_name=_("document"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_on = models.DateField(_("answered on"))

    class Meta:
        verbose_name = _("answer before the start")
        verbose_name_plural = _("answers before the start")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "question_id"], name="start_answer_once")]

    def __str__(self) -> str:
        return self.question_id
