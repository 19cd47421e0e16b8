"""What rights cost: two queries on any page, however many partnerships, members and granted rows there are."""

import re
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
from tests.walk import addresses, ask
from tests.world import World

ASKS_RIGHTS = re.compile(
    r'FROM "partnerships_partnership(user|group)objectpermission"|(?<!NOT \()"partnerships_membership"\."user_id" = \d'
    r'|FROM "(partnerships_officer|auth_permission|partnerships_user_user_permissions)"'
)


def asked(work: Any) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        work()
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("name", ["ann", "bert", "ines"])
def test_rights_add_at_most_two_queries_to_any_page(name: str, world: World, request: pytest.FixtureRequest) -> None:
    client, heavy = client_of(request.getfixturevalue(name)), []
    for address in addresses():
        if address.is_of_partnership and "GET" in address.methods:
            url = address.url(world)
            about = [sql for sql in asked(lambda url=url: ask(client, "GET", url)) if ASKS_RIGHTS.search(sql)]
            if len(about) > 2:
                heavy.append((address.name, about))
    assert heavy == []


def leader_of(park: Partnership) -> User:
    with member_door(park):
        found: Membership = Membership.objects.select_related("user").filter(role=Role.PROJECT_LEADER)[0]
        return found.user


@pytest.mark.usefixtures("today")
def test_a_page_costs_the_same_among_three_hundred_partnerships(db: None) -> None:
    """300 partnerships, 3,000 members, 40,000 granted rows."""
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

    before = costs()
    make_parks(297, scheme, members=10)
    assert Partnership.objects.count() == 300
    assert User.objects.count() > 3000
    assert PartnershipUserObjectPermission.objects.count() > 20_000
    assert costs() == before
    assert len(asked(lambda: access_of(leader, park, on=TODAY))) <= 2


@pytest.mark.usefixtures("today")
def test_founding_the_three_hundredth_costs_what_the_third_did(ann: User, municipality: Organisation) -> None:
    scheme: Any = newest_scheme("certificate")

    def found(number: int) -> int:
        area: Area = make_area(f"Grond {number}", kind=AreaKind.BUSINESS_PARK, municipality=municipality)
        return len(
            asked(lambda: found_partnership(f"Terrein {number}", scheme=scheme, areas=[area], by=ann, on=TODAY, at=NOW))
        )

    found(1), found(2)
    third = found(3)
    make_parks(296, scheme, members=10)
    assert found(300) == third
    assert Partnership.objects.count() == 300
