"""A plan of park A as the tests of this room need it: focus area, objective, two parties with a person each."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from actionplans.domain.measures import add_measure
from actionplans.domain.objectives import add_objective
from actionplans.domain.plans import elements_of, start_plan, write_element
from actionplans.models import Measure, Objective, Plan
from assessments.models import Priority
from partnerships.enums import PartyKind
from partnerships.models import Contact, Cycle, Partner, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.conftest import add_partner

STARTS = date(2026, 1, 1)
ENDS = date(2028, 1, 1)


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def cycle(park: Partnership) -> Cycle:
    with member_door(park):
        found: Cycle = Cycle.objects.get()
    return found


@pytest.fixture
def police(park: Partnership) -> Partner:
    with member_door(park):
        found: Partner = Partner.objects.get(kind=PartyKind.POLICE)
    return found


@pytest.fixture
def shops(park: Partnership) -> Partner:
    """The entrepreneurs' association: a second party, nobody's in the cast."""
    return add_partner(park, "Ondernemersvereniging De Wetering", PartyKind.ENTREPRENEURS)


def person_of(partner: Partner) -> Contact:
    found: Contact = Contact.objects.get(partner=partner)
    return found


def make_priority(cycle: Cycle, title: str = "Inbraak en diefstal", rank: int = 1) -> Priority:
    priority: Priority = Priority.objects.create(
        partnership=cycle.partnership,
        cycle=cycle,
        topic_id="incidents",
        title=title,
        reason="Staat bovenaan.",
        rank=rank,
    )
    return priority


@pytest.fixture
def plan(cycle: Cycle, ann: User) -> Plan:
    """A draft of two years with nothing in it yet."""
    with member_door(cycle.partnership):
        return start_plan(cycle, title="Plan van aanpak", starts_on=STARTS, ends_on=ENDS, by=ann, at=now())


@pytest.fixture
def objective(plan: Plan, ann: User) -> Objective:
    with member_door(plan.partnership):
        return make_objective(plan, make_priority(plan.cycle), by=ann)


def make_objective(plan: Plan, priority: Priority, *, by: User, title: str = "Minder inbraken") -> Objective:
    return add_objective(
        plan, priority=priority, title=title, indicator="Inbraken per jaar", baseline="7", target="4",
        target_on=date(2027, 12, 31), by=by, at=now(),
    )  # fmt: skip


def make_measure(objective: Objective, partner: Partner, *, by: User, **facts: Any) -> Measure:
    facts = {
        "title": "Preventieadvies aan 30 bedrijven", "kind": "organisational", "deadline": today() + timedelta(days=30),
        "owner_contact": person_of(partner), **facts,
    }  # fmt: skip
    return add_measure(objective.plan, objective=objective, owner_partner=partner, by=by, at=now(), **facts)


@pytest.fixture
def measure(objective: Objective, police: Partner, ann: User) -> Measure:
    """A measure of bert's organisation, due in thirty days."""
    with member_door(objective.plan.partnership):
        return make_measure(objective, police, by=ann)


def write_texts(plan: Plan, *, by: User, leave_out: int = 0) -> None:
    """Fill the text elements, but the last ``leave_out``."""
    asked = [element for element in elements_of(plan) if element.answered_by == "text"]
    for element in asked[: len(asked) - leave_out]:
        write_element(plan, element.id, text="Zo doen wij dit.", by=by, at=now())
