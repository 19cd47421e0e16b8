"""The analysis of park A in its first cycle, and sam of the security firm, who may see progress but no content."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from partnerships.domain.granting import regrant
from partnerships.enums import Role
from partnerships.models import Cycle, Membership, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.conftest import TODAY, client_of, make_user

SMALL = Path(__file__).parent / "data" / "police_long_small.csv"


@pytest.fixture
def inside(park: Partnership) -> Iterator[Partnership]:
    """Park A with its door open, for tests of verbs."""
    with member_door(park):
        yield park


@pytest.fixture
def cycle(inside: Partnership) -> Cycle:
    return Cycle.objects.get()


@pytest.fixture
def ann_here(ann: User) -> Client:
    return client_of(ann)


@pytest.fixture
def sam(park: Partnership) -> User:
    user = make_user("sam")
    with member_door(park):
        Membership.objects.create(partnership=park, user=user, role=Role.SECURITY_FIRM, valid_from=date(2025, 5, 2))
        regrant(user, park, on=TODAY)
    return user
