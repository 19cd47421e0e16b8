"""The auditor's door: the audits of one's own body, and the dossier of the one assigned, in its dates (design 3)."""

from contextlib import ExitStack
from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.models import Audit, Certificate, CertificatePeriod, Dossier, DossierItem, Judgement, RecognitionCopy
from certification.rules import why_not_read, why_not_work
from partnerships.acting import act_for
from partnerships.doors.request import UserRequest
from partnerships.doors.safe_links import LinkKind, enter_link, register
from partnerships.enums import OfficerRole
from partnerships.models import (
    Activity,
    Agreement,
    Contact,
    Cycle,
    Document,
    Job,
    Membership,
    Officer,
    Outbox,
    Partner,
    PartnershipArea,
    TenantModel,
    TrailHead,
)
from partnerships.models.membership import valid_on
from partnerships.tenancy.doors import audit_door, sweep_door

# The frozen dossier and what was found in it; and what an act needs on top: the proof it makes, and whom to tell.
READ = (
    Audit,
    Judgement,
    Dossier,
    DossierItem,
    Document,
    Certificate,
    CertificatePeriod,
    Cycle,
    Job,
    Activity,
    TrailHead,
)
WRITTEN = (PartnershipArea, Partner, Contact, Membership, Outbox)
JOINED = ("partnership", "cycle", "body", "auditor", "dossier", "certificate")
LISTED = (Audit, Cycle, Dossier, Certificate)  # what a list of audits shows


def bodies_of(request: UserRequest) -> list[int]:
    """The certification bodies this person audits for, today. Raises ``PermissionDenied`` when there are none."""
    offices = Officer.objects.filter(valid_on(timezone.localdate()), user=request.user, role=OfficerRole.AUDITOR)
    found = list(offices.values_list("organisation_id", flat=True))
    if not found:
        raise PermissionDenied(_("Only auditors of a certification body see this page."))
    return found


def audits_of_bodies(bodies: list[int]) -> "QuerySet[Audit]":
    """Every audit asked of these bodies, across partnerships. Needs a sweep door that opens ``Audit``."""
    return Audit.objects.filter(body__in=bodies).select_related(*JOINED)


def find_audit(request: UserRequest, uuid: UUID) -> Audit:
    """An audit of one's own body: 404 for any other, as if it were not there. Opens nothing."""
    with sweep_door(*LISTED):
        audit = audits_of_bodies(bodies_of(request)).filter(uuid=uuid).first()
    if audit is None:
        raise Http404("No such audit for this person.")
    return audit


def enter_for_body(request: UserRequest, uuid: UUID) -> Audit:
    """An audit of one's own body, with the scope around the rest of the request: for what its officers do."""
    audit = find_audit(request, uuid)
    doors_of(request).enter_context(audit_door(audit, *tables_for(request)))
    act_for(audit.body.name, partnership_id=audit.partnership_id)
    return audit


def enter_as_auditor(request: UserRequest, uuid: UUID) -> Audit:
    """The audit assigned to this person, within its dates, with the scope around the rest of the request.

    404 for an audit of another body, 403 with the reason otherwise.
    """
    audit = find_audit(request, uuid)
    if reason := why_not_work(audit, request.user, on=timezone.localdate()):
        raise PermissionDenied(reason)
    doors_of(request).enter_context(audit_door(audit, *tables_for(request)))
    act_for(audit.body.name, partnership_id=audit.partnership_id)
    return audit


def enter_as_reader(request: UserRequest, uuid: UUID) -> Audit:
    """The same, for who only reads: also for good once the auditor has closed the audit."""
    audit = find_audit(request, uuid)
    if reason := why_not_read(audit, request.user, on=timezone.localdate()):
        raise PermissionDenied(reason)
    doors_of(request).enter_context(audit_door(audit, *READ))
    act_for(audit.body.name, partnership_id=audit.partnership_id)
    return audit


def tables_for(request: HttpRequest) -> tuple[type[TenantModel], ...]:
    """Whoever reads sees the dossier; an act also finds the people it concerns."""
    return (*READ, *WRITTEN) if request.method == "POST" else READ


def doors_of(request: HttpRequest) -> ExitStack:
    """The doors that stay open until the answer is ready; the middleware closes them."""
    return cast("ExitStack", request.doors)  # type: ignore[attr-defined]


RECOGNITION = register(
    LinkKind(
        purpose="recognition",
        page="certification:recognition-copy",
        model=RecognitionCopy,
        opens=(RecognitionCopy, Agreement, Cycle, Document, Activity, TrailHead),
        seen=("agreement__partnership", "document"),
        reads=(Agreement, Document),
        acts_for=lambda copy: (copy.organisation, copy.name),
    )
)


def enter_recognition_copy(request: HttpRequest, uuid: UUID, token: str) -> RecognitionCopy:
    """The recognition in somebody's own name a link was mailed for, with its door open; any other link gives 404."""
    copy: RecognitionCopy = enter_link(request, RECOGNITION, uuid, token)
    return copy
