"""The auditor's work between request and decision: assigning, judging, findings and answers (F77; S001 step 4)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.domain.recipients import auditors_of, leaders
from certification.enums import Verdict
from certification.exceptions import AuditClosed, NotAnAuditor, NotIndependent, RemarkMissing
from certification.models import Audit, Judgement
from certification.rules import why_not_answer, why_not_change, why_not_resolve, why_not_work
from partnerships.domain.activity import changes, fields_of, record
from partnerships.domain.outbox import queue_mail
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Contact, Membership, User
from partnerships.scheme import Requirement

OPEN = Q(closed_at__isnull=True, withdrawn_on__isnull=True)


def requirements_of(audit: Audit) -> tuple[Requirement, ...]:
    """What the scheme wants judged in this round."""
    return audit.cycle.scheme.ending.requirements_for(audit.cycle.number)


def requirement_name(judgement: Judgement) -> str:
    """What the scheme calls the requirement of this finding; its id when the scheme no longer asks it."""
    names = {one.id: str(one.name) for one in requirements_of(judgement.audit)}
    return names.get(judgement.requirement_id, judgement.requirement_id)


def takes_part(user: User) -> bool:
    """Is or was this person a member or a contact of the partnership in the scope?"""
    contact = Contact.objects.filter(Q(user=user) | Q(email__mailbox=user.email))
    return Membership.objects.filter(user=user).exists() or contact.exists()


def change(audit: Audit, **fields: object) -> None:
    """A guarded update of an audit that is still open. Raises ``AuditClosed`` or ``StaleState``."""
    if not Audit.objects.filter(OPEN, pk=audit.pk).update(**fields):
        audit.refresh_from_db()
        raise AuditClosed(why_not_change(audit)) if why_not_change(audit) else StaleState
    for name, value in fields.items():
        setattr(audit, name, value)


def locked(audit: Audit, *, by: User, on: date) -> Audit:
    """The audit's row, held until the end of the transaction. Raises ``Refused`` unless ``by`` may work on it."""
    row: Audit = Audit.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=audit.pk)
    if reason := why_not_work(row, by, on=on):
        raise Refused(reason)
    return row


@transaction.atomic
def withdraw_audit(audit: Audit, *, reason: str, by: User, on: date, at: datetime) -> None:
    """Take the request back, with a reason. The dossier stays as it was frozen. Raises ``AuditClosed``."""
    change(audit, withdrawn_on=on)
    record(audit.partnership_id, "withdrew_audit", by=by, at=at, cycle=audit.cycle, about=audit, reason=reason)


def why_not_auditor(audit: Audit, user: User, *, on: date) -> str:
    """Why this person cannot judge this audit; "" when they can."""
    if user not in auditors_of(audit.body, on=on):
        return str(NotAnAuditor.default)
    return str(NotIndependent.default) if takes_part(user) else ""


@transaction.atomic
def assign_auditor(
    audit: Audit, user: User, *, opens_on: date, closes_on: date, by: User, on: date, at: datetime
) -> None:
    """Give the audit to one of the body's auditors, for a half-open period; again to change either.

    Raises ``NotAnAuditor`` for somebody who is not, or who does not ask on behalf of the body; ``NotIndependent`` for
    somebody who takes part in the partnership; ``AuditClosed``.
    """
    valid = auditors_of(audit.body, on=on)
    if by not in valid or user not in valid:
        raise NotAnAuditor
    if takes_part(user):
        raise NotIndependent
    if closes_on <= opens_on:
        raise Refused(_("The last day is before the first day."))
    new = {"auditor": user, "opens_on": opens_on, "closes_on": closes_on}
    changed = changes(fields_of(audit, *new), new)
    change(audit, **new)
    record(
        audit.partnership_id, "assigned_auditor", by=by, at=at, cycle=audit.cycle, about=audit, auditor=str(user),
        opens_on=opens_on, closes_on=closes_on, changed=changed,
    )  # fmt: skip
    page = reverse("certification:audits", kwargs={"partnership": audit.partnership.slug})
    for leader in leaders(on=on):
        _tell_assigned(audit, leader, path=page, at=at)
    _tell_assigned(audit, user, path=reverse("certification:audit-room", kwargs={"uuid": audit.uuid}), at=at)


def _tell_assigned(audit: Audit, person: User, *, path: str, at: datetime) -> None:
    assert audit.opens_on is not None
    assert audit.closes_on is not None
    with translation.override(person.language):
        first, last = date_format(audit.opens_on), date_format(audit.closes_on - timedelta(days=1))
    queue_mail(
        audit.partnership_id, "audit_assigned", to=person.email, to_name=str(person), at=at, language=person.language,
        park=str(audit.partnership), auditor=str(audit.auditor), body=audit.body.name, first=first, last=last,
        path=path,
    )  # fmt: skip


