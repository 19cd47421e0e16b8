"""What has a day: tasks, requests to sign, refused texts, measures, obligations, certificates and steps of a renewal.

Computed from the rows themselves, with what it is called and its page for who may read the content. The home page of a
partnership shows these; the projection keeps the same without content, for my work, the portfolio and the weekly mail.
So they all count the same things.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplans.models import Measure
from certification.models import Certificate
from certification.progress import Progress, TaskState
from certification.rooms import page_address, task_address
from partnerships.access import Access
from partnerships.domain.round_standing import refused_rounds
from partnerships.enums import DueKind, Role
from partnerships.models import Cycle, Membership, Obligation, Partner, Signature
from partnerships.periods import months_before
from partnerships.roles import LEADERS


@dataclass(frozen=True)
class DueDate:
    """One thing with a day. ``due_on``: the last day for it; of a certificate the first day it no longer counts.

    ``owner_kind``: the role or the kind of party that must act; "" means whoever leads. ``partner``: that party.
    """

    cycle: Cycle
    kind: str
    subject: str  # id in the scheme, or "signature:<uuid>", "measure:<pk>", "refused:<document>" and the like
    due_on: date
    title: str
    url: str
    done_on: date | None = None
    owner_kind: str = ""
    partner: Partner | None = None
    optional: bool = False

    @property
    def last_day(self) -> date:
        """The day as screens show it."""
        return shown_day(self.kind, self.due_on)

    def concerns(self, access: Access) -> bool:
        """Must this person act? By the party in charge when there is one, else by the role."""
        if self.partner is not None:
            return self.partner.pk in access.partner_ids
        return self.owner_kind in access.roles or (not self.owner_kind and bool(access.roles & LEADERS))


def shown_day(kind: str, due_on: date) -> date:
    """A certificate is kept with the first day without it, and shown with its last one."""
    return due_on - timedelta(days=1) if kind == DueKind.CERTIFICATE else due_on


Held = Mapping[int, frozenset[str]]


def due_dates_of(live: Iterable[Progress], certificates: Mapping[int, Certificate], held: Held) -> list[DueDate]:
    """All of these cycles, done and open, in four queries however many.

    ``certificates``: the last one, by cycle. ``held``: what ``roles_held`` says of their partnerships.
    """
    found = list(live)
    cycles = {one.cycle.pk: one.cycle for one in found}
    dates = [day for one in found for day in task_dates(one, held.get(one.cycle.partnership_id, frozenset()))]
    dates += signature_dates(cycles)
    dates += refused_dates(cycles)
    dates += measure_dates(cycles)
    dates += obligation_dates(cycles)
    for one in found:
        if certificate := certificates.get(one.cycle.pk):
            dates += certificate_dates(one, certificate, held.get(one.cycle.partnership_id, frozenset()))
    return dates


def roles_held(partnership_ids: Iterable[int], *, on: date) -> dict[int, frozenset[str]]:
    """Which roles somebody has on this day, by partnership."""
    held: dict[int, frozenset[str]] = {}
    rows = Membership.objects.valid(on=on).filter(partnership__in=partnership_ids, user__is_active=True)
    for partnership, role in rows.values_list("partnership", "role"):
        held[partnership] = held.get(partnership, frozenset()) | {role}
    return held


def owner_of(role: str, held: frozenset[str]) -> str:
    """Who does what the scheme gives to ``role``: who has it; when nobody has, the project leader, else whoever leads.

    What is done for an organisation outside (the audit) is never theirs.
    """
    if role in held or role not in Role.values:
        return role
    return Role.PROJECT_LEADER if Role.PROJECT_LEADER in held else ""


def task_owner(task: TaskState, held: frozenset[str]) -> tuple[str, Partner | None]:
    """The kind of party and the party in charge of a task, or the role and None."""
    owner = task.row.owner if task.row else None
    return (owner.kind, owner) if owner else (owner_of(task.definition.by, held), None)


def task_dates(live: Progress, held: frozenset[str]) -> Iterator[DueDate]:
    """Open tasks with a day in phases reached (or that may start now), and ticked ones with the day they were done.

    A task that facts decide has no day of its own when it is done, so it then has no row.
    """
    current = live.current
    for phase in live.phases:
        for task in phase.tasks:
            if task.due_on is None or task.skipped or (task.done and task.done_on is None):
                continue
            early = phase.state == "later" and (current is None or current.id not in task.definition.may_start_in)
            passed_by = phase.state == "done" and task.definition.optional  # nobody waits for it any more
            if not task.done and (early or passed_by or live.cycle.closed_on is not None):
                continue
            kind, partner = task_owner(task, held)
            yield DueDate(
                live.cycle, DueKind.TASK, task.id, task.due_on, str(task.definition.name),
                task_address(task.id, live.cycle.partnership), done_on=task.done_on, owner_kind=kind, partner=partner,
                optional=task.definition.optional,
            )  # fmt: skip


def signature_dates(cycles: Mapping[int, Cycle]) -> Iterator[DueDate]:
    """Requests to sign that still count, once their turn has come; due on the last day to sign, or the link's end."""
    asked = Signature.objects.filter(agreement__cycle__in=cycles, agreement__withdrawn_at__isnull=True).exclude(
        declined_at__isnull=False
    )
    for signature in asked.select_related("agreement", "partner__organisation"):
        if signature.waits and not signature.signed_at:
            continue
        cycle = cycles[signature.agreement.cycle_id]
        signed = timezone.localtime(signature.signed_at).date() if signature.signed_at else None
        words = {"title": signature.agreement.title, "party": signature.party_name}
        page = {"partnership": cycle.partnership.slug, "uuid": signature.agreement.uuid}
        yield DueDate(
            cycle, DueKind.SIGNATURE, f"signature:{signature.uuid}",
            signature.deadline or timezone.localtime(signature.expires_at).date(),
            _("%(title)s: signature of %(party)s") % words, reverse("partnerships:agreement", kwargs=page),
            done_on=signed, owner_kind=signature.partner.kind, partner=signature.partner,
        )  # fmt: skip


