from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.tenant import TenantModel


class Activity(TenantModel):
    """What was done, by whom, on behalf of whom. Appended by ``record`` and never edited."""

    cycle = models.ForeignKey(
        "partnerships.Cycle", on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey("partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=160)
    verb = models.CharField(_("what"), max_length=64)
    subject = models.CharField(max_length=64, blank=True)  # "measure:12"
    subject_name = models.CharField(_("about"), max_length=200, blank=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # old and new values, never personal crime data

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["partnership", "-id"]), models.Index(fields=["partnership", "subject"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_name}"
