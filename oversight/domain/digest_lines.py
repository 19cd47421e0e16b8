"""What waits for people, and what is new where they take part: the lines of the weekly mail, for everybody at once.

A question without side effects, with the day as argument. However many people and partnerships: a fixed number of queries.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from actionplans.models import Measure, Plan
from oversight.domain.digest_people import Audience, audience_of
from oversight.domain.duty_words import Shelf, duty_address, duty_day
from oversight.domain.progress_links import LinkWanted, subject_of_measure
from oversight.domain.recipients import Person
from oversight.models import Due, Progress
from partnerships.domain.tasks import why_not_tick
from partnerships.enums import Role
from partnerships.models import (
    Agreement,
    Contact,
    Cycle,
    Document,
    Meeting,
    Membership,
    Outbox,
    Partner,
    Reminder,
    Signature,
    Task,
)
from partnerships.scheme import Label
from partnerships.tenancy.doors import sweep_door

TABLES = (
    Agreement, Contact, Cycle, Document, Due, Measure, Meeting, Membership, Outbox, Partner, Plan, Progress, Reminder,
    Signature, Task,
)  # fmt: skip
AHEAD = 28  # days; what comes later does not wait yet
TOLD = 6  # days back: about this a mail of its own went out in the same week
SIGN = "sign"  # what a link to sign begins with
KINDS = (Due.Kind.TASK, Due.Kind.CERTIFICATE, Due.Kind.RENEWAL)


@dataclass(frozen=True)
class Line:
    """One thing that waits for one person. A link either opens by itself (``token_for``, ``wanted``) or asks to sign in."""

    partnership_id: int
    email: str
    kind: str
    title: Label | str
    due_on: date | None
    path: str = ""
    token_for: str = ""
    wanted: LinkWanted | None = None
    told: bool = False  # a mail of its own about this went out this week


@dataclass(frozen=True)
class News:
    """Something new in a partnership: ``phase`` or ``signed``."""

    kind: str
    title: Label | str
    path: str = ""
    older: bool = False  # from more than a week ago: for who gets the mail every two weeks


@dataclass(frozen=True)
class Before:
    """The phase (its number) of every round, by the round's id as text: a week ago, and two weeks ago."""

    last: dict[str, int]
    earlier: dict[str, int]


