"""Two parks with the same police, whose contact has no account, and a Monday on which things wait in both."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as mailbox

from oversight.domain.projecting import refresh_marked
from oversight.models import DigestMail, Due
from oversight.tasks import prepare_digests, send_digests
from partnerships.enums import PartyKind
from partnerships.models import Contact, Cycle, Partner, Partnership, Task
from partnerships.tenancy.doors import member_door
from tests.conftest import add_partner
from tests.oversight.domain.conftest import add_due, add_measure, add_signature

MONDAY = datetime(2026, 3, 9, 6, 40, tzinfo=ZoneInfo("Europe/Amsterdam"))
POLICE = "police@example.org"


@pytest.fixture
def monday() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def quiet(park: Partnership) -> None:
    """Without a single duty."""
    with member_door(park):
        Due.objects.all().delete()


def police_of(park: Partnership) -> Contact:
    return Contact.objects.get(email=POLICE)


@pytest.fixture
def parks(monday: Any, park: Partnership, other_park: Partnership) -> tuple[Partnership, Partnership]:
    """A: a measure that is late, and a request to sign. B: a task of the police."""
    add_partner(other_park, "Politie Basisteam Oost", PartyKind.POLICE)
    refresh_marked()
    for one in (park, other_park):
        quiet(one)
    with member_door(park):
        add_measure(
            park, "Hekwerk rond het terrein", deadline=MONDAY.date() - timedelta(days=3), contact=police_of(park)
        )
        signature = add_signature(park, asked_on=MONDAY - timedelta(days=20))
        signature.email, signature.name = POLICE, "Vertegenwoordiger"
        signature.save()
    with member_door(other_park):
        cycle = Cycle.objects.get()
        task = by_hand(cycle)
        police = Partner.objects.get(kind=PartyKind.POLICE)
        Task.objects.create(partnership=other_park, cycle=cycle, task_id=task.id, owner=police)
        later = MONDAY.date() + timedelta(days=9)
        add_due(other_park, Due.Kind.TASK, task.id, due_on=later, owner_kind=police.kind, partner=police)
    return park, other_park


def by_hand(cycle: Cycle) -> Any:
    """A task that a person ticks."""
    return next(one for one in cycle.scheme.tasks if one.done_when is None and not one.optional)


def a_week() -> dict[str, Any]:
    """What the clock does on the day: the mails that were sent, by address."""
    mailbox.outbox.clear()
    prepare_digests()
    while send_digests():
        pass
    return {re.sub(r".*<(.*)>", r"\1", message.to[0]): message for message in mailbox.outbox}


def links_in(message: Any, part: str) -> list[str]:
    """The addresses in a mail that hold ``part``, as a client asks for them."""
    return re.findall(rf"http://testserver(/{part}/\S+)", message.body)


def rows() -> list[DigestMail]:
    return list(DigestMail.objects.select_related("reader", "round").order_by("pk"))
