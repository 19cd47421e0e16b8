"""Two filled partnerships: A, and B that nobody of A may see."""

import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.http import HttpResponseForbidden, HttpResponseNotFound
from django.urls import get_resolver

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


@pytest.fixture
def bare_refusals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refusals without the page around them and without a line in the log, for walks that are refused by the thousand.

    The page is the same for all and was walked in ``test_shell.py`` and ``test_reading.py``. What a refusal says stays in.
    """
    handlers = {
        403: lambda _request, exception: HttpResponseForbidden(str(exception)),
        404: lambda _request, exception: HttpResponseNotFound(str(exception)),
    }
    resolver = get_resolver()
    kept, level = resolver.resolve_error_handler, logging.root.manager.disable
    monkeypatch.setattr(resolver, "resolve_error_handler", lambda status: handlers.get(status) or kept(status))
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(level)
