"""What a round leads to, and the day it got there."""

from datetime import date

from django.utils import timezone

from certification.models import Certificate, OperationalStart
from partnerships.enums import AgreementKind
from partnerships.models import Agreement, Cycle


def reached_on(cycle: Cycle) -> date | None:
    """The day the certificate was issued, the recognition signed by all, or the guarding started; None before that."""
    kind = cycle.scheme.ending.kind
    if kind == "certificate":
        return Certificate.objects.filter(cycle=cycle).order_by("issued_on").values_list("issued_on", flat=True).first()
    if kind == "operational_start":
        return OperationalStart.objects.filter(cycle=cycle).values_list("starts_on", flat=True).first()
    signed = Agreement.objects.filter(
        cycle=cycle, kind=AgreementKind.RECOGNITION, completed_at__isnull=False, withdrawn_at__isnull=True
    )
    at = signed.values_list("completed_at", flat=True).first()
    return timezone.localtime(at).date() if at else None