def refused_dates(cycles: Mapping[int, Cycle]) -> Iterator[DueDate]:
    """Refused texts of open rounds, for whoever leads: from the day of the refusal until a new round is sent or they
    withdraw the text. The subject names the document, and of what is signed beside another text its key as well.
    """
    open_ones = [pk for pk, cycle in cycles.items() if cycle.closed_on is None]
    for text in refused_rounds().filter(cycle__in=open_ones).select_related("partnership"):
        if text.withdrawn_at is None:  # the query leaves these out; this tells the type checker
            continue
        key = f":{text.uuid}" if text.parent_id else ""
        yield DueDate(
            cycles[text.cycle_id], DueKind.REFUSED, f"refused:{text.scheme_document}{key}",
            timezone.localtime(text.withdrawn_at).date(),
            _("Refused: %(document)s. Make a new round, or withdraw the text") % {"document": text.title},
            text.next_round_url,
        )  # fmt: skip


def measure_dates(cycles: Mapping[int, Cycle]) -> Iterator[DueDate]:
    """Measures of the adopted plan, with a deadline: before that nobody promised anything. Nobody's is whoever leads's."""
    measures = Measure.objects.filter(
        plan__cycle__in=cycles, plan__superseded_on__isnull=True, plan__adopted_on__isnull=False,
        dropped_on__isnull=True, deadline__isnull=False,
    )  # fmt: skip
    for measure in measures.select_related("plan", "owner_partner"):
        if measure.deadline is None:  # the query leaves these out; this tells the type checker
            continue
        owner, cycle = measure.owner_partner, cycles[measure.plan.cycle_id]
        page = {"partnership": cycle.partnership.slug, "pk": measure.pk}
        yield DueDate(
            cycle, DueKind.MEASURE, f"measure:{measure.pk}", measure.deadline, measure.title,
            reverse("actionplans:measure", kwargs=page), done_on=measure.done_on,
            owner_kind=owner.kind if owner else "", partner=owner,
        )  # fmt: skip


def obligation_dates(cycles: Mapping[int, Cycle]) -> Iterator[DueDate]:
    """What parties promised in signed texts, on its next day; a repeated one comes back until the round is closed."""
    rows = Obligation.objects.filter(agreement__cycle__in=cycles, due_on__isnull=False)
    for row in rows.select_related("agreement", "partner"):
        cycle = cycles[row.agreement.cycle_id]
        due_on, closed = row.next_due or row.due_on, cycle.closed_on
        if due_on is None:
            continue
        page = {"partnership": cycle.partnership.slug, "pk": row.pk}
        yield DueDate(
            cycle, DueKind.OBLIGATION, f"obligation:{row.pk}", due_on, str(row),
            reverse("partnerships:obligation", kwargs=page), done_on=closed if row.next_due else row.done_on,
            owner_kind=row.partner.kind, partner=row.partner,
        )  # fmt: skip


def certificate_dates(live: Progress, certificate: Certificate, held: frozenset[str]) -> Iterator[DueDate]:
    """The end of the validity, and the renewal steps counted back from it; done when the round was closed."""
    if certificate.withdrawn_on is not None:
        return
    cycle, closed = live.cycle, live.cycle.closed_on
    page = page_address("certificate", cycle.partnership)
    words = _("End of certificate %(number)s") % {"number": certificate.number}
    subject = f"certificate:{certificate.number}"
    yield DueDate(cycle, DueKind.CERTIFICATE, subject, certificate.valid_until, words, page, done_on=closed)
    renewal = live.scheme.renewal
    for step in renewal.steps if renewal else ():
        yield DueDate(
            cycle, DueKind.RENEWAL, step.id, months_before(certificate.valid_until, step.months_before),
            str(step.name), page, done_on=closed, owner_kind=owner_of(Role.PROJECT_LEADER, held),
        )  # fmt: skip
