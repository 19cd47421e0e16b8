"""From judgements to a decision, and from a positive decision to a certificate (F78; S003, S004)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.domain.auditing import change, locked, requirements_of
from certification.domain.dossier_pieces import area_names
from certification.domain.recipients import auditors_of, everybody_concerned, leaders
from certification.enums import Outcome, Verdict
from certification.exceptions import GatesUnmet, MajorFindingOpen, NotAnAuditor, NotEveryRequirementJudged
from certification.gates import gates_before, unmet
from certification.models import Audit, Certificate, CertificatePeriod, Judgement
from partnerships.domain.activity import record
from partnerships.domain.jobs import start_job
from partnerships.domain.once import once
from partnerships.domain.outbox import queue_mail
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Activity, Area, Cycle, Partner, TrailHead, User
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
    with member_door(cycle.partnership_id):
        areas, parties = (
            areas_here(cycle),
            [str(one) for one in Partner.objects.joined().select_related("organisation")],
        )
    before = running_for(areas, cycle, on=on)
    certificate = _numbered(audit, level=level_of(cycle), parties=sorted(parties), on=on)
    _hold_periods(certificate, areas, before, on=on, at=at)
    record(
        cycle.partnership_id, "issued_certificate", by=by, at=at, cycle=cycle, about=certificate,
        level=certificate.level, valid_until=certificate.valid_until,
    )  # fmt: skip
    title = _("Certificate %(number)s") % {"number": certificate.number}
    start_job(cycle.partnership, PDF_JOB, title=title, subject=f"certificate:{certificate.pk}", by=by, at=at)
    tell(certificate, "certificate_issued", on=on, at=at)
    return certificate


def areas_here(cycle: Cycle) -> list[Area]:
    return list(Area.objects.filter(coverage__partnership=cycle.partnership_id).order_by("name"))


def running_for(areas: Sequence[Area], cycle: Cycle, *, on: date) -> list[Certificate]:
    """The partnership's own certificates for these areas and this scheme that count on or after this day.

    Raises ``Refused`` when one of another partnership does: an area has one certificate of a scheme at a time.
    """
    with sweep_door(CertificatePeriod, Certificate):
        rows = CertificatePeriod.objects.filter(area__in=areas, scheme_urn=cycle.scheme_urn, valid_until__gt=on)
        found = list(rows.select_related("certificate", "area"))
    for row in found:
        if row.partnership_id != cycle.partnership_id:
            raise _taken(row.area, row.certificate.number)
    return list({row.certificate_id: row.certificate for row in found}.values())


def _taken(area: Area, number: str) -> Refused:
    return Refused(
        _("%(area)s has a valid certificate already: %(number)s. It has to end first.")
        % {"area": area.name, "number": number}
    )


def _hold_periods(
    certificate: Certificate, areas: Sequence[Area], before: Sequence[Certificate], *, on: date, at: datetime
) -> None:
    """Let a certificate count for its areas, and the ones before end on its first day."""
    urn = certificate.cycle.scheme_urn
    with sweep_door(Certificate, CertificatePeriod, Cycle, Activity, TrailHead):
        for old in before:
            CertificatePeriod.objects.filter(certificate=old, valid_until__gt=on).update(valid_until=on)
            Certificate.objects.filter(pk=old.pk, successor=None).update(succeeded_on=on, successor=certificate)
            record(
                old.partnership_id, "succeeded_certificate", by=None, at=at, cycle=certificate.cycle, about=old,
                successor=certificate.number,
            )  # fmt: skip
        refusal = Refused(_("One of these areas got a valid certificate at this very moment. Look at it first."))
        with once(CertificatePeriod, refusal):
            CertificatePeriod.objects.bulk_create(
                CertificatePeriod(
                    partnership_id=certificate.partnership_id, certificate=certificate, area=area, scheme_urn=urn,
                    valid_from=on, valid_until=certificate.valid_until,
                )
                for area in areas
            )  # fmt: skip


def term_of(cycle: Cycle, *, on: date) -> tuple[date, date]:
    """The first day of a certificate issued on ``on``, and the first day after its term."""
    months = cycle.scheme.ending.valid_for
    assert months is not None  # a scheme that ends in a certificate has a term: checked when its file is read
    return on, add_months(on, months)


@dataclass(frozen=True)
class ToCome:
    """The certificate that a positive decision would give today, as the auditor sees it before deciding."""

    level: str
    number: str  # unless another one is issued meanwhile
    areas: list[str]
    first: date
    last: date
    ends: list[Certificate]  # of this partnership, on that first day


def certificate_to_come(audit: Audit, *, on: date) -> tuple[ToCome | None, str]:
    """What would be issued, and why it cannot be ("" when it can)."""
    with member_door(audit.partnership_id):
        areas, level = areas_here(audit.cycle), level_of(audit.cycle)
    try:
        ends = running_for(areas, audit.cycle, on=on)
    except Refused as refusal:
        return None, str(refusal)
    first, until = term_of(audit.cycle, on=on)
    names = [area.name for area in areas]
    return ToCome(
        str(level.name) if level else "", next_number(on.year), names, first, until - timedelta(days=1), ends
    ), ""


def _numbered(audit: Audit, *, level: Level | None, parties: list[str], on: date) -> Certificate:
    """Write the certificate under the first free number; another one issued at the same moment gets the next."""
    issued_on, valid_until = term_of(audit.cycle, on=on)
    certificate = Certificate(
        partnership_id=audit.partnership_id, cycle=audit.cycle, audit=audit, level=level.id if level else "",
        stars=level.stars if level else None, issued_on=issued_on, valid_until=valid_until,
        holder=audit.partnership.name, area_names=area_names(audit.cycle), party_names=parties,
        body_name=audit.body.name,
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
    CertificatePeriod.objects.filter(certificate=certificate, valid_until__gt=on).update(
        valid_until=Greatest("valid_from", Value(on))
    )
    record(
        certificate.partnership_id, "withdrew_certificate", by=by, at=at, cycle=certificate.cycle, about=certificate,
        reason=reason,
    )  # fmt: skip
    tell(certificate, "certificate_withdrawn", on=on, at=at, reason=reason)
    certificate.refresh_from_db()
