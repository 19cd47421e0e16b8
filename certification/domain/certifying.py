"""From judgements to a decision, and from a positive decision to a certificate (F78; S003, S004)."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.domain.auditing import change, locked, requirements_of
from certification.domain.dossier_pieces import area_names
from certification.domain.recipients import auditors_of, everybody_concerned, leaders
from certification.enums import Outcome, Verdict
from certification.exceptions import GatesUnmet, MajorFindingOpen, NotAnAuditor, NotEveryRequirementJudged
from certification.gates import gates_before, unmet
from certification.models import Audit, Certificate, Judgement
from partnerships.domain.activity import record
from partnerships.domain.jobs import start_job
from partnerships.domain.once import once
from partnerships.domain.outbox import queue_mail
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Area, Cycle, User
from partnerships.periods import add_months
from partnerships.scheme import Level
from partnerships.tenancy.doors import member_door, sweep_door

PDF_JOB = "certificate_pdf"
TRIES = 20  # how many issued at the same moment we step past


def unjudged(audit: Audit) -> list[str]:
    """The names of the requirements without a verdict."""
    judged = set(Judgement.objects.filter(audit=audit).values_list("requirement_id", flat=True))
    return [str(one.name) for one in requirements_of(audit) if one.id not in judged]


def open_majors(audit: Audit) -> list[str]:
    """The names of the requirements with a major non-conformity that the auditor has not called resolved."""
    rows = Judgement.objects.filter(audit=audit, verdict=Verdict.MAJOR, resolved_on__isnull=True)
    ids = set(rows.values_list("requirement_id", flat=True))
    return [str(one.name) for one in requirements_of(audit) if one.id in ids]


def why_not_decide(audit: Audit, *, outcome: Outcome) -> str:
    """Why the auditor cannot decide this way yet; "" when possible."""
    if names := unjudged(audit):
        return str(NotEveryRequirementJudged(names))
    if outcome == Outcome.POSITIVE and (names := open_majors(audit)):
        return str(MajorFindingOpen(names))
    return ""


@transaction.atomic
def decide(audit: Audit, *, outcome: Outcome, motivation: str, by: User, on: date, at: datetime) -> None:
    """Close the audit with a decision and its motivation, once and for all; the project leaders get a mail.

    Raises ``NotEveryRequirementJudged``, ``MajorFindingOpen`` (for a positive decision), or ``Refused``.
    """
    row = locked(audit, by=by, on=on)
    if names := unjudged(row):
        raise NotEveryRequirementJudged(names)
    if outcome == Outcome.POSITIVE and (names := open_majors(row)):
        raise MajorFindingOpen(names)
    if not motivation.strip():
        raise Refused(_("Write why you decide this."))
    change(row, outcome=outcome, motivation=motivation.strip(), closed_at=at)
    record(row.partnership_id, "decided_audit", by=by, at=at, cycle=row.cycle, about=row, outcome=outcome)
    page = reverse("certification:audits", kwargs={"partnership": row.partnership.slug})
    for leader in leaders(on=on):
        queue_mail(
            row.partnership_id, "audit_decided", to=leader.email, to_name=str(leader), at=at, language=leader.language,
            park=str(row.partnership), positive=outcome == Outcome.POSITIVE, motivation=motivation.strip(), path=page,
        )  # fmt: skip
    audit.refresh_from_db()


@transaction.atomic
def conclude(
    audit: Audit, *, outcome: Outcome, motivation: str, by: User, on: date, at: datetime
) -> Certificate | None:
    """Decide and, when positive, issue the certificate with it: both or neither. None after a negative decision."""
    decide(audit, outcome=outcome, motivation=motivation, by=by, on=on, at=at)
    return issue_certificate(audit, by=by, on=on, at=at) if outcome == Outcome.POSITIVE else None


def level_of(cycle: Cycle) -> Level | None:
    """The level of a certificate of this round: the first that fits one of its areas; None without levels."""
    kinds = (
        Area.objects.filter(coverage__partnership=cycle.partnership_id).order_by("pk").values_list("kind", flat=True)
    )
    levels = (cycle.scheme.level_for(cycle.number, kind) for kind in kinds)
    return next((level for level in levels if level is not None), None)


def next_number(year: int) -> str:
    """The number after the last one of the year in the whole installation: "BN-2026-000123"."""
    prefix = f"BN-{year}-"
    with sweep_door(Certificate):
        last = (
            Certificate.objects.filter(number__startswith=prefix)
            .order_by("-number")
            .values_list("number", flat=True)
            .first()
        )
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:06d}"


@transaction.atomic
def issue_certificate(audit: Audit, *, by: User, on: date, at: datetime) -> Certificate:
    """Give the proof: number, level and term from the scheme, and a public page; its PDF follows as a job.

    Raises ``GatesUnmet`` while a condition of the scheme is not met, ``StaleState`` when it was issued already.
    """
    cycle = audit.cycle
    if audit.outcome != Outcome.POSITIVE or audit.withdrawn_on:
        raise Refused(_("A certificate follows a positive decision only."))
    with member_door(cycle.partnership_id):  # facts read the whole partnership; an auditor's door does not open it
        names = unmet(gates_before(cycle, "issue_certificate", on=on))
    if names:
        raise GatesUnmet(names)
    if Certificate.objects.filter(audit=audit).exists():
        raise StaleState
    certificate = _numbered(audit, level=level_of(cycle), on=on)
    record(
        cycle.partnership_id, "issued_certificate", by=by, at=at, cycle=cycle, about=certificate,
        level=certificate.level, valid_until=certificate.valid_until,
    )  # fmt: skip
    title = _("Certificate %(number)s") % {"number": certificate.number}
    start_job(cycle.partnership, PDF_JOB, title=title, subject=f"certificate:{certificate.pk}", by=by, at=at)
    tell(certificate, "certificate_issued", on=on, at=at)
    return certificate


def _numbered(audit: Audit, *, level: Level | None, on: date) -> Certificate:
    """Write the certificate under the first free number; another one issued at the same moment gets the next."""
    months = audit.cycle.scheme.ending.valid_for
    assert months is not None  # a scheme that ends in a certificate has a term: checked when its file is read
    certificate = Certificate(
        partnership_id=audit.partnership_id, cycle=audit.cycle, audit=audit, level=level.id if level else "",
        stars=level.stars if level else None, issued_on=on, valid_until=add_months(on, months),
        holder=audit.partnership.name, area_names=area_names(audit.cycle), body_name=audit.body.name,
    )  # fmt: skip
    for _attempt in range(TRIES):
        certificate.number = next_number(on.year)
        try:
            with once(Certificate, StaleState()):
                certificate.save(force_insert=True)
                return certificate
        except StaleState:
            if Certificate.objects.filter(audit=audit).exists():
                raise
    raise StaleState


def public_address(certificate: Certificate) -> str:
    """The full address where anybody sees whether the certificate is valid."""
    path = reverse("certification:certificate", kwargs={"number": certificate.number})
    return f"{settings.BASE_URL}{path}"


def tell(certificate: Certificate, template: str, *, on: date, at: datetime, reason: str = "") -> None:
    """A mail with the public address to the leaders and to every party's representatives."""
    path = reverse("certification:certificate", kwargs={"number": certificate.number})
    for email, name, language in everybody_concerned(on=on):
        queue_mail(
            certificate.partnership_id, template, to=email, to_name=name, at=at, language=language, path=path,
            holder=certificate.holder, number=certificate.number, body=certificate.body_name, reason=reason,
        )  # fmt: skip


@transaction.atomic
def withdraw_certificate(certificate: Certificate, *, reason: str, by: User, on: date, at: datetime) -> None:
    """The body takes its certificate back, with a reason; the public page says so at once.

    Raises ``NotAnAuditor`` for anybody but the body's officers, ``StaleState`` when it was done already.
    """
    if by not in auditors_of(certificate.audit.body, on=on):
        raise NotAnAuditor
    rows = Certificate.objects.filter(pk=certificate.pk, withdrawn_on__isnull=True)
    if not rows.update(withdrawn_on=on, withdrawn_reason=reason):
        raise StaleState
    record(
        certificate.partnership_id, "withdrew_certificate", by=by, at=at, cycle=certificate.cycle, about=certificate,
        reason=reason,
    )  # fmt: skip
    tell(certificate, "certificate_withdrawn", on=on, at=at, reason=reason)
    certificate.refresh_from_db()
