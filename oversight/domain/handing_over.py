"""Handing a role over: a pack of what is open, and somebody who takes it on (F13, B17).

A project leader who leaves takes a year of knowledge along. The pack says what waits, who is who and what comes next;
the successor or deputy gets it by mail. Everything in it is read from the file at the moment it is opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplans.domain.measures import change_measure
from actionplans.models import Measure
from certification.models import Certificate
from certification.progress import progress_of
from certification.todo import Todo, tasks_for
from oversight.domain.digest_asked import at_midnight
from partnerships.access import Access
from partnerships.domain.activity import record
from partnerships.domain.contacts import add_contact
from partnerships.domain.deputies import appoint_deputy
from partnerships.domain.memberships import appoint, end_membership
from partnerships.domain.outbox import queue_mail
from partnerships.domain.round_standing import refused_rounds, rounds_standing
from partnerships.models import (
    AdviserQuestion,
    Agreement,
    Contact,
    Cycle,
    HandOver,
    Invitation,
    Meeting,
    Membership,
    User,
)


@dataclass(frozen=True)
class Line:
    """One thing of the pack: what stands in its columns, the page where it is done, and its day if it has one."""

    cells: tuple[str, ...]
    url: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Part:
    """One heading of the pack."""

    key: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    empty: str


def of_person(user: User) -> Q:
    """The contacts of a person: with their account, or their address."""
    return Q(user=user) | Q(email__mailbox=user.email)


def pack_of(membership: Membership, cycle: Cycle, *, on: date) -> list[Part]:
    """What is open for a role and the person in it, on a day. The dates of all of it stand together at the top."""
    parts = [
        tasks_part(membership, cycle, on=on),
        measures_part(membership),
        texts_part(on=on),
        invitations_part(membership),
        questions_part(),
    ]
    return [dates_part(parts, cycle, on=on), *parts, people_part(), meetings_part()]


def shown(day: date | None) -> str:
    return date_format(day) if day else "–"


def tasks_part(membership: Membership, cycle: Cycle, *, on: date) -> Part:
    """Tasks of the role and of the party; they go to whoever has the role, so nothing has to be moved."""
    access = Access((membership,), frozenset())
    todos: list[Todo] = tasks_for(progress_of(cycle, on=on), access, partnership=membership.partnership, on=on)
    lines = tuple(Line((one.title, shown(one.due_on)), one.url, one.due_on) for one in todos)
    columns = (_("Task"), _("Due on"))
    return Part("tasks", _("Open tasks of this role"), columns, lines, _("No task is open for this role."))


def open_measures(user: User) -> list[Measure]:
    """Measures of the current plan this person is in charge of."""
    mine = Contact.objects.filter(of_person(user))
    rows = Measure.objects.current().open().filter(owner_contact__in=mine)
    return list(rows.select_related("plan__cycle", "owner_partner__organisation", "owner_contact", "partnership"))


def measures_part(membership: Membership) -> Part:
    lines = tuple(
        Line(
            (one.title, str(one.owner_partner or ""), shown(one.deadline), one.progress_note),
            one.get_absolute_url(), one.deadline,
        )
        for one in open_measures(membership.user)
    )  # fmt: skip
    columns = (_("Measure"), _("Party in charge"), _("Deadline"), _("Last news"))
    empty = _("This person is in charge of no measure.")
    return Part("measures", _("Measures this person is in charge of"), columns, lines, empty)


def texts_part(*, on: date) -> Part:
    """Agreements that are out to be signed, those that hold, and those that were refused and wait for a new round."""
    runs = Q(sent_at__isnull=False, withdrawn_at__isnull=True) & ~Q(valid_until__lte=on)
    rows = Agreement.objects.filter(runs | Q(pk__in=refused_rounds().values("pk")))
    days = [(one, day_of(one)) for one in rows.select_related("partnership").prefetch_related("signatures")]
    said = rounds_standing([one for one, _day in days], at=at_midnight(on))
    lines = tuple(Line((one.title, said[one.pk].words, shown(day)), one.get_absolute_url(), day) for one, day in days)
    columns = (_("Agreement"), _("State"), _("Signed by, or valid up to and including"))
    return Part("texts", _("Agreements that run"), columns, lines, _("No agreement runs or waits for signatures."))


def day_of(agreement: Agreement) -> date | None:
    """Of a text that is out: by when it is to be signed; of one that holds: its last day."""
    if not agreement.is_open:
        return agreement.last_day
    if agreement.sign_by:
        return agreement.sign_by
    ends = [one.expires_at for one in agreement.signatures.all() if not one.signed_at and not one.declined_at]
    return timezone.localdate(min(ends)) if ends else None


def invitations_part(membership: Membership) -> Part:
    rows = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    url = reverse("partnerships:roles", kwargs={"partnership": membership.partnership.slug})
    lines = tuple(
        Line((one.name, one.get_role_display(), shown(timezone.localdate(one.expires_at))), url) for one in rows
    )
    columns = (_("Name"), _("Role"), _("The link works until"))
    return Part("invitations", _("Invitations nobody accepted yet"), columns, lines, _("No invitation is open."))


def questions_part() -> Part:
    rows = AdviserQuestion.objects.open().select_related("partner__organisation", "partnership")
    lines = tuple(
        Line(
            (one.question[:120], str(one.partner), shown(timezone.localdate(one.asked_at))),
            reverse("partnerships:adviser", kwargs={"partnership": one.partnership.slug}),
        )
        for one in rows
    )  # fmt: skip
    columns = (_("Question"), _("Asked of"), _("Asked on"))
    return Part("questions", _("Questions to the adviser"), columns, lines, _("No question waits for an answer."))


def people_part() -> Part:
    """Who represents or signs for the parties that take part."""
    rows = Contact.objects.filter(
        Q(represents=True) | Q(signs=True), partner__joined_on__isnull=False, partner__left_on__isnull=True
    ).select_related("partner__organisation")
    known = [one for one in rows.order_by("partner__organisation__name", "name") if not one.is_forgotten]
    lines = tuple(Line((one.name, one.function, str(one.partner), one.email, one.phone)) for one in known)
    columns = (_("Name"), _("Function"), _("Party"), _("E-mail address"), _("Telephone"))
    return Part("people", _("Who is who"), columns, lines, _("No party has named a contact."))


def meetings_part() -> Part:
    """The last meetings, for what was agreed there."""
    lines = tuple(
        Line((shown(one.held_on), one.get_kind_display(), one.decisions)) for one in Meeting.objects.all()[:3]
    )
    columns = (_("Held on"), _("Kind of meeting"), _("Decisions"))
    return Part("meetings", _("The last meetings"), columns, lines, _("No meeting was recorded."))


def dates_part(parts: list[Part], cycle: Cycle, *, on: date) -> Part:
    """Every day in the pack in one list, soonest first; what is late stands at the top."""
    found = [line for part in parts for line in part.lines if line.day]
    found += certificate_lines(cycle, on=on)
    found.sort(key=lambda line: line.day or on)
    lines = tuple(Line((shown(line.day), line.cells[0]), line.url, line.day) for line in found)
    return Part("dates", _("The next dates"), (_("Day"), _("What")), lines, _("Nothing in the file has a day to come."))


def certificate_lines(cycle: Cycle, *, on: date) -> Iterator[Line]:
    rows = Certificate.objects.filter(partnership=cycle.partnership_id).valid(on=on)
    for one in rows:
        words = _("Last day of certificate %(number)s") % {"number": one.number}
        url = reverse("certification:certificates", kwargs={"partnership": cycle.partnership.slug})
        yield Line((words,), url, one.last_day)


@transaction.atomic
def hand_over(
    membership: Membership, *, to: User, as_deputy: bool, end: bool, move: bool, by: User, at: datetime
) -> HandOver:
    """Appoint a deputy or a successor, move what hangs on the person, and mail them where the pack stands.

    in: ``end`` ends the role of who leaves (never with a deputy: that one would end too); ``move`` puts ``to`` in
    charge of open measures, as far as they are a contact of the party in charge.
    errors: those of the verbs that appoint and end.
    """
    on = timezone.localdate(at)
    if as_deputy:
        appoint_deputy(membership, to, by=by, on=on, at=at)
    else:
        succeed(membership, to, by=by, on=on, at=at)
    moved = move_measures(membership, to, by=by, at=at) if move else 0
    if end and not as_deputy:
        end_membership(membership, by=by, on=on, at=at)
    kept: HandOver = HandOver.objects.create(
        partnership_id=membership.partnership_id, membership=membership, to=to, as_deputy=as_deputy, handed_on=on,
        handed_by=by,
    )  # fmt: skip
    park = membership.partnership
    queue_mail(
        park, "handover", to=to.email, to_name=str(to), language=to.language, at=at, partnership_name=park.name,
        person=str(membership.user), role=membership.get_role_display(), as_deputy=as_deputy,
        path=reverse("oversight:handover", kwargs={"partnership": park.slug, "pk": membership.pk}),
    )  # fmt: skip
    record(park, "handed_over", by=by, at=at, about=membership, successor=str(to), measures=moved)
    return kept


def succeed(membership: Membership, to: User, *, by: User, on: date, at: datetime) -> None:
    """Give the role to ``to`` in their own right: a deputy becomes the one, who has it already keeps it."""
    same = Membership.objects.filter(user=to, role=membership.role, partner=membership.partner_id).valid(on=on)
    for standing_in in same.filter(deputy_for__isnull=False).select_related("user", "partnership"):
        end_membership(standing_in, by=by, on=on, at=at)
    if same.filter(deputy_for__isnull=True).exists():
        return
    appoint(
        membership.partnership, to, role=membership.role, partner=membership.partner, by=by, on=on, at=at,
        until=membership.valid_until,
    )  # fmt: skip


def move_measures(membership: Membership, to: User, *, by: User, at: datetime) -> int:
    """Put ``to`` in charge of the open measures of who leaves. Returns how many; the rest stay, for another to settle.

    A measure is in the hands of a contact of its party. In the party of the role the successor becomes one.
    """
    moved = 0
    for measure in open_measures(membership.user):
        successor = Contact.objects.filter(of_person(to), partner=measure.owner_partner_id).first()
        if successor is None and measure.owner_partner_id == membership.partner_id and measure.owner_contact:
            before = measure.owner_contact
            successor = add_contact(
                before.partner, name=str(to), function=before.function, email=to.email, represents=before.represents,
                signs=False, by=by, at=at,
            )  # fmt: skip
        if successor is not None:
            change_measure(measure, owner_contact=successor, by=by, at=at)
            moved += 1
    return moved
