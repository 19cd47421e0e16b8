"""The start of collective security."""

import pytest
from django.urls import reverse

from certification.models import OperationalStart
from partnerships.domain.granting import regrant
from partnerships.enums import Role
from partnerships.models import Cycle, Membership
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import set_aside
from tests.conftest import NOW, TODAY, client_of, found, newest_scheme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
GIVEN = {"starts_on": "2026-04-01", "announcement": "Brief aan alle bedrijven"}


@pytest.fixture
def belgian(ann, bert, municipality):
    park = found("Noord", ann, municipality, newest_scheme("operational_start", country="BE"))
    with member_door(park):
        Membership.objects.create(partnership=park, user=bert, role=Role.REPRESENTATIVE, valid_from=TODAY)
        regrant(bert, park, on=TODAY)
    return park


def address(park):
    return reverse("certification:operations", kwargs={"partnership": park.slug})


@pytest.mark.feature("F67")
def test_the_leader_records_the_start_when_every_condition_is_met(belgian, ann):
    client = client_of(ann)
    assert client.get(address(belgian)).context["reason"]
    assert client.post(address(belgian), GIVEN).status_code == 422
    with member_door(belgian):
        set_aside(Cycle.objects.get(), "start_operations", by=ann, on=TODAY, at=NOW)
    assert client.post(address(belgian), GIVEN).status_code == 302
    with member_door(belgian):
        assert OperationalStart.objects.get().announcement == GIVEN["announcement"]
    assert GIVEN["announcement"] in client.get(address(belgian)).content.decode()


def test_a_partner_reads_and_does_not_record(belgian, bert):
    assert client_of(bert).get(address(belgian)).status_code == 200
    assert client_of(bert).post(address(belgian), GIVEN).status_code == 403


def test_carla_finds_nothing_here(belgian, carla):
    assert client_of(carla).get(address(belgian)).status_code == 404


def test_wrong_method(belgian, ann):
    assert client_of(ann).put(address(belgian)).status_code == 405


def test_a_scheme_with_a_certificate_says_that_it_ends_otherwise(park, ann):
    page = client_of(ann).get(address(park))
    assert (page.status_code, page.context["fits"]) == (200, False)
