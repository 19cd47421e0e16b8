from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class TrailHead(TenantModel):
    """The last row of a partnership's trail. Whoever appends holds it, so that two at once get two numbers.

    It also gives a removed last row away. ``before`` counts the rows from before the chain. The database moves it with
    the trail and refuses any other change (tenancy/chaining.py).
    """

    number = models.PositiveBigIntegerField(_("number"), default=0)
    hash = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), null=True)
    before = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("end of the trail")
        verbose_name_plural = _("ends of the trails")
        constraints = [models.UniqueConstraint(fields=["partnership"], name="one_trail_per_partnership")]

    def __str__(self) -> str:
        return str(self.number)
