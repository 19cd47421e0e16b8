"""A deputy does what the role does, is shown as one, and stops when the role stops (F13)."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from partnerships.access import access_of
from partnerships.domain.deputies import appoint_deputy
from partnerships.domain.memberships import appoint, end_membership, why_not_end
from partnerships.enums import Role
from partnerships.exceptions import Refused
from partnerships.models import Activity, Membership, Partnership, User
from partnerships.roles import MATRIX, NOT_FOR_DEPUTIES
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, client_of, make_user

pytestmark = pytest.mark.feature("F13")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leading(park: Partnership, ann: User) -> Membership:
    with member_door(park):
        found: Membership = Membership.objects.select_related("user", "partnership").get(user=ann)
        return found


def url(name: str, park: Partnership, **more: Any) -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


def acts(user: User, park: Partnership, *, days: int = 0) -> frozenset[str]:
    access = access_of(user, park, on=TODAY + timedelta(days=days))
    return access.acts if access else frozenset()


def test_a_deputy_is_appointed_on_the_page_and_shown_as_one(
    park: Partnership, ann: User, bert: User, leading: Membership
) -> None:
    page = client_of(ann).get(url("role-deputy", park, pk=leading.pk))
    assert [key for key, _name in page.context["form"].fields["person"].choices] == ["", f"user:{bert.pk}"]
    answer = client_of(ann).post(url("role-deputy", park, pk=leading.pk), {"person": f"user:{bert.pk}"}, follow=True)
    assert re.search("(plaatsvervanger van|deputy for) ann", answer.content.decode())
    assert acts(bert, park) >= MATRIX[Role.PROJECT_LEADER] - NOT_FOR_DEPUTIES
    assert not acts(bert, park) & NOT_FOR_DEPUTIES
    assert b"ann" in client_of(ann).get(url("roles-csv", park)).content
    history = client_of(ann).get(url("history", park)).content.decode()
    assert re.search("(als plaatsvervanger van|as deputy of) ann", history)


def test_a_deputy_ends_with_the_role(park: Partnership, ann: User, bert: User, carla: User) -> None:
    with member_door(park):
        chair = appoint(park, carla, role=Role.CHAIR, by=ann, on=TODAY, at=NOW, until=TODAY + timedelta(days=30))
        later = TODAY + timedelta(days=60)
        deputy = appoint_deputy(chair, bert, by=ann, on=TODAY, at=NOW, until=later)
        assert deputy.valid_until == chair.valid_until
        short = appoint_deputy(chair, make_user("dirk"), by=ann, on=TODAY, at=NOW, until=TODAY + timedelta(days=5))
        assert short.valid_until == TODAY + timedelta(days=5)
    assert "run_process" in acts(bert, park)
    assert "run_process" not in acts(bert, park, days=30)
    with member_door(park):
        end_membership(chair, by=ann, on=TODAY, at=NOW)
        assert Activity.objects.filter(verb="ended_role").count() == 3
    assert "run_process" not in acts(bert, park)


def test_what_is_no_deputy(park: Partnership, ann: User, bert: User, leading: Membership) -> None:
    with member_door(park):
        with pytest.raises(Refused):  # the person themselves
            appoint_deputy(leading, ann, by=ann, on=TODAY, at=NOW)
        with pytest.raises(Refused):
            appoint_deputy(leading, bert, by=ann, on=TODAY, at=NOW, until=TODAY)
        deputy = appoint_deputy(leading, bert, by=ann, on=TODAY, at=NOW)
        with pytest.raises(Refused):  # of a deputy
            appoint_deputy(deputy, make_user("dirk"), by=ann, on=TODAY, at=NOW)
        assert why_not_end(leading, on=TODAY)  # a deputy is no other project leader
        assert why_not_end(deputy, on=TODAY) == ""
    refused = client_of(ann).get(url("role-deputy", park, pk=deputy.pk))
    assert refused.status_code == 302


def test_the_doors_of_the_page(
    park: Partnership, other_park: Partnership, ann: User, bert: User, carla: User, leading: Membership
) -> None:
    with member_door(park):
        coen = make_user("coen")
        appoint(park, coen, role=Role.COORDINATOR, by=ann, on=TODAY, at=NOW)
        chair = appoint(park, carla, role=Role.CHAIR, by=ann, on=TODAY, at=NOW)
    mine, theirs = url("role-deputy", park, pk=leading.pk), url("role-deputy", park, pk=chair.pk)
    assert client_of(bert).get(theirs).status_code == 403
    assert client_of(coen).get(mine).status_code == 403  # only a project leader names one, a deputy too
    assert client_of(coen).get(theirs).status_code == 200
    own = client_of(coen).post(theirs, {"person": f"user:{coen.pk}"})
    assert own.context["form"].non_field_errors()  # nobody gives oneself a role
    assert client_of(ann).get(url("role-deputy", park, pk=999999)).status_code == 404
    assert client_of(make_user("gast")).get(mine).status_code == 404
    assert client_of(ann).put(mine).status_code == 405
    assert (
        "until"
        in client_of(ann).post(mine, {"person": f"user:{bert.pk}", "until": "2026-03-10"}).context["form"].errors
    )


def test_a_process_guide_needs_a_last_day(park: Partnership, ann: User, bert: User) -> None:
    asked = {"person": f"user:{bert.pk}", "role": Role.PROCESS_GUIDE, "since": TODAY.isoformat()}
    page = client_of(ann).post(url("role-appoint", park), asked)
    assert "until" in page.context["form"].errors
    done = client_of(ann).post(url("role-appoint", park), {**asked, "until": "2027-03-10"})
    assert done.status_code == 302
    assert "edit_plan" in acts(bert, park)
    assert "edit_plan" not in acts(bert, park, days=365)
    guest = {"name": "G", "email": "g@example.org", "role": Role.PROCESS_GUIDE}
    page = client_of(ann).post(url("invitation-add", park), guest)
    assert "until" in page.context["form"].errors
    assert (
        "until"
        in client_of(ann).post(url("invitation-add", park), {**guest, "until": "2026-03-10"}).context["form"].errors
    )
    assert client_of(ann).post(url("invitation-add", park), {**guest, "until": "2027-03-10"}).status_code == 302
    with member_door(park), pytest.raises(Refused):
        appoint(park, bert, role=Role.PROCESS_GUIDE, by=ann, on=TODAY, at=NOW)
