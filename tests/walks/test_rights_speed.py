"""What rights cost does not grow: however many partnerships, members and granted rows there are.

That they cost two queries on any page stands in ``test_reading.py``.
"""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.access import access_of
from partnerships.domain.areas import make_area
from partnerships.domain.founding import found_partnership
from partnerships.domain.officers import appoint_officer
from partnerships.enums import AreaKind, OfficerRole, Role
from partnerships.models import (
    Area,
    Membership,
    Organisation,
    Partnership,
    PartnershipUserObjectPermission,
    User,
)
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, client_of, make_user, newest_scheme
from tests.rights_rows import make_parks
from tests.walk import ask


def asked(work: Any) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        work()
    return [query["sql"] for query in queries]


def leader_of(park: Partnership) -> User:
    with member_door(park):
        found: Membership = Membership.objects.select_related("user").filter(role=Role.PROJECT_LEADER)[0]
        return found.user


@pytest.mark.usefixtures("today")
def test_a_page_and_founding_cost_the_same_among_three_hundred_partnerships(
    ann: User, municipality: Organisation
) -> None:
    """300 partnerships, 3,000 members, 40,000 granted rows: pages as among six, and the last is founded as the third."""
    scheme: Any = newest_scheme("certificate")
    park = make_parks(3, scheme, members=10, prefix="Few")[0]
    leader, overseer = leader_of(park), make_user("mona")
    with member_door(park):
        town = Organisation.objects.get(areas__coverage__partnership=park)
    appoint_officer(overseer, town, role=OfficerRole.OVERSEER, on=TODAY)
    pages = [(leader, park.get_absolute_url()), (leader, "/"), (overseer, "/portfolio/"), (overseer, "/")]
    pages += [(leader, reverse(f"partnerships:{name}", args=[park.slug])) for name in ("roles", "parties", "history")]

    def costs() -> list[int]:
        return [len(asked(lambda who=who, url=url: ask(client_of(who), "GET", url))) for who, url in pages]

    def found(number: int) -> int:
        area: Area = make_area(f"Grond {number}", kind=AreaKind.BUSINESS_PARK, municipality=municipality)
        return len(
            asked(lambda: found_partnership(f"Terrein {number}", scheme=scheme, areas=[area], by=ann, on=TODAY, at=NOW))
        )

    found(1), found(2)
    third, before = found(3), costs()
    make_parks(293, scheme, members=11)
    assert found(300) == third
    assert Partnership.objects.count() == 300
    assert User.objects.count() > 3000
    assert PartnershipUserObjectPermission.objects.count() > 20_000
    assert costs() == before
    assert len(asked(lambda: access_of(leader, park, on=TODAY))) <= 2
