from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet


class AdviserQuestionQuerySet(TenantQuerySet):
    def open(self) -> "AdviserQuestionQuerySet":
        return self.filter(answered_on__isnull=True, withdrawn_on__isnull=True)


class AdviserQuestion(TenantModel):
    """What the group asks of the adviser who comes on request (F82)."""

    partner = models.ForeignKey(
        "partnerships.Partner", verbose_name=_("asked of"), on_delete=models.CASCADE, related_name="adviser_questions"
    )
    question = models.TextField(_("question"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(  # who wrote the answer down
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = TenantManager.from_queryset(AdviserQuestionQuerySet)()

    class Meta:
        verbose_name = _("question to the adviser")
        verbose_name_plural = _("questions to the adviser")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.question[:60]

    @property
    def is_open(self) -> bool:
        return self.answered_on is None and self.withdrawn_on is None
