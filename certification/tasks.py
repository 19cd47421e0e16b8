"""The long work of this floor: each kind of job finds what it works on by its subject, and may run twice."""

from contextlib import suppress

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.domain.certificate_pdf import file_certificate
from certification.domain.certifying import PDF_JOB
from certification.domain.dossiers import open_audit, request_audit
from certification.domain.recognition_copies import COPIES_JOB, hand_out
from certification.models import Certificate
from partnerships.domain.jobs import job_kind, report
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Agreement, Cycle, Job, Organisation

FREEZE_JOB = "freeze_dossier"


@job_kind(FREEZE_JOB)
def freeze_dossier(job: Job) -> str:
    """Subject ``audit_request:<cycle>:<body>``: draw what is missing, freeze, request. Done before: only say where."""
    _word, cycle_id, body_id = job.subject.split(":")
    cycle = Cycle.objects.select_related("partnership").get(pk=cycle_id)
    page = reverse("certification:audits", kwargs={"partnership": cycle.partnership.slug})
    made = open_audit(cycle)
    if made is not None and made.dossier.frozen_at >= job.created_at:
        return page  # the worker before us was killed after its work was done
    body = Organisation.objects.filter(pk=body_id).first()
    if body is None:
        raise Refused(_("This certification body is no longer there. Choose another one."))
    request_audit(
        cycle, body=body, by=job.created_by, on=timezone.localdate(), at=timezone.now(),
        step=lambda done, total: report(job, done=done, total=total),
    )  # fmt: skip
    return page


@job_kind(PDF_JOB)
def certificate_pdf(job: Job) -> str:
    """Subject ``certificate:<id>``: draw, seal and file its PDF once."""
    certificate = Certificate.objects.select_related("cycle", "partnership").get(pk=job.subject.split(":")[1])
    with suppress(StaleState):  # another worker was first
        file_certificate(certificate, at=timezone.now())
    return reverse("certification:certificates", kwargs={"partnership": certificate.partnership.slug})


@job_kind(COPIES_JOB)
def recognition_copies(job: Job) -> str:
    """Subject ``recognition:<id>``: make the recognition for everybody who has none yet, and mail it."""
    rows = Agreement.objects.select_related("partnership", "cycle__partnership")
    agreement = rows.get(pk=job.subject.split(":")[1])
    hand_out(
        agreement, on=timezone.localdate(), now=timezone.now,
        step=lambda done, total: report(job, done=done, total=total),
    )  # fmt: skip
    return reverse(
        "certification:recognition-copies", kwargs={"partnership": agreement.partnership.slug, "pk": agreement.pk}
    )
