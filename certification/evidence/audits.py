"""Facts about audit, certificate and start."""

from typing import Any

from certification.enums import Outcome, Verdict
from certification.evidence.fact import CYCLE, PARTNERSHIP, Ask, fact, how_many, there_is
from certification.models import Audit, Certificate, Judgement, OperationalStart


@fact("audit.requested", "yes")
def audit_requested(ask: Ask) -> Any:
    return there_is(Audit.objects.filter(**CYCLE, withdrawn_on__isnull=True))


@fact("audit.closed", "yes")
def audit_closed(ask: Ask) -> Any:
    """An audit was closed with a positive decision."""
    return there_is(Audit.objects.filter(**CYCLE, withdrawn_on__isnull=True, outcome=Outcome.POSITIVE))


@fact("findings.major_open", "count")
def findings_major_open(ask: Ask) -> Any:
    """Major non-conformities the auditor has not called resolved."""
    open_ones = Judgement.objects.filter(
        audit__cycle=CYCLE["cycle"], audit__withdrawn_on__isnull=True, verdict=Verdict.MAJOR, resolved_on__isnull=True
    )
    return how_many(open_ones, by="audit__cycle")


@fact("certificate.issued", "yes")
def certificate_issued(ask: Ask) -> Any:
    return there_is(Certificate.objects.filter(**CYCLE, issued_on__lte=ask.on))


@fact("certificate.valid", "yes", period="partnership")
def certificate_valid(ask: Ask) -> Any:
    """The partnership has a certificate that is valid on the day, from this cycle or the one before."""
    return there_is(Certificate.objects.filter(**PARTNERSHIP).valid(on=ask.on))


@fact("operations.started", "yes")
def operations_started(ask: Ask) -> Any:
    return there_is(OperationalStart.objects.filter(**CYCLE, starts_on__lte=ask.on))
