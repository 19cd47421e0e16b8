"""An overseer sees progress of every partnership on the own ground, and nothing of its content."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oversight.models import Due, Progress
from partnerships.domain.granting import appoint_officer
from partnerships.enums import OfficerRole, PartyKind, Role
from partnerships.models import Membership, Officer, Organisation, Partnership, User
from partnerships.tenancy.doors import sweep_door
from tests.conftest import NOW, TODAY, client_of, make_user, newest_scheme
from tests.oversight.rows import make_rows

LIST, CSV = reverse("oversight:portfolio"), reverse("oversight:portfolio-csv")
pytestmark = pytest.mark.usefixtures("at_ten")


@pytest.fixture
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


def names(answer: Any) -> list[str]:
    return [line.partnership.name for line in answer.context["lines"]]


def change(park: Partnership, **fields: Any) -> None:
    with sweep_door(Progress):
        Progress.objects.filter(partnership=park).update(**fields)


@pytest.mark.feature("F104")
def test_an_overseer_sees_every_partnership_on_the_own_ground_and_no_other(
    mona: User, municipality: Organisation
) -> None:
    parks = make_rows(2, municipality)
    elsewhere = Organisation.objects.create(name="Gemeente Elders", kind=PartyKind.MUNICIPALITY)
    make_rows(1, elsewhere, prefix="Elders")
    answer = client_of(mona).get(LIST)
    assert names(answer) == [park.name for park in parks]
    assert "Elders" not in answer.content.decode()
    assert answer.context["counts"] == {"total": 2, "attention": 2}
    assert "Gebied Terrein 000" in answer.content.decode()


@pytest.mark.feature("F104")
@pytest.mark.parametrize("address", [LIST, CSV])
def test_a_page_of_three_hundred_costs_what_a_page_of_three_costs(
    mona: User, municipality: Organisation, address: str
) -> None:
    client = client_of(mona)
    make_rows(3, municipality)
    client.get(address)  # what is read once per process
    with CaptureQueriesContext(
        connection,
    ) as three:
        assert client.get(address).status_code == 200
    make_rows(297, municipality, prefix="Meer")
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(three) <= 12


@pytest.mark.feature("F104")
def test_exceptions_stand_first_with_their_reason(mona: User, municipality: Organisation) -> None:
    fine, silent, late, soon, expired, withdrawn = make_rows(6, municipality)
    with sweep_door(Due):
        Due.objects.exclude(partnership=late).delete()
    change(silent, last_activity_on=TODAY - timedelta(days=101))
    change(soon, certificate_until=date(2026, 5, 22), certificate_level="", certificate_number="N1")
    change(expired, certificate_until=TODAY, certificate_number="N2")
    change(withdrawn, certificate_until=date(2028, 1, 1), certificate_withdrawn_on=TODAY, certificate_number="N3")
    client = client_of(mona)
    answer = client.get(LIST)
    assert names(answer) == [park.name for park in (expired, withdrawn, soon, late, silent, fine)]
    assert [line.partnership for line, _reasons in answer.context["exceptions"]] == [
        expired, withdrawn, soon, late, silent
    ]  # fmt: skip
    assert [line.state for line in answer.context["lines"]] == ["late", "late", "soon", "", "", ""]
    assert names(client.get(LIST, {"proof": "ended"})) == [expired.name, withdrawn.name]
    assert names(client.get(LIST, {"proof": "soon"})) == [soon.name]
    assert names(client.get(LIST, {"proof": "valid"})) == [soon.name]
    assert names(client.get(LIST, {"proof": "none"})) == [late.name, silent.name, fine.name]
    assert names(client.get(LIST, {"late": "yes"})) == [late.name]
    assert names(client.get(LIST, {"q": f"gebied {fine.name}"})) == [fine.name]
    assert names(client.get(LIST, {"sort": "-name"})) == [
        withdrawn.name,
        expired.name,
        soon.name,
        late.name,
        silent.name,
        fine.name,
    ]


def test_the_list_can_be_narrowed_to_a_scheme_and_a_stage(mona: User, municipality: Organisation) -> None:
    first, second = make_rows(2, municipality)
    other: Any = newest_scheme("recognition")
    change(second, scheme_urn=other.urn, scheme_version=other.version, phase_id=other.phases[-1].id)
    client = client_of(mona)
    assert names(client.get(LIST, {"scheme": f"{other.urn}/{other.version}"})) == [second.name]
    stage = newest_scheme("certificate").phases[0].stage  # type: ignore[attr-defined]
    assert names(client.get(LIST, {"stage": stage})) == [first.name]


def test_the_certificate_of_an_earlier_round_counts_until_it_ends(mona: User, municipality: Organisation) -> None:
    (park,) = make_rows(1, municipality, certificate_until=date(2027, 1, 1), certificate_number="N1")
    with sweep_door(Progress, *[Progress.cycle.field.related_model]):
        cycle = Progress.objects.get(partnership=park).cycle
        cycle.closed_on = TODAY
        cycle.save()
        cycle.pk, cycle.number, cycle.closed_on = None, 2, None
        cycle.save(force_insert=True)
        row = Progress.objects.get(partnership=park)
        row.pk, row.cycle, row.cycle_number, row.certificate_until, row.certificate_number = None, cycle, 2, None, ""
        row.save(force_insert=True)
    (line,) = client_of(mona).get(LIST).context["lines"]
    assert (line.row.cycle_number, line.last_day, line.level) == (2, date(2026, 12, 31), "N1")


@pytest.mark.feature("F104")
def test_names_lead_home_for_members_only(mona: User, municipality: Organisation) -> None:
    mine, theirs = make_rows(2, municipality)
    with sweep_door(Membership):
        Membership.objects.create(
            partnership=mine, user=mona, role=Role.REPRESENTATIVE, valid_from=TODAY - timedelta(days=1)
        )
    page = client_of(mona).get(LIST).content.decode()
    assert f'href="{mine.get_absolute_url()}"' in page
    assert theirs.get_absolute_url() not in page


def test_somebody_without_the_office_is_told_why(ann: User, otto: User, park: Partnership) -> None:
    for user in (ann, otto):
        for address in (LIST, CSV, reverse("oversight:portfolio-partnership", args=[park.slug])):
            answer = client_of(user).get(address)
            assert answer.status_code == 403
        assert str(answer.context["exception"]) in answer.content.decode()


def test_an_office_that_ended_is_refused_at_once(mona: User, park: Partnership) -> None:
    client = client_of(mona)
    assert names(client.get(LIST)) == []
    Officer.objects.filter(user=mona).update(valid_until=TODAY)
    assert client.get(LIST).status_code == 403


def test_an_office_without_the_granted_row_shows_nothing(municipality: Organisation) -> None:
    make_rows(1, municipality)
    user = make_user("nora")
    other = Organisation.objects.create(name="Gemeente Elders", kind=PartyKind.MUNICIPALITY)
    appoint_officer(user, other, role=OfficerRole.OVERSEER, on=date(2020, 1, 1))
    assert names(client_of(user).get(LIST)) == []
    user.groups.clear()
    Officer.objects.filter(user=user).update(organisation=municipality)
    assert names(client_of(user).get(LIST)) == []


def test_a_visitor_signs_in_first_and_nothing_is_posted(mona: User, client: Any) -> None:
    assert client.get(LIST).status_code == 302
    for address in (LIST, CSV, reverse("oversight:portfolio-partnership", args=["x"])):
        assert client_of(mona).post(address).status_code == 405


@pytest.mark.feature("F104")
def test_one_partnership_shows_phases_and_duties_in_words_of_the_scheme(mona: User, municipality: Organisation) -> None:
    (park,) = make_rows(1, municipality)
    with sweep_door(Due):
        due = Due.objects.get(partnership=park)
        Due.objects.create(
            partnership=park,
            cycle_id=due.cycle_id,
            scheme_urn=due.scheme_urn,
            scheme_version=due.scheme_version,
            kind="measure",
            subject="measure:1",
            due_on=TODAY,
            owner_kind="police",
        )
    answer = client_of(mona).get(reverse("oversight:portfolio-partnership", args=[park.slug]))
    scheme: Any = newest_scheme("certificate")
    task, measure = (duty["title"] for duty in answer.context["duties"])
    assert task == str(scheme.tasks[0].name)
    assert measure.endswith(f": {scheme.party_name('police')}")
    assert [phase["state"] for phase in answer.context["phases"]][:2] == ["now", "later"]
    assert answer.context["duties"][0]["late"]


def test_a_partnership_on_other_ground_does_not_exist(mona: User, municipality: Organisation) -> None:
    elsewhere = Organisation.objects.create(name="Gemeente Elders", kind=PartyKind.MUNICIPALITY)
    (park,) = make_rows(1, elsewhere, prefix="Elders")
    make_rows(1, municipality)
    assert client_of(mona).get(reverse("oversight:portfolio-partnership", args=[park.slug])).status_code == 404


def test_the_file_has_the_rows_of_the_filter(mona: User, municipality: Organisation) -> None:
    make_rows(2, municipality)
    lines = client_of(mona).get(CSV, {"q": "001"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("Terrein 001;Gebied Terrein 001;")
    assert lines[1].endswith(";1;2026-03-07")
