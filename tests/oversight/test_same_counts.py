"""Home, my work, the portfolio and the weekly mail count the same things, because they ask the same functions."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from certification.due_dates import due_dates_of, roles_held
from certification.progress import progress_of
from certification.todo import todos_for
from oversight.demo.cast import gather_cast
from oversight.demo.parks import certified, signing
from oversight.domain.duty_words import is_late
from oversight.domain.portfolio import portfolio
from oversight.domain.projecting import rebuild, refresh_marked
from oversight.domain.work import my_duties, my_partnerships
from oversight.models import Due
from partnerships.access import access_of
from partnerships.enums import DueKind, Role
from partnerships.models import Membership, Obligation, Partnership, Task, User
from partnerships.periods import add_months
from partnerships.tenancy.doors import member_door, oversight_door
from tests.conftest import client_of


@pytest.fixture
def cast_of_demo(db: None) -> Any:
    with translation.override("nl"):
        return gather_cast(on=add_months(timezone.localdate(), -60))


@pytest.fixture(params=[signing, certified], ids=lambda make: make.__name__)
def demo_park(request: Any, cast_of_demo: Any) -> Partnership:
    with translation.override("nl"):
        request.param(cast_of_demo, timezone.localdate())
    rebuild()
    return Partnership.objects.get()


def people_of(park: Partnership) -> list[User]:
    with member_door(park):
        return list(User.objects.filter(pk__in=Membership.objects.valid(on=timezone.localdate()).values("user")))


@pytest.mark.feature("F104")
@pytest.mark.parametrize("ahead", [20, 200])
def test_home_and_portfolio_count_what_is_late_alike(demo_park: Partnership, ahead: int) -> None:
    today = timezone.localdate() + timedelta(days=ahead)
    user = people_of(demo_park)[0]
    while refresh_marked(on=today):
        pass
    with member_door(demo_park):
        access = access_of(user, demo_park, on=today)
        assert access is not None
        cycle = demo_park.cycles.get()
        everything = todos_for(progress_of(cycle, on=today), access, partnership=demo_park, on=today, everybody=True)
        late = sorted((one.kind, one.due_on) for one in everything if one.state == "late")
        rows = Due.objects.waiting(on=today)
        assert sorted((row.kind, row.due_on) for row in rows if is_late(row, on=today)) == late
    with oversight_door([demo_park.pk]):
        assert portfolio(on=today).get().overdue == len(late)
    assert late  # else this shows nothing


@pytest.mark.feature("B18")
def test_home_and_my_work_are_the_same_for_everybody(demo_park: Partnership) -> None:
    """What has a day within the time both look ahead; tasks without one stand at home only."""
    today = timezone.localdate() + timedelta(days=200)
    seen = 0
    while refresh_marked(on=today):
        pass
    for user in people_of(demo_park):
        with member_door(demo_park):
            access = access_of(user, demo_park, on=today)
            if access is None or not access.may("see_progress"):
                continue
            cycle = demo_park.cycles.get()
            home = todos_for(progress_of(cycle, on=today), access, partnership=demo_park, on=today)
        with oversight_door([demo_park.pk]):
            mine = list(my_duties(my_partnerships(user, on=today), on=today))
        with_day = {(one.kind, one.due_on) for one in home if one.due_on and not one.optional and one.state == "late"}
        assert {(row.kind, row.due_on) for row in mine if is_late(row, on=today)} == with_day
        seen += len(with_day)
    assert seen


@pytest.mark.feature("F18")
def test_an_obligation_waits_for_its_party(cast_of_demo: Any) -> None:
    with translation.override("nl"):
        certified(cast_of_demo, timezone.localdate())
    rebuild()
    park = Partnership.objects.get()
    with member_door(park):
        promised = {f"obligation:{one.pk}": one for one in Obligation.objects.all() if one.next_due}
        rows = {row.subject: row for row in Due.objects.open().filter(kind=DueKind.OBLIGATION)}
    assert rows.keys() == promised.keys()
    assert all(
        (rows[key].partner_id, rows[key].due_on) == (one.partner_id, one.next_due) for key, one in promised.items()
    )
    assert rows


def test_what_may_be_left_out_is_never_late(park: Partnership, ann: User) -> None:
    today = timezone.localdate()
    rebuild()
    with member_door(park):
        optional = [one.id for one in park.cycles.get().scheme.tasks if one.optional]
        rows = Due.objects.filter(kind=DueKind.TASK, subject__in=optional)
        assert rows.exists()
        rows.update(due_on=today - timedelta(days=900))
        assert not Due.objects.overdue(on=today).filter(subject__in=optional).exists()
        assert not Due.objects.waiting(on=today).filter(subject__in=optional).exists()


@pytest.mark.feature("F13")
def test_a_task_goes_to_who_has_the_role_and_only_else_to_who_leads(park: Partnership, ann: User, bert: User) -> None:
    today = timezone.localdate()
    with member_door(park):
        live = progress_of(park.cycles.get(), on=today)
        tasks = {one.id: one.definition.by for one in live.phases[0].tasks if one.due_on}
        given, role = next((task, by) for task, by in tasks.items() if by == Role.REPRESENTATIVE)
        Membership.objects.filter(role=role).delete()

        def owner() -> str:
            return next(
                one.owner_kind
                for one in due_dates_of([live], {}, roles_held([park.pk], on=today))
                if one.subject == given
            )

        assert owner() == Role.PROJECT_LEADER
        Membership.objects.create(partnership=park, user=bert, role=role, valid_from=today, given_by=ann)
        assert owner() == role


def test_what_was_late_before_somebody_came_is_not_counted_in_days(park: Partnership, ann: User) -> None:
    today = timezone.localdate()
    with member_door(park):
        cycle = park.cycles.get()
        task = next(one for one in cycle.scheme.phases[0].tasks if not one.optional and one.by == Role.PROJECT_LEADER)
        Task.objects.update_or_create(
            cycle=cycle, task_id=task.id, defaults={"due_on": today - timedelta(days=1149)},
            create_defaults={"partnership": park, "due_on": today - timedelta(days=1149)},
        )  # fmt: skip
        Membership.objects.filter(user=ann).update(valid_from=today - timedelta(days=3))
    rebuild()
    client = client_of(ann)
    for address in (park.get_absolute_url(), "/"):
        page = client.get(address).content.decode()
        assert "1149" not in page
        assert "Stond al open toen u hier begon" in page
