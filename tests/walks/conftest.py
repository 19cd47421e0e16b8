"""Two filled partnerships: A, and B that nobody of A may see."""

import pytest
import time_machine

from partnerships.models import Organisation, Partnership, User
from tests.cast import made_once
from tests.conftest import NOW, make_user
from tests.world import World, build_world


@made_once
def ines() -> User:
    """Somebody of the insurer: a member of both partnerships with the smallest of roles."""
    return make_user("ines")


@made_once
def sam() -> User:
    """An administrator: a member of nothing, who sees no content."""
    user = make_user("sam")
    user.is_staff = True
    user.save()
    return user


@made_once
def body(otto: User) -> Organisation:
    return otto.offices.get().organisation


@pytest.fixture
def today():
    with time_machine.travel(NOW):
        yield NOW.date()


@made_once(after="today")
def world(park: Partnership, ann: User, ines: User, otto: User, body: Organisation) -> World:
    return build_world(park, leader=ann, guest=ines, auditor=otto, body=body)


@made_once(after="today")
def other_world(other_park: Partnership, carla: User) -> World:
    """Park B, judged by another body."""
    body = Organisation.objects.create(name="Instelling Y", kind="certification_body")
    return build_world(other_park, leader=carla, guest=make_user("gus"), auditor=make_user("olga"), body=body)
