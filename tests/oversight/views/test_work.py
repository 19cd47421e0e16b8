"""My work: what waits for one person over all parks, from projections."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oversight.domain.projecting import refresh_marked
from oversight.models import Due, Progress
from partnerships.domain.granting import regrant
from partnerships.enums import PartyKind, Role
from partnerships.models import Membership, Organisation, Partner, Partnership, User
from partnerships.tenancy.doors import member_door, sweep_door
from tests.conftest import NOW, TODAY, add_partner, client_of, found, newest_scheme

WORK, CSV = reverse("oversight:work"), reverse("oversight:work-csv")
pytestmark = pytest.mark.usefixtures("at_ten")


@pytest.fixture
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


def owe(park: Partnership, kind: str, subject: str, *, days: int, owner: str, done: bool = False) -> None:
    """``owner``: a role, or the kind of a party of this park."""
    with member_door(park):
        cycle = park.cycles.get()
        Due.objects.create(
            partnership=park, cycle=cycle, kind=kind, subject=subject, due_on=TODAY + timedelta(days=days),
            owner_kind=owner, partner=Partner.objects.filter(kind=owner).first(), done_on=TODAY if done else None,
            scheme_urn=cycle.scheme_urn, scheme_version=cycle.scheme_version,
        )  # fmt: skip


def titles(answer: Any) -> list[str]:
    return [item["title"] for item in answer.context["items"]]


def test_what_waits_is_mine_and_soonest_first(
    ann: User, bert: User, park: Partnership, other_park: Partnership
) -> None:
    tasks = newest_scheme("certificate").tasks  # type: ignore[attr-defined]
    owe(park, "task", tasks[1].id, days=10, owner=Role.PROJECT_LEADER)
    owe(park, "task", tasks[0].id, days=-2, owner=Role.PROJECT_LEADER)
    owe(park, "task", tasks[2].id, days=1, owner=Role.PROJECT_LEADER, done=True)
    owe(park, "measure", "measure:1", days=3, owner=PartyKind.POLICE)
    owe(park, "measure", "measure:2", days=4, owner=PartyKind.FIRE)
    owe(park, "certificate", "certificate:N1", days=30, owner="")
    owe(other_park, "task", tasks[0].id, days=-9, owner=Role.PROJECT_LEADER)
    answer = client_of(ann).get(WORK)
    assert titles(answer)[:2] == [str(tasks[0].name), str(tasks[1].name)]
    assert titles(answer)[2].endswith("N1")
    assert answer.context["counts"] == {"late": 1, "soon": 1, "later": 1, "total": 3}
    assert [item["state"] for item in answer.context["items"]] == ["late", "soon", "later"]
    answer = client_of(bert).get(WORK)
    assert [item["url"] for item in answer.context["items"]] == [
        reverse("actionplans:measure", kwargs={"partnership": park.slug, "pk": 1})
    ]
    assert [line["partnership"] for line in answer.context["parks"]] == [park]


def test_a_partnership_shows_roles_scheme_phase_and_what_is_next(ann: User, park: Partnership) -> None:
    refresh_marked()
    (line,) = client_of(ann).get(WORK).context["parks"]
    scheme: Any = newest_scheme("certificate")
    assert line["phase"] == str(scheme.phases[0].name)
    assert line["progress"].phase_count == len(scheme.phases)
    assert line["scheme"] == f"{scheme.name} ({scheme.version})"
    assert line["next"]
    assert len(line["roles"]) == 1


def test_the_number_of_queries_does_not_grow(ann: User, bert: User, municipality: Organisation) -> None:
    """Not for whoever leads many parks, and not for an official who speaks for a party in each of them."""
    leader, official = client_of(ann), client_of(bert)

    def add(number: int) -> None:
        for n in range(number):
            park = found(f"Park {n} of {number}", ann, municipality, newest_scheme("certificate"))
            partner = add_partner(park, f"Politie {n} of {number}", PartyKind.POLICE)
            with member_door(park):
                Membership.objects.create(
                    partnership=park, user=bert, role=Role.REPRESENTATIVE, partner=partner, valid_from=TODAY
                )
                regrant(bert, park, on=TODAY)
        refresh_marked()

    def queries(client: Client, parks: int) -> int:
        client.get(WORK)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(WORK)
        assert len(answer.context["parks"]) == parks
        return len(asked)

    add(1)
    one = [queries(leader, 1), queries(official, 1)]
    add(4)
    assert [queries(leader, 5), queries(official, 5)] == one
    assert max(one) <= 14


def test_filters_and_the_file_say_the_same(ann: User, park: Partnership, other_park: Partnership) -> None:
    tasks = newest_scheme("certificate").tasks  # type: ignore[attr-defined]
    owe(park, "task", tasks[0].id, days=-2, owner=Role.PROJECT_LEADER)
    owe(park, "renewal", "x", days=5, owner=Role.PROJECT_LEADER)
    client = client_of(ann)
    assert titles(client.get(WORK, {"late": "yes"})) == [str(tasks[0].name)]
    assert titles(client.get(WORK, {"kind": "renewal"})) == ["x"]
    assert len(titles(client.get(WORK, {"partnership": park.pk}))) == 2
    assert titles(client.get(WORK, {"kind": "signature"})) == []
    lines = client.get(CSV, {"late": "yes"}).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[1] for line in lines[1:]] == [str(tasks[0].name)]


def test_a_membership_that_ended_or_may_not_see_progress_shows_nothing(bert: User, park: Partnership) -> None:
    owe(park, "task", "x", days=1, owner=Role.REPRESENTATIVE)
    assert titles(client_of(bert).get(WORK)) == ["x"]
    with sweep_door(Membership):
        Membership.objects.filter(user=bert).update(role=Role.INSURER)
    answer = client_of(bert).get(WORK)
    assert (titles(answer), len(answer.context["parks"])) == ([], 1)
    with sweep_door(Membership):
        Membership.objects.filter(user=bert).update(valid_until=TODAY)
    assert client_of(bert).get(WORK).context["parks"] == []


def test_somebody_new_is_told_what_to_do(carla: User, otto: User, mona: User) -> None:
    assert client_of(carla).get(WORK).status_code == 200
    assert client_of(mona).get(WORK).context["portfolio_url"] == reverse("oversight:portfolio")
    assert client_of(otto).get(WORK).context["portfolio_url"] == ""


def test_a_visitor_signs_in_first_and_nothing_is_posted(ann: User, client: Any) -> None:
    for address in (WORK, CSV):
        assert client.get(address).status_code == 302
        assert client_of(ann).post(address).status_code == 405


def test_nothing_is_read_of_other_parks(ann: User, park: Partnership, other_park: Partnership) -> None:
    refresh_marked()
    with sweep_door(Progress):
        assert Progress.objects.count() == 2
    page = client_of(ann).get(WORK).content.decode()
    assert other_park.name not in page
