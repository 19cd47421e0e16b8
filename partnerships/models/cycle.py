from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import CovenantStage
from partnerships.models.tenant import TenantModel
from partnerships.scheme import Scheme
from partnerships.scheme_files import get_scheme


class Cycle(TenantModel):
    """One round through a scheme. It pins the scheme's version and never drifts to another by itself."""

    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.PROTECT, editable=False, related_name="cycles"
    )
    number = models.PositiveSmallIntegerField(_("round"))
    scheme_urn = models.CharField(_("scheme"), max_length=80)
    scheme_version = models.CharField(_("version"), max_length=32)
    started_on = models.DateField(_("started on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    covenant_stage = models.CharField(  # "": as the scheme proposes
        _("when the covenant is signed"), max_length=16, choices=CovenantStage.choices, blank=True
    )
    changed_at = models.DateTimeField(null=True, blank=True)  # set by every recorded act; cleared when projected

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="cycle_number_once"),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=models.Q(closed_on__isnull=True),
                name="one_open_cycle_per_partnership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.number}"

    @property
    def scheme(self) -> Scheme:
        """The pinned scheme. Raises ``UnknownScheme`` when its file is gone."""
        return get_scheme(self.scheme_urn, self.scheme_version)
