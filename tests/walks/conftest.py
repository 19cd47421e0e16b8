"""Two filled partnerships: A, and B that nobody of A may see."""

import pytest
import time_machine

from partnerships.models import Organisation, Partnership, User
from tests.conftest import NOW, make_user
from tests.world import World, build_world


@pytest.fixture
def ines(db: None) -> User:
    """Somebody of the insurer: a member of both partnerships with the smallest of roles."""
    return make_user("ines")


@pytest.fixture
def sam(db: None) -> User:
    """An administrator: a member of nothing, who sees no content."""
    user = make_user("sam")
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def body(otto: User) -> Organisation:
    return otto.offices.get().organisation


@pytest.fixture
def today():
    with time_machine.travel(NOW):
        yield NOW.date()


@pytest.fixture
def world(today, park: Partnership, ann: User, ines: User, otto: User, body: Organisation) -> World:
    return build_world(park, leader=ann, guest=ines, auditor=otto, body=body)


@pytest.fixture
def other_world(today, other_park: Partnership, carla: User) -> World:
    """Park B, judged by another body."""
    body = Organisation.objects.create(name="Instelling Y", kind="certification_body")
    return build_world(other_park, leader=carla, guest=make_user("gus"), auditor=make_user("olga"), body=body)
