"""The adviser of the partnership: its services (F107), and its step back to "on request" (F82; S002 1.6).

Which kind of party advises, and with what, stands in the scheme. After the recognition the group stands on its own.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_upload
from partnerships.domain.mail_cap import refuse_flood
from partnerships.domain.outbox import queue_mail
from partnerships.domain.tasks import plan_task, skip_task, tick_task, untick_task
from partnerships.enums import AgreementKind, DocumentKind, ServiceState
from partnerships.exceptions import Refused, StaleState
from partnerships.models import (
    AdviserQuestion,
    AdviserStanding,
    Agreement,
    Contact,
    Cycle,
    Document,
    Partner,
    Partnership,
    Task,
    User,
)
from partnerships.scheme import Task as TaskDef


@dataclass(frozen=True)
class ServiceLine:
    """One service: a task of the scheme, and what people said of it."""

    task: TaskDef
    row: Task | None

    @property
    def state(self) -> ServiceState:
        """Agreed is: in the hands of a party."""
        if self.row is None:
            return ServiceState.TODO
        if self.row.done_on:
            return ServiceState.DONE
        if self.row.skipped_reason:
            return ServiceState.NOT_NEEDED
        return ServiceState.AGREED if self.row.owner_id else ServiceState.TODO

    @property
    def note(self) -> str:
        return (self.row.skipped_reason or self.row.remark) if self.row else ""

    @property
    def look(self) -> str:
        """The mark of the state on screen."""
        marks = {ServiceState.AGREED: "now", ServiceState.DONE: "done"}
        return marks.get(self.state, "later")


def adviser_of(cycle: Cycle) -> Partner | None:
    """The party that advises; None while it does not take part, or when the scheme knows no adviser."""
    adviser = cycle.scheme.adviser
    if adviser is None:
        return None
    joined = Partner.objects.joined().filter(partnership=cycle.partnership_id, kind=adviser.party)
    found: Partner | None = joined.select_related("organisation").order_by("joined_on", "pk").first()
    return found


def service_lines(cycle: Cycle) -> list[ServiceLine]:
    """The services of the scheme in its order."""
    rows = Task.objects.filter(cycle=cycle).select_related("owner__organisation")
    known = {row.task_id: row for row in rows}
    return [ServiceLine(task, known.get(task.id)) for task in cycle.scheme.services]


@transaction.atomic
def set_service(cycle: Cycle, task_id: str, *, state: str, by: User, at: datetime, note: str = "") -> None:
    """Say how far a service is, by the verbs of the task it is: one truth for this page and for the list of tasks.

    Raises ``Refused`` for "not needed" without a note, and for "agreed" while the adviser does not take part.
    """
    line = next(one for one in service_lines(cycle) if one.task.id == task_id)
    due_on = line.row.due_on if line.row else None
    if state == ServiceState.DONE:
        tick_task(cycle, task_id, done_on=timezone.localdate(at), by=by, at=at, remark=note.strip())
        return
    if state == ServiceState.NOT_NEEDED:
        if not note.strip():
            raise Refused(_("Write down why this is not needed."))
        skip_task(cycle, task_id, reason=note.strip(), by=by, at=at)
        return
    if line.state in (ServiceState.DONE, ServiceState.NOT_NEEDED):
        untick_task(cycle, task_id, by=by, at=at)
    owner = adviser_of(cycle) if state == ServiceState.AGREED else None
    if owner is None and state == ServiceState.AGREED:
        raise Refused(_("The party that advises does not take part. Add it to the parties first."))
    plan_task(cycle, task_id, owner=owner, due_on=due_on, by=by, at=at)


def recognised_on(cycle: Cycle) -> date | None:
    """The day everybody had signed the recognition; None before that."""
    signed = Agreement.objects.filter(
        cycle=cycle, kind=AgreementKind.RECOGNITION, completed_at__isnull=False, withdrawn_at__isnull=True
    )
    at = signed.order_by("completed_at").values_list("completed_at", flat=True).first()
    return timezone.localdate(at) if at else None


def standing_of(partnership: Partnership | int) -> AdviserStanding | None:
    """The period on request that runs now; None while the adviser takes part."""
    rows = AdviserStanding.objects.filter(partnership=partnership, ended_on__isnull=True)
    found: AdviserStanding | None = rows.select_related("evidence").first()
    return found


def why_not_on_request(cycle: Cycle, standing: AdviserStanding | None) -> str:
    if cycle.scheme.adviser is None:
        return _("This scheme knows no adviser with services.")
    return _("The adviser comes on request already.") if standing else ""


@all_or_nothing()
def put_on_request(
    cycle: Cycle, *, since: date, by: User, at: datetime, reason: str = "", evidence: "UploadedFile[Any] | None" = None
) -> AdviserStanding:
    """The adviser steps back on ``since``. Raises ``Refused`` before the recognition was signed, without evidence."""
    Partnership.objects.select_for_update().get(pk=cycle.partnership_id)  # the same press twice is once
    if why_not := why_not_on_request(cycle, standing_of(cycle.partnership_id)):
        raise Refused(why_not)
    if since > timezone.localdate(at):
        raise Refused(_("This day has not come yet."))
    if recognised_on(cycle) is None and evidence is None:
        raise Refused(_("The recognition has not been signed by all. Add a document that shows this was agreed."))
    standing: AdviserStanding = AdviserStanding.objects.create(
        partnership_id=cycle.partnership_id, since=since, reason=reason.strip(), recorded_by=by,
        evidence=_filed(cycle, evidence, by=by, at=at),
    )  # fmt: skip
    record(cycle.partnership_id, "put_adviser_on_request", by=by, at=at, cycle=cycle, about=standing, since=since)
    return standing


def _filed(cycle: Cycle, evidence: "UploadedFile[Any] | None", *, by: User, at: datetime) -> Document | None:
    if evidence is None:
        return None
    title = _("The adviser comes on request")
    return file_upload(cycle.partnership, evidence, kind=DocumentKind.EVIDENCE, title=title, by=by, at=at, cycle=cycle)


@transaction.atomic
def end_on_request(standing: AdviserStanding, *, by: User, at: datetime) -> None:
    """The adviser takes part again, for example for a new plan."""
    rows = AdviserStanding.objects.filter(pk=standing.pk, ended_on__isnull=True)
    if not rows.update(ended_on=max(timezone.localdate(at), standing.since)):
        raise StaleState
    record(standing.partnership_id, "ended_adviser_on_request", by=by, at=at, about=standing)


def addresses_of(partner: Partner) -> list[Contact]:
    """Whom of the adviser to write to: its representatives, and when it has none everybody."""
    known = [one for one in Contact.objects.filter(partner=partner) if not one.is_forgotten]
    return [one for one in known if one.represents] or known


def why_not_ask(cycle: Cycle, standing: AdviserStanding | None, adviser: Partner | None) -> str:
    """A question by mail is for an adviser who comes on request; one who takes part is at the table."""
    if cycle.scheme.adviser is None:
        return _("This scheme knows no adviser with services.")
    if standing is None:
        return _("The adviser takes part in the work. Ask your question there.")
    if adviser is None:
        return _("The party that advises does not take part. Add it to the parties first.")
    return "" if addresses_of(adviser) else _("The adviser has no contact. Add a contact of that party first.")


@transaction.atomic
def ask_adviser(cycle: Cycle, *, question: str, by: User, at: datetime) -> AdviserQuestion:
    """Put a question to the adviser; its contacts get it by mail, with whom to answer. Raises ``Refused``."""
    Partnership.objects.select_for_update(no_key=True).get(pk=cycle.partnership_id)  # pressed twice is asked once
    adviser = adviser_of(cycle)
    if reason := why_not_ask(cycle, standing_of(cycle.partnership_id), adviser):
        raise Refused(reason)
    if adviser is None:  # said above; this tells the type checker
        raise Refused
    if AdviserQuestion.objects.open().filter(partner=adviser, question=question.strip()).exists():
        raise StaleState
    asked: AdviserQuestion = AdviserQuestion.objects.create(
        partnership_id=cycle.partnership_id, partner=adviser, question=question.strip(), asked_at=at, asked_by=by
    )
    for contact in addresses_of(adviser):
        queue_mail(
            cycle.partnership_id, "adviser_question", to=contact.email, to_name=contact.name, at=at,
            language=contact.user.language if contact.user else "nl", partnership_name=cycle.partnership.name,
            organisation=str(adviser), question=asked.question, asker=str(by), asker_email=by.email,
        )  # fmt: skip
    record(cycle.partnership_id, "asked_adviser", by=by, at=at, cycle=cycle, about=asked, party=str(adviser))
    refuse_flood(cycle.partnership_id, at=at)
    return asked


@transaction.atomic
def answer_question(question: AdviserQuestion, *, answer: str, answered_on: date, by: User, at: datetime) -> None:
    """Write down what the adviser answered. Raises ``Refused`` for a day to come or before the question."""
    if not timezone.localdate(question.asked_at) <= answered_on <= timezone.localdate(at):
        raise Refused(_("The answer came after the question, and not later than today."))
    rows = AdviserQuestion.objects.open().filter(pk=question.pk)
    if not rows.update(answer=answer.strip(), answered_on=answered_on, answered_by=by):
        raise StaleState
    record(question.partnership_id, "recorded_adviser_answer", by=by, at=at, about=question)


@transaction.atomic
def withdraw_question(question: AdviserQuestion, *, by: User, at: datetime) -> None:
    """The group no longer needs an answer."""
    rows = AdviserQuestion.objects.open().filter(pk=question.pk)
    if not rows.update(withdrawn_on=timezone.localdate(at)):
        raise StaleState
    record(question.partnership_id, "withdrew_adviser_question", by=by, at=at, about=question)
