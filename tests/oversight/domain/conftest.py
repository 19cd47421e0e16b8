"""One park in which something of every kind falls due."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from actionplans.models import Measure, Objective, Plan
from assessments.models import Priority
from oversight.domain.projecting import refresh_marked
from oversight.models import Due
from partnerships.models import Agreement, Contact, Cycle, Partner, Partnership, Reminder, Signature
from partnerships.tenancy.doors import member_door, sweep_door
from tests.conftest import TODAY


def add_measure(park: Partnership, title: str, *, deadline: date, contact: Contact | None = None) -> Any:
    """A measure of an adopted plan, of the first party."""
    cycle = Cycle.objects.get()
    own: dict[str, Any] = {"partnership": park}
    plan, _made = Plan.objects.get_or_create(
        **own, cycle=cycle, title="p", starts_on=TODAY, ends_on=date(2028, 3, 10), adopted_on=TODAY
    )
    priority, _made = Priority.objects.get_or_create(
        **own, cycle=cycle, topic_id=cycle.scheme.topics[0].id, title="s", reason="r"
    )
    objective, _made = Objective.objects.get_or_create(
        **own, plan=plan, priority=priority, title="o", indicator="i", baseline="1", target="2", target_on=TODAY
    )
    return Measure.objects.create(
        **own, plan=plan, objective=objective, title=title, kind="physical", deadline=deadline, decision="granted",
        owner_partner=Partner.objects.first(), owner_contact=contact,
    )  # fmt: skip


def add_signature(park: Partnership, *, asked_on: datetime) -> Any:
    """A request to the first party, sent at ``asked_on``."""
    cycle, partner = Cycle.objects.get(), Partner.objects.get()
    document = next(one for one in cycle.scheme.documents if one.is_signed)
    agreement = Agreement.objects.create(
        partnership=park, cycle=cycle, kind=document.kind, scheme_document=document.id, title="Intentieverklaring",
        text="t", created_at=asked_on, sent_at=asked_on,
    )  # fmt: skip
    return Signature.objects.create(
        partnership=park, agreement=agreement, partner=partner, email="chef@example.org", name="De chef",
        function="Teamchef", nonce="n" * 32, expires_at=asked_on + timedelta(days=settings.SIGNING_DAYS),
    )  # fmt: skip


def add_due(
    park: Partnership, kind: str, subject: str, *, due_on: date, owner_kind: str = "", partner: Partner | None = None
) -> Any:
    cycle = Cycle.objects.get()
    return Due.objects.create(
        partnership=park, cycle=cycle, scheme_urn=cycle.scheme_urn, scheme_version=cycle.scheme_version,
        kind=kind, subject=subject, due_on=due_on, owner_kind=owner_kind, partner=partner,
    )  # fmt: skip


@pytest.fixture
def quiet_park(park: Partnership) -> Partnership:
    """Park A projected, and then without a single duty: each test adds its own."""
    refresh_marked()
    with member_door(park):
        Due.objects.all().delete()
    return park


def reminders() -> list[Reminder]:
    with sweep_door(Reminder):
        return list(Reminder.objects.order_by("kind", "subject", "recipient", "due_on"))
