from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import TenantModel
from partnerships.tenancy.managers import ProjectionManager, TenantQuerySet


class DueQuerySet(TenantQuerySet):
    def open(self) -> "DueQuerySet":
        return self.filter(done_on__isnull=True)

    def overdue(self, *, on: date) -> "DueQuerySet":
        return self.open().filter(due_on__lt=on)

    def owed(self) -> "DueQuerySet":
        """What a party owes the others. The end of a certificate and the steps of its renewal are days, not debts."""
        return self.filter(kind__in=[Due.Kind.TASK, Due.Kind.SIGNATURE, Due.Kind.MEASURE])


class Due(TenantModel):
    """Something with a day: a task, a signature, a measure, a certificate. Done or not; "overdue" is never stored."""

    class Kind(models.TextChoices):
        TASK = "task", _("Task")
        SIGNATURE = "signature", _("Signature")
        MEASURE = "measure", _("Measure")
        CERTIFICATE = "certificate", _("Certificate")
        RENEWAL = "renewal", _("Renewal step")
        REFUSED = "refused", _("Refused text")

    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.PROTECT, editable=False, related_name="dues"
    )
    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.CASCADE, related_name="dues")
    scheme_urn = models.CharField(max_length=80, default="")  # as on the cycle, which an overseer cannot read
    scheme_version = models.CharField(max_length=32, default="")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    subject = models.CharField(max_length=120)  # id in the scheme, "signature:<uuid>", "refused:<document>"…
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    owner_kind = models.CharField(max_length=32, blank=True)  # role or party kind that must act; never a person's name

    objects = ProjectionManager.from_queryset(DueQuerySet)()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "kind", "subject"], name="due_once_per_subject")]
        indexes = [models.Index(fields=["due_on"], condition=models.Q(done_on__isnull=True), name="due_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
