from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet


class TrailAnchor(TenantModel):
    """What a time-stamping authority said about the end of a trail: this hash was there at that moment (RFC 3161).

    ``token`` is its signed answer about ``hash``, the hash of row ``number``. Rows come, and stay as they came.
    """

    number = models.PositiveBigIntegerField(_("number"))
    hash = models.CharField(max_length=64)
    stamped_at = models.DateTimeField(_("moment in the timestamp"))
    token = models.BinaryField()

    objects = TenantManager.from_queryset(TenantQuerySet)()

    class Meta:
        verbose_name = _("anchor of the trail")
        verbose_name_plural = _("anchors of the trails")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["partnership", "number"], name="one_anchor_per_row")]

    def __str__(self) -> str:
        return str(self.number)