@transaction.atomic
def judge(
    audit: Audit, requirement_id: str, *, verdict: Verdict, remark: str, by: User, on: date, at: datetime
) -> Judgement:
    """Say of one requirement whether it conforms; again as long as the audit is open.

    Raises ``RemarkMissing`` for a finding without a remark, ``Refused`` for a requirement that is not judged in this
    round or for somebody who may not.
    """
    row = locked(audit, by=by, on=on)
    if requirement_id not in {one.id for one in requirements_of(row)}:
        raise Refused(_("This requirement is not judged in this round."))
    if verdict != Verdict.CONFORM and not remark.strip():
        raise RemarkMissing
    old = Judgement.objects.filter(audit=row, requirement_id=requirement_id).first()
    kept = old.resolved_on if old is not None and old.verdict == verdict else None
    judgement: Judgement = Judgement.objects.update_or_create(
        audit=row,
        requirement_id=requirement_id,
        defaults={"verdict": verdict, "remark": remark.strip(), "resolved_on": kept},
        create_defaults={"partnership_id": row.partnership_id, "verdict": verdict, "remark": remark.strip()},
    )[0]
    record(
        row.partnership_id, "judged_requirement", by=by, at=at, cycle=row.cycle, about=judgement,
        name=requirement_name(judgement), verdict=verdict,
        changed=changes(fields_of(old or Judgement(), "verdict"), {"verdict": str(verdict)}),
    )  # fmt: skip
    return judgement


@transaction.atomic
def note_interviews(audit: Audit, *, text: str, by: User, on: date, at: datetime) -> None:
    """Keep the auditor's notes of the talks with members of the project."""
    row = locked(audit, by=by, on=on)
    change(row, interviews=text)
    record(row.partnership_id, "noted_interviews", by=by, at=at, cycle=row.cycle, about=row)


@transaction.atomic
def note_visit(audit: Audit, *, visited_on: date, by: User, on: date, at: datetime) -> None:
    """Record the day of the site visit. Raises ``Refused`` for a day outside the audit, or one that has not come yet."""
    row = locked(audit, by=by, on=on)
    if visited_on > on:
        raise Refused(_("This day has not come yet. Enter the day of the visit afterwards."))
    if row.opens_on and visited_on < row.opens_on:
        raise Refused(
            _("This day lies before the audit, which opened on %(day)s.") % {"day": date_format(row.opens_on)}
        )
    changed = changes(fields_of(row, "visited_on"), {"visited_on": visited_on})
    change(row, visited_on=visited_on)
    record(row.partnership_id, "noted_visit", by=by, at=at, cycle=row.cycle, about=row, day=visited_on, changed=changed)


@transaction.atomic
def answer_finding(judgement: Judgement, *, correction: str, by: User, on: date, at: datetime) -> None:
    """The project leader says what was done about a finding. Raises ``Refused`` when it is settled or closed."""
    if judgement.verdict == Verdict.CONFORM:
        raise Refused(_("There is nothing to correct: the auditor found that this conforms."))
    if reason := why_not_answer(judgement):
        raise Refused(reason)
    before = fields_of(judgement, "correction")
    unsettled = Judgement.objects.filter(
        pk=judgement.pk, resolved_on__isnull=True, audit__closed_at__isnull=True, audit__withdrawn_on__isnull=True
    )
    if not unsettled.update(correction=correction, corrected_on=on):
        raise StaleState
    record(
        judgement.partnership_id, "answered_finding", by=by, at=at, cycle=judgement.audit.cycle, about=judgement,
        name=requirement_name(judgement), changed=changes(before, {"correction": correction}),
    )  # fmt: skip


@transaction.atomic
def resolve_finding(judgement: Judgement, *, by: User, on: date, at: datetime) -> None:
    """The auditor finds the corrective action enough. Raises ``Refused`` without one, or when it was done already."""
    row = locked(judgement.audit, by=by, on=on)
    judgement.refresh_from_db()
    if reason := why_not_resolve(judgement):
        raise Refused(reason)
    if not Judgement.objects.filter(pk=judgement.pk, resolved_on__isnull=True).update(resolved_on=on):
        raise StaleState
    record(
        row.partnership_id, "resolved_finding", by=by, at=at, cycle=row.cycle, about=judgement,
        name=requirement_name(judgement),
    )  # fmt: skip
