"""B17: somebody leaves, the pack says what is open, who is who and what comes next, and somebody takes the role on."""

import re
import subprocess
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from actionplans.models import Measure, Objective, Plan
from assessments.models import Priority
from partnerships.access import access_of
from partnerships.domain.granting import regrant
from partnerships.domain.memberships import appoint
from partnerships.enums import Role
from partnerships.models import Activity, Contact, Cycle, HandOver, Membership, Outbox, Partner, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, client_of, make_user

pytestmark = [pytest.mark.feature("B17"), pytest.mark.feature("F13")]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def url(park: Partnership, membership: Membership, name: str = "handover") -> str:
    return reverse(f"oversight:{name}", kwargs={"partnership": park.slug, "pk": membership.pk})


def of(park: Partnership, user: User) -> Membership:
    with member_door(park):
        found: Membership = Membership.objects.select_related("user", "partnership", "partner").get(
            user=user, deputy_for=None, valid_until=None
        )
        return found


@pytest.fixture
def measure(park: Partnership, bert: User) -> Measure:
    """Bert is in charge of a measure of the police."""
    with member_door(park):
        cycle, police = Cycle.objects.get(), Partner.objects.get(kind="police")
        contact = Contact.objects.create(
            partnership=park, partner=police, user=bert, name="bert", function="Wijkagent", email=bert.email,
            represents=True,
        )  # fmt: skip
        own: dict[str, Any] = {"partnership": park}
        plan = Plan.objects.create(
            **own, cycle=cycle, title="Plan", starts_on=date(2026, 1, 1), ends_on=date(2029, 1, 1), adopted_on=TODAY
        )
        priority = Priority.objects.create(**own, cycle=cycle, topic_id=cycle.scheme.topics[0].id, title="Inbraak")
        objective = Objective.objects.create(
            **own,
            plan=plan,
            priority=priority,
            title="Minder",
            indicator="x",
            baseline="7",
            target="3",
            target_on=date(2027, 1, 1),
        )
        made: Measure = Measure.objects.create(
            **own, plan=plan, objective=objective, title="Extra rondes", kind="organisational", owner_partner=police,
            owner_contact=contact, deadline=date(2026, 6, 1), decision="undecided",
        )  # fmt: skip
        return made


def test_the_pack_of_a_leaving_leader(park: Partnership, ann: User, measure: Measure) -> None:
    page = client_of(ann).get(url(park, of(park, ann)))
    parts = {part.key: part for part in page.context["parts"]}
    assert len(parts["tasks"].lines) > 3
    assert {line.url for line in parts["tasks"].lines} != {""}
    names = [line.cells[0] for line in parts["people"].lines]
    assert "Vertegenwoordiger Politie Basisteam Oost" in names
    days = [line.day for line in parts["dates"].lines]
    assert days == sorted(days)
    assert days
    assert parts["measures"].lines == ()


def test_the_measures_of_a_representative_stand_in_the_pack(
    park: Partnership, ann: User, bert: User, measure: Measure
) -> None:
    parts = {part.key: part for part in client_of(ann).get(url(park, of(park, bert))).context["parts"]}
    assert [line.cells[0] for line in parts["measures"].lines] == ["Extra rondes"]
    assert measure.deadline in [line.day for line in parts["dates"].lines]


def test_a_leader_hands_over_and_leaves(park: Partnership, ann: User, bert: User) -> None:
    leaving = of(park, ann)
    given = {"person": f"user:{bert.pk}", "how": "successor", "end": "on", "move": "on"}
    answer = client_of(ann).post(url(park, leaving), given)
    assert (answer.status_code, answer.url) == (302, "/")  # type: ignore[attr-defined]
    access = access_of(bert, park, on=TODAY)
    assert access is not None
    assert access.may("name_leader")
    assert access_of(ann, park, on=TODAY) is None
    with member_door(park):
        mail = Outbox.objects.get(template="handover")
        assert (mail.to, mail.context["path"]) == (bert.email, url(park, leaving))
        kept = HandOver.objects.get()
        assert (kept.to, kept.as_deputy, kept.handed_by) == (bert, False, ann)
    page = client_of(bert).get(mail.context["path"])
    assert page.status_code == 200
    history = client_of(bert).get(reverse("partnerships:history", kwargs={"partnership": park.slug})).content.decode()
    assert re.search("(droeg|handed over) .*bert", history)


