from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import CooperationStep
from partnerships.models.tenant import TenantModel


class CooperationForm(TenantModel):
    """In which form the parties cooperate from a day on, with the document that says so (F19). The last one counts."""

    step = models.CharField(_("form"), max_length=16, choices=CooperationStep.choices)
    since = models.DateField(_("since"))
    document = models.ForeignKey(
        "partnerships.Document", verbose_name=_("document"), on_delete=models.PROTECT, related_name="+"
    )
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("form of cooperation")
        verbose_name_plural = _("forms of cooperation")
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return self.get_step_display()
