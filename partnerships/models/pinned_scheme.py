from django.db import models
from django.utils.translation import gettext_lazy as _


class PinnedScheme(models.Model):
    """The checksum of a scheme's rules when the first cycle pinned that version; a changed file is a red check."""

    urn = models.CharField(max_length=80)
    version = models.CharField(max_length=32)
    checksum = models.CharField(max_length=64)
    pinned_on = models.DateField()

    class Meta:
        verbose_name = _("pinned scheme")
        verbose_name_plural = _("pinned schemes")
        constraints = [models.UniqueConstraint(fields=["urn", "version"], name="scheme_version_pinned_once")]

    def __str__(self) -> str:
        return f"{self.urn} {self.version}"