def test_a_deputy_stands_in_and_may_become_the_successor(park: Partnership, ann: User, bert: User) -> None:
    leaving, client = of(park, ann), client_of(ann)
    assert client.post(url(park, leaving), {"person": f"user:{bert.pk}", "how": "deputy"}).status_code == 302
    access = access_of(bert, park, on=TODAY)
    assert access is not None
    assert access.may("manage_parties")
    assert not access.may("name_leader")
    given = {"person": f"user:{bert.pk}", "how": "successor", "end": "on"}
    assert client.post(url(park, leaving), given).status_code == 302
    access = access_of(bert, park, on=TODAY)
    assert access is not None
    assert access.may("name_leader")


def test_measures_go_along_where_the_party_is_the_same(
    park: Partnership, ann: User, bert: User, measure: Measure
) -> None:
    dirk = make_user("dirk")
    with member_door(park):
        appoint(park, dirk, role=Role.CHAIR, by=ann, on=TODAY, at=NOW)
    given = {"person": f"user:{dirk.pk}", "how": "successor", "move": "on"}
    assert client_of(ann).post(url(park, of(park, bert)), given).status_code == 302
    with member_door(park):
        measure = Measure.objects.select_related("owner_contact").get()
        assert measure.owner_contact is not None
        assert (measure.owner_contact.email, measure.owner_contact.function) == (dirk.email, "Wijkagent")
        assert Activity.objects.get(verb="handed_over").details["measures"] == 1
        assert Membership.objects.filter(user=dirk, role=Role.REPRESENTATIVE, partner__kind="police").exists()


def test_the_pack_as_pdf(park: Partnership, ann: User, bert: User, measure: Measure) -> None:
    answer = client_of(ann).get(url(park, of(park, bert), "handover-pdf"))
    drawn = subprocess.run(["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True)
    words = drawn.stdout.decode()
    assert "Extra rondes" in words
    assert "Politie Basisteam Oost" in words
    with member_door(park):
        assert Activity.objects.filter(verb="exported_handover").exists()


def test_the_only_leader_is_not_ended_without_a_successor(park: Partnership, ann: User, bert: User) -> None:
    given = {"person": f"user:{bert.pk}", "how": "deputy", "end": "on"}
    client_of(ann).post(url(park, of(park, ann)), given)
    assert of(park, ann).valid_until is None


def test_a_coordinator_hands_over_other_roles_but_not_that_of_a_leader(
    park: Partnership, ann: User, bert: User
) -> None:
    coordinator = make_user("coo")
    with member_door(park):
        appoint(park, coordinator, role=Role.COORDINATOR, by=ann, on=TODAY - timedelta(days=5), at=NOW)
        regrant(coordinator, park, on=TODAY)
    client = client_of(coordinator)
    assert client.get(url(park, of(park, ann))).status_code == 403
    assert client.get(url(park, of(park, bert))).status_code == 200
    own = {"person": f"user:{coordinator.pk}", "how": "successor"}
    refused = client.post(url(park, of(park, bert)), own)
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()


def test_doors(park: Partnership, other_park: Partnership, ann: User, bert: User, carla: User) -> None:
    leaving = of(park, ann)
    assert client_of(bert).get(url(park, leaving)).status_code == 403
    assert client_of(bert).get(url(park, of(park, bert))).status_code == 200  # one's own pack
    assert client_of(bert).post(url(park, of(park, bert)), {}).status_code == 403
    assert client_of(bert).get(url(park, leaving, "handover-pdf")).status_code == 403
    assert client_of(carla).get(url(park, leaving)).status_code == 404
    assert client_of(carla).get(url(other_park, leaving)).status_code == 404
    assert client_of(ann).put(url(park, leaving)).status_code == 405
    assert client_of(ann).post(url(park, leaving, "handover-pdf")).status_code == 405
