"""What is due on a day, and who is told: a question without side effects, with the day as argument (design, idea 6)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypedDict
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from actionplans.models import Measure, Plan
from oversight.domain.recipients import People, Person, as_person, people_of
from oversight.domain.reminder_days import (
    LATE_DAYS,
    LATE_TIMES,
    LOOK_BACK,
    MEASURE_AHEAD,
    agreement_days,
    certificate_days,
    latest,
    measure_days,
    signature_days,
    task_days,
)
from oversight.domain.running_out import running_out
from oversight.models import Due
from partnerships.domain.rounds import rhythm
from partnerships.domain.tasks import why_not_tick
from partnerships.mailbox import mailbox_key
from partnerships.models import Agreement, Contact, Cycle, Membership, Partner, Partnership, Signature
from partnerships.periods import add_months
from partnerships.scheme import Label, Scheme
from partnerships.scheme_files import all_schemes
from partnerships.tenancy.doors import sweep_door

TABLES = (Due, Cycle, Plan, Measure, Agreement, Signature, Partner, Membership, Contact)
DUTIES, SIGNATURE, CERTIFICATE = "reminder_duties", "reminder_signature", "reminder_certificate"  # templates/emails/
AGREEMENT = "reminder_agreement"


class Said(TypedDict, total=False):
    """What a mail says of one thing, in plain values."""

    title: Label | str
    due_on: date
    days_late: int
    organisation: str
    function: str
    expires_on: date
    sign_by: date
    path: str


@dataclass(frozen=True)
class ReminderWanted:
    """One person to be reminded of one thing, and the day this was meant for."""

    partnership: Partnership
    kind: str
    subject: str
    person: Person
    due_on: date
    mail: str
    said: Said = field(compare=False)
    token_for: str = ""
    leader: Person | None = None  # whom somebody without an account can answer
    party: int | None = None  # for which they may tell by link how far it is

    @property
    def key(self) -> tuple[int, str, str, str, date]:
        """What makes a reminder the same reminder."""
        return self.partnership.pk, self.kind, self.subject, mailbox_key(self.person.email), self.due_on


@dataclass(frozen=True)
class Found:
    """What the queries brought, to be put together without another one."""

    on: date
    people: People
    measures: dict[int, Measure]
    signatures: dict[UUID, Signature]
    schemes: dict[tuple[str, str], Scheme]

    def scheme_of(self, due: Due) -> Scheme | None:
        return self.schemes.get((due.scheme_urn, due.scheme_version))


def due_reminders(*, on: date) -> list[ReminderWanted]:
    """Everybody to be reminded on ``on``, also of what fell on the ``LOOK_BACK`` days before and was not sent.

    Out: one for each thing and person, in a fixed order (so that two sweeps at once lock rows in the same order).
    Reads projections, of the content only who is in charge and which signed texts run out, in seven queries however
    many partnerships.
    """
    schemes = {(scheme.urn, scheme.version): scheme for scheme in all_schemes()}
    with sweep_door(*TABLES):
        dues = open_duties(schemes, on=on)
        rows = list(dues.select_related("partnership"))
        ending = running_out(on=on)
        where = Q(pk__in=dues.order_by().values("partnership")) | Q(pk__in={one.partnership_id for one in ending})
        people = people_of(Partnership.objects.filter(where).values("pk"), on=on)
        found = Found(on, people, *details_of(dues, rows), schemes)
        wanted = {one.key: one for due in rows for one in WANTED[due.kind](due, found)}
        wanted |= {one.key: one for text in ending for one in wanted_for_agreement(text, found)}
    return [wanted[key] for key in sorted(wanted)]


def open_duties(schemes: dict[tuple[str, str], Scheme], *, on: date) -> Any:
    """The open duties of open rounds for which one of the last days may have been a day to remind on."""
    back = on - timedelta(days=LOOK_BACK)
    ahead = max((day for scheme in schemes.values() for task in scheme.tasks for day in task.remind), default=0)
    late = back - timedelta(days=LATE_DAYS * LATE_TIMES + 1)
    horizon = on + timedelta(days=max(ahead, MEASURE_AHEAD))
    return Due.objects.open().filter(
        Q(kind__in=[Due.Kind.TASK, Due.Kind.MEASURE], due_on__gt=late, due_on__lte=horizon)
        | Q(kind=Due.Kind.SIGNATURE, due_on__gt=on - timedelta(days=settings.SIGNING_DAYS))
        | Q(kind=Due.Kind.CERTIFICATE, due_on__gt=back, due_on__lte=add_months(on, 12) + timedelta(days=3))
        | Q(kind=Due.Kind.RENEWAL, due_on__gt=back, due_on__lte=on),
        cycle__closed_on__isnull=True,
    )


def details_of(dues: Any, rows: list[Due]) -> tuple[dict[int, Measure], dict[UUID, Signature]]:
    """Who was put in charge of measures, and who was asked to sign."""
    # Of a plan that was adopted: before that nobody has promised anything.
    measures = Measure.objects.open().filter(plan__adopted_on__isnull=False).select_related("owner_contact__user")
    asked = Signature.objects.filter(
        uuid__in=[part(due) for due in rows if due.kind == Due.Kind.SIGNATURE],
        signed_at__isnull=True,
        declined_at__isnull=True,
        agreement__sent_at__isnull=False,
        agreement__withdrawn_at__isnull=True,
    )
    return (
        measures.in_bulk([int(part(due)) for due in rows if due.kind == Due.Kind.MEASURE]),
        {one.uuid: one for one in asked.select_related("agreement__partnership", "partner__organisation")},
    )


def part(due: Due) -> str:
    """What stands after the colon of a subject."""
    return due.subject.partition(":")[2]


def tell(
    people: list[Person], due: Due, found: Found, day: date | None, mail: str, said: Said, **more: Any
) -> Iterator[ReminderWanted]:
    """One reminder for each of these people, when there was a day for it."""
    if day is None:
        return
    leader = next(iter(found.people.leaders(due.partnership_id)), None)
    said = {"due_on": due.due_on, "days_late": max((found.on - due.due_on).days, 0), **said}
    # A task has the same id in every round, so its round belongs to the subject.
    subject = due.subject if ":" in due.subject else f"{due.kind}:{due.cycle_id}:{due.subject}"
    for person in people:
        yield ReminderWanted(due.partnership, due.kind, subject, person, day, mail, said, leader=leader, **more)


def wanted_for_task(due: Due, found: Found) -> Iterator[ReminderWanted]:
    scheme = found.scheme_of(due)
    task = next((one for one in scheme.tasks if one.id == due.subject), None) if scheme else None
    if task is None:
        return
    owner, to = due.partner_id, found.people.of_due(due)
    day = latest(task_days(due.due_on, remind=task.remind, optional=task.optional), on=found.on)
    party = None if why_not_tick(task) else owner
    yield from tell(to, due, found, day, DUTIES, {"title": task.name}, party=party)


def wanted_for_measure(due: Due, found: Found) -> Iterator[ReminderWanted]:
    measure = found.measures.get(int(part(due)))
    if measure is None:
        return
    contact = measure.owner_contact
    to = [as_person(contact)] if contact else found.people.of_partner(due.partnership_id, measure.owner_partner_id)
    day = latest(measure_days(due.due_on), on=found.on)
    yield from tell(to, due, found, day, DUTIES, {"title": measure.title}, party=measure.owner_partner_id)


def wanted_for_renewal(due: Due, found: Found) -> Iterator[ReminderWanted]:
    scheme = found.scheme_of(due)
    steps = scheme.renewal.steps if scheme and scheme.renewal else ()
    step = next((one for one in steps if one.id == due.subject), None)
    if step is None:
        return
    to = found.people.of_due(due)
    yield from tell(to, due, found, latest([due.due_on], on=found.on), DUTIES, {"title": step.name})


def wanted_for_signature(due: Due, found: Found) -> Iterator[ReminderWanted]:
    signature = found.signatures.get(UUID(part(due)))
    if signature is None or signature.agreement.sent_at is None:
        return
    if signature.waits:
        return
    asked_on = timezone.localtime(signature.asked_at or signature.agreement.sent_at).date()
    ends_on = timezone.localtime(signature.expires_at).date()
    if ends_on <= found.on:
        return
    first, every = rhythm(signature.agreement)
    day = latest(signature_days(asked_on, ends_on=ends_on, first=first, every=every), on=found.on)
    said: Said = {
        "title": signature.agreement.title,
        "organisation": signature.partner.organisation.name,
        "function": signature.function,
        "expires_on": ends_on,
    }
    if signature.deadline:
        said["sign_by"] = signature.deadline
    token_for = f"sign:{signature.uuid}:{signature.nonce}"
    yield from tell([Person(signature.email, signature.name)], due, found, day, SIGNATURE, said, token_for=token_for)


def wanted_for_certificate(due: Due, found: Found) -> Iterator[ReminderWanted]:
    to = found.people.leaders(due.partnership_id)
    yield from tell(
        to, due, found, latest(certificate_days(due.due_on), on=found.on), CERTIFICATE, {"title": part(due)}
    )


def wanted_for_agreement(text: Agreement, found: Found) -> Iterator[ReminderWanted]:
    """Who leads is asked in time whether a text that runs out is to be renewed."""
    if text.valid_until is None:  # the query leaves these out; this tells the type checker
        return
    day = latest(agreement_days(text.valid_until), on=found.on)
    if day is None:
        return
    said: Said = {"title": text.title, "due_on": text.valid_until, "path": text.get_absolute_url()}
    for person in found.people.leaders(text.partnership_id):
        yield ReminderWanted(text.partnership, "agreement", f"agreement:{text.uuid}", person, day, AGREEMENT, said)


WANTED = {
    Due.Kind.TASK: wanted_for_task,
    Due.Kind.MEASURE: wanted_for_measure,
    Due.Kind.RENEWAL: wanted_for_renewal,
    Due.Kind.SIGNATURE: wanted_for_signature,
    Due.Kind.CERTIFICATE: wanted_for_certificate,
}
