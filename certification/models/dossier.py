import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import TenantModel


class Dossier(TenantModel):
    """What the auditor judges: frozen at the request, with a manifest of hashes (F76)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="dossiers")
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.ForeignKey("partnerships.User", on_delete=models.SET_NULL, null=True, related_name="+")
    manifest_sha256 = models.CharField(max_length=64)  # over the items' names and hashes, in order
    gates = models.JSONField(default=list)  # every gate with its value and waiver as it stood then
    document = models.ForeignKey(
        "partnerships.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("audit dossier")
        verbose_name_plural = _("audit dossiers")
        ordering = ["-frozen_at"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.frozen_at:%d-%m-%Y}"


class DossierItem(TenantModel):
    """One frozen piece: a document of the partnership, or a rendering made at that moment."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    document = models.ForeignKey("partnerships.Document", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("piece of the dossier")
        verbose_name_plural = _("pieces of the dossier")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title
