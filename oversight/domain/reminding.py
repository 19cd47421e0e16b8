"""From reminders wanted to rows and mails, so that nothing is lost by a crash and nothing is said twice.

A reminder row is unique by kind, subject, recipient and day; its mail is written in the same transaction. A row
that for any reason has no mail gets one from the next sweep that still wants it. Two sweeps at once
wait for each other's rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from certification.rooms import task_address
from oversight.domain.progress_links import Key, LinkWanted, keep_links
from oversight.domain.projecting import BATCH as PROJECTED
from oversight.domain.projecting import refresh_marked
from oversight.domain.sweeping import AGREEMENT, CERTIFICATE, DUTIES, ReminderWanted, due_reminders
from oversight.models import Due, ProgressLink
from partnerships.mailbox import mailbox_key
from partnerships.models import Outbox, Partnership, Reminder
from partnerships.navigation import address
from partnerships.tenancy.doors import sweep_door

BATCH = 400


def sweep(*, on: date, at: datetime) -> int:
    """Do the work of a day: refresh the projections, find who is to be reminded, queue their mails. Returns how many.

    Running it again, also at the same moment, queues nothing twice.
    """
    while refresh_marked(on=on) == PROJECTED:
        pass
    return queue_reminders(due_reminders(on=on), at=at)


def queue_reminders(wanted: Sequence[ReminderWanted], *, at: datetime) -> int:
    """Write what is new of these reminders, and one mail for each person and bundle. Returns the number of mails."""
    with sweep_door(Reminder, Outbox):
        return sum(queue_batch(batch, at=at) for batch in batches(wanted))


def batches(wanted: Iterable[ReminderWanted]) -> Iterator[list[ReminderWanted]]:
    """Some hundreds at a time, never one partnership in two batches: a person's list goes into one mail."""
    batch: list[ReminderWanted] = []
    for _partnership, group in groupby(sorted(wanted, key=lambda one: one.key), key=lambda one: one.partnership.pk):
        batch += group
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@transaction.atomic
def queue_batch(wanted: list[ReminderWanted], *, at: datetime) -> int:
    """Rows and their mails, or neither."""
    keep_rows(wanted, at=at)
    return write_mails(without_mail(wanted), at=at)


def keep_rows(wanted: list[ReminderWanted], *, at: datetime) -> None:
    """Add the rows that are not there yet."""
    rows = [
        Reminder(
            partnership_id=partnership, kind=kind, subject=subject, recipient=recipient, due_on=due_on, created_at=at
        )
        for partnership, kind, subject, recipient, due_on in (one.key for one in wanted)
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def without_mail(wanted: list[ReminderWanted]) -> list[tuple[Reminder, ReminderWanted]]:
    """The rows of these that have no mail yet, locked: who comes second waits here, and then finds none."""
    by_key = {one.key: one for one in wanted}
    rows = Reminder.objects.select_for_update().filter(
        partnership__in={one.partnership.pk for one in wanted},
        due_on__in={one.due_on for one in wanted},
        mail__isnull=True,
    )
    found = [
        (row, by_key.get((row.partnership_id, row.kind, row.subject, row.recipient, row.due_on)))
        for row in rows.order_by("pk")
    ]
    return [(row, one) for row, one in found if one is not None]


def bundle_of(one: ReminderWanted) -> tuple[Any, ...]:
    """What goes into one mail: all duties of a person in a partnership; signatures and certificates each their own."""
    own = "" if one.mail == DUTIES else one.subject
    return one.partnership.pk, mailbox_key(one.person.email), one.mail, own


def write_mails(pairs: list[tuple[Reminder, ReminderWanted]], *, at: datetime) -> int:
    """One mail for each bundle, with its reminders pointing to it."""
    bundles: dict[tuple[Any, ...], list[tuple[Reminder, ReminderWanted]]] = {}
    for row, one in pairs:
        bundles.setdefault(bundle_of(one), []).append((row, one))
    links = keep_links(filter(None, (link_wanted(one) for _row, one in pairs)), at=at)
    mails = Outbox.objects.bulk_create(
        mail_of([one for _row, one in bundle], links, at=at) for bundle in bundles.values()
    )
    for mail, bundle in zip(mails, bundles.values(), strict=True):
        for row, _one in bundle:
            row.mail = mail
    Reminder.objects.bulk_update([row for row, _one in pairs], ["mail"])
    return len(mails)


def link_wanted(one: ReminderWanted) -> LinkWanted | None:
    """For somebody of the party without an account: a link to tell how far it is. With one they sign in."""
    if one.party is None or one.person.account:
        return None
    person = one.person
    return LinkWanted(one.partnership.pk, one.party, one.subject, mailbox_key(person.email), person.name)


def mail_of(bundle: list[ReminderWanted], links: dict[Key, ProgressLink], *, at: datetime) -> Outbox:
    """The mail as a row, with every word in the language of its reader."""
    first = bundle[0]
    person = first.person
    with translation.override(person.language):
        context: dict[str, Any] = {"partnership_name": first.partnership.name}
        if first.mail == DUTIES:
            context |= duties_said(bundle, links)
        else:
            context |= {key: said_as_text(value) for key, value in first.said.items()}
        if first.mail == AGREEMENT:
            context["last_day"] = said_as_text(first.said["due_on"] - timedelta(days=1))
        if first.mail == CERTIFICATE:
            context["expired"] = first.due_on >= first.said["due_on"]
            context["last_day"] = said_as_text(first.said["due_on"] - timedelta(days=1))
            context["path"] = address("certification:certificates", partnership=first.partnership.slug)
            context["path"] = context["path"] or first.partnership.get_absolute_url()
    return Outbox(
        partnership=first.partnership,
        template=first.mail,
        to=person.email,
        to_name=person.name,
        language=person.language,
        context=context,
        token_for=first.token_for,
        created_at=at,
    )


def duties_said(bundle: list[ReminderWanted], links: dict[Key, ProgressLink]) -> dict[str, Any]:
    """The list, soonest first. Who can sign in gets the page; who cannot gets a link of their own, made on sending."""
    first, person = bundle[0], bundle[0].person
    ordered = sorted(bundle, key=lambda one: (one.said["due_on"], one.subject))
    items = [
        {
            "title": str(one.said["title"]),
            "due_on": said_as_text(one.said["due_on"]),
            "days_late": one.said["days_late"],
            "path": path_of(one, first.partnership) if person.account else "",
            "token_for": token_for(one, links),
        }
        for one in ordered
    ]
    late = sum(one.said["days_late"] > 0 for one in bundle)
    said: dict[str, Any] = {"items": items, "number": len(items), "late": late}
    if person.account:
        said["path"] = address("oversight:work")
    elif first.leader:
        said |= {"leader_name": first.leader.name, "leader_email": first.leader.email}
    return said


def token_for(one: ReminderWanted, links: dict[Key, ProgressLink]) -> str:
    wanted = link_wanted(one)
    return links[wanted.key].link if wanted else ""


def path_of(one: ReminderWanted, partnership: Partnership) -> str:
    """The page where the thing is done."""
    if one.kind == Due.Kind.TASK:
        return task_address(one.subject.rpartition(":")[2], partnership)
    name = "actionplans:measures" if one.kind == Due.Kind.MEASURE else "certification:certificates"
    return address(name, partnership=partnership.slug) or partnership.get_absolute_url()


def said_as_text(value: object) -> Any:
    """A value as a mail keeps it: days as its reader writes them, labels in their language, numbers as they are."""
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return value if isinstance(value, int) else str(value)
