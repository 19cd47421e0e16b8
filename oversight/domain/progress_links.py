"""Links to tell from a mail how far a measure or task is: who gets one, and whether it still counts when it is opened.

By link one acts for a party, as any contact of that party may, and never with what a role gives.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from actionplans.models import Measure
from actionplans.rules import why_not_work
from oversight.models import ProgressLink
from partnerships.domain.tasks import why_not_tick
from partnerships.mailbox import same_mailbox
from partnerships.models import Contact, Membership, Task
from partnerships.roles import MATRIX
from partnerships.tenancy.doors import sweep_door
from partnerships.tokens import new_nonce

MEASURE, TASK = "measure", "task"
FOR_PARTY = frozenset(role for role, acts in MATRIX.items() if "write_for_partner" in acts)
Key = tuple[int, str, str]


@dataclass(frozen=True)
class LinkWanted:
    """Somebody who may tell of one thing, for one party. ``email`` in lower case."""

    partnership_id: int
    partner_id: int
    subject: str
    email: str
    name: str

    @property
    def key(self) -> Key:
        return self.partner_id, self.subject, self.email


def keep_links(wanted: Iterable[LinkWanted], *, at: datetime) -> dict[Key, ProgressLink]:
    """A link for each of these, the same one as last time with a later end: three queries, however many."""
    expires_at = at + timedelta(days=settings.PROGRESS_LINK_DAYS)
    rows = [
        ProgressLink(
            partnership_id=one.partnership_id, partner_id=one.partner_id, subject=one.subject, email=one.email,
            name=one.name[:120], nonce=new_nonce(), made_at=at, expires_at=expires_at,
        )
        for one in {one.key: one for one in wanted}.values()
    ]  # fmt: skip
    if not rows:
        return {}
    with sweep_door(ProgressLink):
        ProgressLink.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["partnership", "partner", "subject", "email"],
            update_fields=["name", "expires_at"],
        )  # fmt: skip
        found = ProgressLink.objects.filter(
            partner__in={row.partner_id for row in rows},
            subject__in={row.subject for row in rows},
            email__in={row.email for row in rows},
        )
        return {(one.partner_id, one.subject, one.email): one for one in found}


def measure_of(link: ProgressLink) -> Measure | None:
    """The measure, with what its page shows. Needs the door of its partnership, as do those below."""
    rows = Measure.objects.select_related("plan__cycle", "owner_partner__organisation", "owner_contact")
    found: Measure | None = rows.filter(pk=int(link.subject.partition(":")[2])).first()
    return found


def task_of(link: ProgressLink) -> Task | None:
    """The row of a task: there is one as long as a party is in charge of it."""
    _kind, cycle, task_id = link.subject.split(":", 2)
    rows = Task.objects.select_related("cycle", "owner__organisation")
    found: Task | None = rows.filter(cycle=int(cycle), task_id=task_id).first()
    return found


def speaks_for_party(link: ProgressLink, *, on: date) -> bool:
    """Is the reader today a representative of the party, by contact or by role, and does the party still take part?"""
    if link.partner.left_on is not None:
        return False
    contacts = Contact.objects.filter(partner=link.partner_id, email__mailbox=link.email, represents=True)
    members = Membership.objects.valid(on=on).filter(
        partner=link.partner_id, role__in=FOR_PARTY, user__is_active=True, user__email__mailbox=link.email
    )
    return contacts.exists() or members.exists()


def why_not_measure(link: ProgressLink, measure: Measure | None, *, on: date) -> str:
    """Why this reader cannot tell of this measure ("" means: they can). A measure that is done is no reason."""
    contact = measure.owner_contact if measure else None
    in_charge = contact is not None and same_mailbox(contact.email, link.email) and link.partner.left_on is None
    if measure is None or measure.owner_partner_id != link.partner_id or not (
        in_charge or speaks_for_party(link, on=on)
    ):  # fmt: skip
        return _("You are no longer in charge of this, or your organisation no longer takes part.")
    return why_not_work(measure.plan)


def why_not_task(link: ProgressLink, task: Task | None, *, on: date) -> str:
    """The same for a task. One that facts decide is never ticked by hand."""
    if task is None or task.owner_id != link.partner_id or not speaks_for_party(link, on=on):
        return _("You are no longer in charge of this, or your organisation no longer takes part.")
    if task.cycle.closed_on is not None:
        return _("This round has been closed. Nothing has to be done any more.")
    return why_not_tick(task.cycle.scheme.task(task.task_id))


def subject_of_measure(pk: int) -> str:
    return f"{MEASURE}:{pk}"
