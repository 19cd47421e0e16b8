"""Progress and content are two rights: an overseer has the first, and the second only with a role of their own."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from oversight.domain.projecting import refresh_marked
from partnerships.domain.granting import grant_oversight
from partnerships.domain.memberships import appoint
from partnerships.domain.officers import appoint_officer
from partnerships.enums import OfficerRole, PartyKind, Role
from partnerships.models import Organisation, Partner, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, client_of, found, make_user, newest_scheme

pytestmark = pytest.mark.feature("F104")
LIST = reverse("oversight:portfolio")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def names(user: User) -> list[str]:
    refresh_marked()
    page: Any = client_of(user).get(LIST)
    return sorted(line.partnership.name for line in page.context["lines"])


def test_a_region_oversees_the_ground_of_its_municipalities_only(
    park: Partnership, municipality: Organisation, carla: User
) -> None:
    elsewhere = Organisation.objects.create(name="Gemeente Elders", kind=PartyKind.MUNICIPALITY)
    far = found("Verweg", carla, elsewhere, newest_scheme("certificate"))
    region = Organisation.objects.create(name="PVO Oost", kind=PartyKind.BUSINESS_PLATFORM)
    user = make_user("pia")
    appoint_officer(user, region, role=OfficerRole.OVERSEER, on=date(2020, 1, 1))
    assert names(user) == []
    region.municipalities.add(municipality)
    with member_door(park):
        grant_oversight(park)
    assert names(user) == [park.name]
    assert client_of(user).get(reverse("oversight:portfolio-partnership", args=[park.slug])).status_code == 200
    assert client_of(user).get(reverse("oversight:portfolio-partnership", args=[far.slug])).status_code == 404
    assert client_of(user).get(park.get_absolute_url()).status_code == 404


def test_new_ground_is_seen_by_the_region_at_once(ann: User, municipality: Organisation) -> None:
    region = Organisation.objects.create(name="Provincie Oost", kind=PartyKind.PROVINCE)
    region.municipalities.add(municipality)
    user = make_user("pia")
    appoint_officer(user, region, role=OfficerRole.OVERSEER, on=date(2020, 1, 1))
    park = found("Nieuw", ann, municipality, newest_scheme("certificate"))
    assert names(user) == [park.name]


def test_content_needs_a_role_of_ones_own(park: Partnership, ann: User, mona: User) -> None:
    content = reverse("partnerships:meetings", kwargs={"partnership": park.slug})
    assert names(mona) == [park.name]
    assert client_of(mona).get(content).status_code == 404
    with member_door(park):
        role = appoint(park, mona, role=Role.REPRESENTATIVE, partner=Partner.objects.get(), by=ann, on=TODAY, at=NOW)
    assert client_of(mona).get(content).status_code == 200
    with member_door(park):
        role.valid_until = TODAY
        role.save()
    assert client_of(mona).get(content).status_code == 404
    assert names(mona) == [park.name]
