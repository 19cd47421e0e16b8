"""Work in the weekly mail: what is to be signed, measures and tasks that are due or late. Each a fixed number of queries."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from actionplans.models import Measure
from oversight.domain.digest_asked import AHEAD, Asked, Line, at_midnight
from oversight.domain.duty_words import document_name, duty_day, refused_document
from oversight.domain.progress_links import LinkWanted, subject_of_measure
from oversight.domain.recipients import Person
from oversight.models import Due
from partnerships.domain.tasks import why_not_tick
from partnerships.mailbox import mailbox_key
from partnerships.models import Obligation, Signature
from partnerships.scheme import Label

KINDS = (Due.Kind.TASK, Due.Kind.CERTIFICATE, Due.Kind.RENEWAL, Due.Kind.OBLIGATION, Due.Kind.REFUSED)


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
        email = mailbox_key(row.email)
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
            by_link = person is not None or asked.audience.may_tell(row.owner_partner_id, mailbox_key(one.email))
            yield line_of(asked, due, one, row.title, row.owner_partner_id if by_link else None)


def duties(asked: Asked) -> Iterator[Line]:
    """Tasks, obligations and what a certificate asks, for the party or the role in charge, else for who leads."""
    rows = Due.objects.waiting(on=asked.on).filter(
        partnership__in=asked.ids, kind__in=KINDS, due_on__lte=asked.on + timedelta(days=AHEAD),
        cycle__closed_on__isnull=True,
    )  # fmt: skip
    promised = Obligation.objects.filter(partnership__in=asked.ids, agreement__cycle__closed_on__isnull=True)
    obligations = {f"{Due.Kind.OBLIGATION}:{row.pk}": str(row) for row in promised}
    for due in rows:
        scheme = asked.shelf.get(due.scheme_urn, due.scheme_version)
        task = next((one for one in scheme.tasks if one.id == due.subject), None) if scheme else None
        if due.kind == Due.Kind.TASK and task is None:
            continue
        title = task.name if task else obligations.get(due.subject) or title_of(due, scheme)
        for one in asked.audience.people.of_due(due):
            by_link = (
                task is not None and due.partner_id is not None and not why_not_tick(task)
                and asked.audience.may_tell(due.partner_id, mailbox_key(one.email))
            )  # fmt: skip
            yield line_of(asked, due, one, title, due.partner_id if by_link else None)


def line_of(asked: Asked, due: Due, person: Person, title: Label | str, partner_id: int | None) -> Line:
    """A line for one person; with ``partner_id`` they may tell by link how far it is, for that party."""
    email = mailbox_key(person.email)
    # As reminders name it: a task or step has the same id in every round, so its round belongs to it.
    subject = due.subject if ":" in due.subject else f"{due.kind}:{due.cycle_id}:{due.subject}"
    wanted = LinkWanted(due.partnership_id, partner_id, subject, email, person.name) if partner_id else None
    path = "" if wanted else asked.path(due, email)
    told = (email, subject) in asked.told
    return Line(due.partnership_id, email, str(due.kind), title, duty_day(due), path=path, wanted=wanted, told=told)


def title_of(due: Due, scheme: Any) -> Label | str:
    """What the scheme calls a step of the renewal or a refused document; of a certificate its number."""
    if due.kind == Due.Kind.REFUSED:
        return document_name(refused_document(due), scheme)
    steps = scheme.renewal.steps if scheme and scheme.renewal else ()
    return next((step.name for step in steps if step.id == due.subject), due.subject.partition(":")[2] or due.subject)