@dataclass
class Gathered:
    """What there is to say: lines by person, news by partnership."""

    audience: Audience
    lines: list[Line] = field(default_factory=list)
    news: dict[int, list[News]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One gathering: the people of whom, the day, and what was mailed about in the days before."""

    audience: Audience
    on: date
    shelf: Shelf
    told: frozenset[tuple[str, str]]  # (address, subject of a reminder or link of a signature)

    @property
    def ids(self) -> list[int]:
        return sorted(self.audience.partnerships)

    def path(self, due: Due, email: str) -> str:
        """The page of a duty, for who can sign in there."""
        inside = (due.partnership_id, email) in self.audience.inside
        return duty_address(due, self.audience.partnerships[due.partnership_id]) if inside else ""


def gather(emails: Collection[str] | None, *, on: date, before: Before) -> Gathered:
    """What to say to these people, in lower case (None: to everybody), on this day."""
    with sweep_door(*TABLES):
        audience = audience_of(emails, on=on)
        asked = Asked(audience, on, Shelf(), told_lately(on=on))
        lines = [*signatures(asked), *measures(asked), *duties(asked), *meetings(asked)]
        news: dict[int, list[News]] = {}
        for key, one in [*phase_news(asked, before), *signed_news(asked)]:
            news.setdefault(key, []).append(one)
    return Gathered(audience, [one for one in lines if emails is None or one.email in emails], news)


def told_lately(*, on: date) -> frozenset[tuple[str, str]]:
    """About what a mail of its own was written in the days before: reminders, and mails with a link to sign."""
    start = at_midnight(on - timedelta(days=TOLD))
    reminders = Reminder.objects.filter(created_at__gte=start).values_list("recipient", "subject")
    asked = Outbox.objects.filter(created_at__gte=start, token_for__startswith=f"{SIGN}:").values_list(
        "to", "token_for"
    )
    return frozenset((email.lower(), subject) for email, subject in [*reminders, *asked])


def at_midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def signatures(asked: Asked) -> Iterator[Line]:
    """Requests to sign that are theirs now; not to who is no longer a contact of the party."""
    rows = Signature.objects.filter(
        Q(turn=0) | Q(asked_at__isnull=False),
        partnership__in=asked.ids, signed_at__isnull=True, declined_at__isnull=True,
        expires_at__gt=at_midnight(asked.on + timedelta(days=1)), agreement__sent_at__isnull=False,
        agreement__withdrawn_at__isnull=True, agreement__completed_at__isnull=True,
    ).select_related("agreement")  # fmt: skip
    for row in rows:
        if asked.audience.person_of(row.partner_id, row.email) is None:
            continue
        email = row.email.lower()
        due_on = row.sign_by or row.agreement.sign_by or timezone.localtime(row.expires_at).date()
        told = (email, row.link) in asked.told
        yield Line(row.partnership_id, email, "sign", row.agreement.title, due_on, token_for=row.link, told=told)


def measures(asked: Asked) -> Iterator[Line]:
    """Open measures of adopted plans, for who is in charge: the person, or else who speaks for the party."""
    rows = Measure.objects.open().current().filter(
        partnership__in=asked.ids, plan__adopted_on__isnull=False, plan__cycle__closed_on__isnull=True,
        deadline__lte=asked.on + timedelta(days=AHEAD), owner_partner__isnull=False,
    )  # fmt: skip
    for row in rows.select_related("owner_contact"):
        contact = row.owner_contact
        person = asked.audience.person_of(row.owner_partner_id, contact.email) if contact else None
        people = [person] if person else asked.audience.people.of_partner(row.partnership_id, row.owner_partner_id)
        due = Due(
            partnership_id=row.partnership_id, kind=Due.Kind.MEASURE, subject=subject_of_measure(row.pk),
            due_on=row.deadline,
        )  # fmt: skip
        for one in people:
            by_link = person is not None or asked.audience.may_tell(row.owner_partner_id, one.email.lower())
            yield line_of(asked, due, one, row.title, row.owner_partner_id if by_link else None)


def duties(asked: Asked) -> Iterator[Line]:
    """Tasks with a day, for the party or the role in charge; for who leads also what a certificate asks."""
    rows = Due.objects.open().filter(
        partnership__in=asked.ids, kind__in=KINDS, due_on__lte=asked.on + timedelta(days=AHEAD),
        cycle__closed_on__isnull=True,
    )  # fmt: skip
    owned = Task.objects.filter(partnership__in=asked.ids, owner__isnull=False, cycle__closed_on__isnull=True)
    owners = {(cycle, task): owner for cycle, task, owner in owned.values_list("cycle", "task_id", "owner")}
    for due in rows:
        scheme = asked.shelf.get(due.scheme_urn, due.scheme_version)
        people = asked.audience.people
        if due.kind != Due.Kind.TASK:
            for one in people.in_role(due.partnership_id, Role.PROJECT_LEADER):
                yield line_of(asked, due, one, title_of(due, scheme), None)
            continue
        task = next((one for one in scheme.tasks if one.id == due.subject), None) if scheme else None
        if task is None:
            continue
        owner = owners.get((due.cycle_id, task.id))
        to = people.of_partner(due.partnership_id, owner) if owner else people.in_role(due.partnership_id, task.by)
        for one in to:
            by_link = owner is not None and not why_not_tick(task) and asked.audience.may_tell(owner, one.email.lower())
            yield line_of(asked, due, one, task.name, owner if by_link else None)


def line_of(asked: Asked, due: Due, person: Person, title: Label | str, partner_id: int | None) -> Line:
    """A line for one person; with ``partner_id`` they may tell by link how far it is, for that party."""
    email = person.email.lower()
    # As reminders name it: a task or step has the same id in every round, so its round belongs to it.
    subject = due.subject if ":" in due.subject else f"{due.kind}:{due.cycle_id}:{due.subject}"
    wanted = LinkWanted(due.partnership_id, partner_id, subject, email, person.name) if partner_id else None
    path = "" if wanted else asked.path(due, email)
    told = (email, subject) in asked.told
    return Line(due.partnership_id, email, str(due.kind), title, duty_day(due), path=path, wanted=wanted, told=told)


def title_of(due: Due, scheme: Any) -> Label | str:
    """What the scheme calls a step of the renewal; of a certificate its number."""
    steps = scheme.renewal.steps if scheme and scheme.renewal else ()
    return next((step.name for step in steps if step.id == due.subject), due.subject.partition(":")[2] or due.subject)


def meetings(asked: Asked) -> Iterator[Line]:
    """Meetings that are to come, for who takes part."""
    rows = Meeting.objects.filter(
        partnership__in=asked.ids, held_on__gte=asked.on, held_on__lte=asked.on + timedelta(days=AHEAD)
    )
    for row in rows:
        for person in asked.audience.readers.get(row.partnership_id, ()):
            yield Line(row.partnership_id, person.email.lower(), "meeting", row.get_kind_display(), row.held_on)


def phase_news(asked: Asked, before: Before) -> Iterator[tuple[int, News]]:
    """Partnerships that came into another phase in the last two weeks."""
    for row in Progress.objects.filter(partnership__in=asked.ids, current=True, phase_id__gt=""):
        key, number = str(row.cycle_id), row.phase_number
        lately = number > before.last.get(key, number)
        if not lately and number <= before.earlier.get(key, number):
            continue
        scheme = asked.shelf.get(row.scheme_urn, row.scheme_version)
        phase = next((one for one in scheme.phases if one.id == row.phase_id), None) if scheme else None
        if phase is not None:
            yield row.partnership_id, News("phase", phase.name, older=not lately)


def signed_news(asked: Asked) -> Iterator[tuple[int, News]]:
    """Documents that everybody has signed in the last two weeks."""
    rows = Agreement.objects.filter(
        partnership__in=asked.ids, completed_at__gte=at_midnight(asked.on - timedelta(days=14)),
        withdrawn_at__isnull=True,
    )  # fmt: skip
    for row in rows.order_by("completed_at"):
        row.partnership = asked.audience.partnerships[row.partnership_id]
        older = row.completed_at is not None and row.completed_at < at_midnight(asked.on - timedelta(days=7))
        yield row.partnership_id, News("signed", row.title, row.get_absolute_url(), older=older)


def phases_now() -> dict[str, int]:
    """The phase every open round is in, as the next week compares it."""
    with sweep_door(Progress):
        rows = Progress.objects.filter(current=True, phase_id__gt="").values_list("cycle_id", "phase_number")
        return {str(cycle): number for cycle, number in rows}
