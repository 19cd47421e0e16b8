from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.enums import DueKind
from partnerships.models import TenantModel
from partnerships.tenancy.managers import ProjectionManager, TenantQuerySet


def late_on(day: date) -> Q:
    """What is past its day when it is open. The day of a certificate is the first one without it; no option is late."""
    certificate = Q(kind=DueKind.CERTIFICATE)
    return Q(optional=False) & ((certificate & Q(due_on__lte=day)) | (~certificate & Q(due_on__lt=day)))


class DueQuerySet(TenantQuerySet):
    def open(self) -> "DueQuerySet":
        return self.filter(done_on__isnull=True)

    def overdue(self, *, on: date) -> "DueQuerySet":
        """What every counter calls late: on my work, in the portfolio and in the weekly mail."""
        return self.open().filter(late_on(on))

    def waiting(self, *, on: date) -> "DueQuerySet":
        """What is open, without what may be left out and whose day has passed."""
        return self.open().exclude(optional=True, due_on__lt=on)


class Due(TenantModel):
    """Something with a day, without its content: a task, a signature, a measure, an obligation, a certificate, a step of
    its renewal. Done or not; "overdue" is never stored."""

    Kind = DueKind

    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.PROTECT, editable=False, related_name="dues"
    )
    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.CASCADE, related_name="dues")
    scheme_urn = models.CharField(max_length=80, default="")  # as on the cycle, which an overseer cannot read
    scheme_version = models.CharField(max_length=32, default="")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    subject = models.CharField(max_length=120)  # id in the scheme, or "measure:<pk>" and the like
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    owner_kind = models.CharField(  # role or party kind that must act, never a person's name; empty: whoever leads
        max_length=32, blank=True
    )
    partner = models.ForeignKey(  # the party that must act, where it is one
        "partnerships.Partner", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    optional = models.BooleanField(default=False)  # may be left out, so it is never late

    objects = ProjectionManager.from_queryset(DueQuerySet)()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "kind", "subject"], name="due_once_per_subject")]
        indexes = [models.Index(fields=["due_on"], condition=models.Q(done_on__isnull=True), name="due_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
