"""The rows that grant rights follow from memberships and offices; what differs is found, said and mended (F13)."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.domain.grant_checking import find_drift
from partnerships.domain.memberships import appoint, end_membership
from partnerships.domain.officers import appoint_officer
from partnerships.enums import OfficerRole, PartyKind, Role
from partnerships.models import (
    Activity,
    Membership,
    Officer,
    Organisation,
    Partnership,
    PartnershipGroupObjectPermission,
    PartnershipUserObjectPermission,
    User,
)
from partnerships.tasks import mend_grants
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, client_of, newest_scheme
from tests.rights_rows import make_parks

pytestmark = pytest.mark.feature("F13")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def said(*options: str) -> str:
    out = StringIO()
    call_command("check_grants", *options, stdout=out)
    return out.getvalue()


def test_what_the_verbs_leave_is_right(park: Partnership, other_park: Partnership, mona: User, otto: User) -> None:
    assert len(find_drift(on=TODAY)) == 0
    assert "Every right" in said()


def test_every_kind_of_difference_is_said_and_mended(park: Partnership, ann: User, carla: User, mona: User) -> None:
    lost = PartnershipUserObjectPermission.objects.filter(user=ann, permission__codename="edit_plan")
    lost.delete()
    stolen = Permission.objects.get(codename="adopt_plan", content_type__model="partnership")
    PartnershipUserObjectPermission.objects.create(user=carla, content_object=park, permission=stolen)
    group = mona.groups.get()
    PartnershipGroupObjectPermission.objects.filter(permission__codename="see_progress").delete()
    PartnershipGroupObjectPermission.objects.create(group=group, content_object=park, permission=stolen)
    mona.groups.remove(group)
    carla.groups.add(group)
    out = StringIO()
    with pytest.raises(CommandError, match="6 differences"):
        call_command("check_grants", stdout=out)
    assert sorted(out.getvalue().splitlines()) == sorted(
        [
            f"missing ann@example.org: edit_plan in {park.slug}",
            f"surplus carla@example.org: adopt_plan in {park.slug}",
            f"missing {group.name}: see_progress in {park.slug}",
            f"surplus {group.name}: adopt_plan in {park.slug}",
            f"missing mona@example.org: member of {group.name}",
            f"surplus carla@example.org: member of {group.name}",
        ]
    )
    assert "6 differences mended" in said("--repair")
    assert "Every right" in said()
    with member_door(park):
        assert Activity.objects.get(verb="mended_rights").details == {"count": 4}


def test_an_organisation_without_a_group_gets_one(park: Partnership, mona: User) -> None:
    mona.groups.get().delete()
    assert len(find_drift(on=TODAY)) == 3
    said("--repair")
    assert client_of(mona).get("/portfolio/").status_code == 200
    assert len(find_drift(on=TODAY)) == 0


def test_the_night_takes_away_what_ended(park: Partnership, ann: User, carla: User, mona: User) -> None:
    until = TODAY + timedelta(days=10)
    with member_door(park):
        appoint(park, carla, role=Role.PROCESS_GUIDE, by=ann, on=TODAY, at=NOW, until=until)
    Officer.objects.filter(user=mona).update(valid_until=until)
    rows = PartnershipUserObjectPermission.objects.filter(user=carla, content_object=park)
    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        assert mend_grants() == 0
        assert client_of(carla).get(park.get_absolute_url()).status_code == 200
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        assert rows.exists()
        assert mend_grants() == 14
    assert not rows.exists()
    assert not mona.groups.exists()


def test_an_ended_membership_is_refused_at_once_whatever_rows_stand(park: Partnership, bert: User) -> None:
    client, home = client_of(bert), park.get_absolute_url()
    with member_door(park):
        Membership.objects.filter(user=bert).update(valid_until=TODAY + timedelta(days=1))
    assert client.get(home).status_code == 200
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert PartnershipUserObjectPermission.objects.filter(user=bert, content_object=park).count() == 5
        client = client_of(bert)  # signed in again: sessions are shorter than a day
        assert client.get(home).status_code == 404
        assert client.post(f"{home}meetings/add/").status_code == 404
        page: Any = client.get("/")
        assert park.name not in page.content.decode()


def test_a_role_that_ends_takes_only_its_own_acts(park: Partnership, ann: User, bert: User) -> None:
    """Several roles for one person, and other ones elsewhere."""
    with member_door(park):
        chair = appoint(park, bert, role=Role.CHAIR, by=ann, on=TODAY, at=NOW)
    post = f"{park.get_absolute_url()}meetings/add/"
    assert client_of(bert).get(post).status_code == 200
    with member_door(park):
        end_membership(chair, by=ann, on=TODAY, at=NOW)
    assert client_of(bert).get(post).status_code == 403
    assert client_of(bert).get(park.get_absolute_url()).status_code == 200
    assert len(find_drift(on=TODAY)) == 0


def test_a_person_has_other_roles_in_other_partnerships(
    park: Partnership, other_park: Partnership, bert: User, carla: User
) -> None:
    with member_door(other_park):
        appoint(other_park, bert, role=Role.COORDINATOR, by=carla, on=TODAY, at=NOW)
    client = client_of(bert)
    assert client.get(f"{park.get_absolute_url()}roles/appoint/").status_code == 403
    assert client.get(f"{other_park.get_absolute_url()}roles/appoint/").status_code == 200


def test_checking_costs_the_same_for_many(db: None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert len(find_drift(on=TODAY)) == 0
        return len(asked)

    scheme: Any = newest_scheme("certificate")
    make_parks(3, scheme, members=4, prefix="Few")
    few = queries()
    make_parks(300, scheme, members=10)
    assert queries() == few <= 8


def test_a_province_oversees_its_municipalities(
    park: Partnership, other_park: Partnership, municipality: Organisation
) -> None:
    """And no others; taking a municipality away takes its partnerships away."""
    province = Organisation.objects.create(name="Provincie Oost", kind=PartyKind.PROVINCE)
    user = User.objects.create_user("prov@example.org", name="prov")
    appoint_officer(user, province, role=OfficerRole.OVERSEER, on=date(2020, 1, 1))
    province.municipalities.add(municipality)
    assert len(find_drift(on=TODAY)) == 4
    said("--repair")
    page = client_of(user).get("/portfolio/")
    assert page.status_code == 200
    province.municipalities.clear()
    assert mend_grants() == 4
