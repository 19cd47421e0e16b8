from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.domain.measure_progress import complete_measure
from actionplans.models import Measure
from actionplans.rules import quarter_of
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import make_measure, make_objective, make_priority, now, person_of, today
from tests.conftest import client_of


def url(park, name="measures", **kwargs):
    return reverse(f"actionplans:{name}", kwargs={"partnership": park.slug, **kwargs})


def titles(page):
    return [row.measure.title for row in page.context["rows"]]


def facts(objective, partner):
    return {
        "objective": objective.pk, "title": "Lampen herstellen", "kind": "physical", "owner_partner": partner.pk,
        "owner_contact": person_of(partner).pk, "deadline": "2027-03-31", "cost": "4.800,50", "decision": "granted",
        "decided_on": "2026-02-11",
    }  # fmt: skip


@pytest.fixture
def three(park, objective, police, shops, ann):
    """One late of the police, one done of the shops, one to come of the shops, in two focus areas."""
    with member_door(park):
        light = make_objective(objective.plan, make_priority(objective.plan.cycle, "Verlichting", 2), by=ann)
        past = today() - timedelta(days=3)
        late = make_measure(objective, police, by=ann, title="Te laat", deadline=past, kind="study")
        done = make_measure(light, shops, by=ann, title="Klaar", decision="not_needed", cost_cents=100)
        complete_measure(done, result="Gedaan.", by=ann, on=today(), at=now())
        later = make_measure(
            light, shops, by=ann, title="Later", deadline=today() + timedelta(days=400),
            starts_on=today() + timedelta(days=300), decision="granted", decided_on=today(), cost_cents=900,
        )  # fmt: skip
    return late, done, later


def test_the_list_is_grouped_by_focus_area_with_counts_on_top(park, three, ann):
    page = client_of(ann).get(url(park))
    assert [(group.name, len(group.rows)) for group in page.context["groups"]] == [
        ("Inbraak en diefstal", 1),
        ("Verlichting", 2),
    ]
    overview = page.context["overview"]
    counts = (overview.total, overview.done, overview.on_time, overview.late, overview.undecided)
    assert counts == (3, 1, 1, 1, 1)


@pytest.mark.feature("F51")
def test_every_filter_finds_exactly_its_rows(park, three, police, ann):
    late, done, later = three
    client = client_of(ann)
    year, quarter = quarter_of(later.deadline)
    expected = {
        f"party={police.pk}": ["Te laat"],
        f"person={done.owner_contact_id}": ["Klaar", "Later"],
        f"area={late.objective.priority_id}": ["Te laat"],
        "status=late": ["Te laat"],
        "status=done": ["Klaar"],
        "status=planned": ["Later"],
        "status=dropped": [],
        "kind=study": ["Te laat"],
        f"quarter={year}-{quarter}": ["Later"],
        "decision=granted": ["Later"],
        "q=LATER": ["Later"],
        "sort=-cost": ["Later", "Klaar", "Te laat"],
        "sort=title": ["Klaar", "Later", "Te laat"],
        f"status=late&party={done.owner_partner_id}": [],
    }
    assert {query: titles(client.get(f"{url(park)}?{query}")) for query in expected} == expected


@pytest.mark.feature("F48")
def test_what_waits_for_a_decision_is_a_list_with_days_open(park, three, ann):
    late = three[0]
    with member_door(park):
        Measure.objects.filter(pk=late.pk).update(added_on=today() - timedelta(days=41))
    page = client_of(ann).get(f"{url(park)}?decision=undecided")
    assert titles(page) == ["Te laat"]
    assert "41" in page.context["rows"][0].money_words


@pytest.mark.feature("F51")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_sheet_holds_what_is_filtered(park, three, ann, carla, kind):
    address = url(park, "measures-export", kind=kind)
    answer = client_of(ann).get(f"{address}?status=late")
    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]
    if kind == "csv":
        assert answer.content.decode("utf-8-sig").count("\r\n") == 2
    assert client_of(carla).get(address).status_code == 404
    assert client_of(ann).post(address).status_code == 405


def test_the_questions_to_the_database_do_not_grow(park, objective, police, ann):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(park)).status_code == 200
        return len(queries)

    client = client_of(ann)
    with member_door(park):
        make_measure(objective, police, by=ann)
    one = asked()
    with member_door(park):
        copy = Measure.objects.get()
        Measure.objects.bulk_create(
            Measure(**{f.attname: getattr(copy, f.attname) for f in Measure._meta.concrete_fields if not f.primary_key})
            for _ in range(299)
        )
    assert asked() == one
    assert one <= 12


def test_fifty_on_a_page(park, objective, police, ann):
    with member_door(park):
        copy = make_measure(objective, police, by=ann)
        fields = [f.attname for f in Measure._meta.concrete_fields if not f.primary_key]
        Measure.objects.bulk_create(Measure(**{name: getattr(copy, name) for name in fields}) for _ in range(50))
    assert len(titles(client_of(ann).get(url(park)))) == 50
    assert len(titles(client_of(ann).get(f"{url(park)}?page=2"))) == 1


@pytest.mark.feature("F51")
def test_the_leader_adds_a_measure(park, objective, police, ann, bert, carla):
    address = url(park, "measure-add")
    with member_door(park):
        data = facts(objective, police)
    assert client_of(ann).get(address).status_code == 200
    assert client_of(bert).get(address).status_code == 403
    assert client_of(carla).get(address).status_code == 404
    assert client_of(ann).put(address).status_code == 405
    assert client_of(ann).post(address, data).status_code == 302
    with member_door(park):
        made = Measure.objects.get()
    assert (made.title, made.cost_cents, made.decision, made.added_on) == (
        "Lampen herstellen",
        480_050,
        "granted",
        today(),
    )


@pytest.mark.feature("F51")
@pytest.mark.parametrize("missing", ["owner_partner", "owner_contact", "deadline"])
def test_a_row_needs_party_person_and_deadline(park, objective, police, ann, missing):
    with member_door(park):
        data = facts(objective, police)
    page = client_of(ann).post(url(park, "measure-add"), {**data, missing: ""})
    assert missing in page.context["form"].errors
    with member_door(park):
        assert not Measure.objects.exists()


def test_the_person_belongs_to_the_party(park, objective, police, shops, ann):
    with member_door(park):
        data = {**facts(objective, police), "owner_contact": person_of(shops).pk}
    assert "owner_contact" in client_of(ann).post(url(park, "measure-add"), data).context["form"].errors


def test_a_deadline_outside_the_plan_is_a_remark(park, objective, police, ann):
    with member_door(park):
        data = {**facts(objective, police), "deadline": "2030-01-01"}
    page = client_of(ann).post(url(park, "measure-add"), data, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["success", "warning"]


def test_one_measure_shows_what_happened(park, measure, ann, bert, carla):
    address = url(park, "measure", pk=measure.pk)
    for user in (ann, bert):
        page = client_of(user).get(address)
        assert page.status_code == 200
        assert [one.who for one in page.context["history"]] == ["ann"]
    assert client_of(carla).get(address).status_code == 404
    assert client_of(ann).post(address).status_code == 405


def test_a_measure_of_another_park_is_not_there(park, other_park, measure, ann, carla):
    for name in ("measure", "measure-edit", "measure-progress", "measure-done", "measure-drop", "measure-decision"):
        assert client_of(carla).get(url(other_park, name, pk=measure.pk)).status_code == 404


def test_the_leader_changes_a_measure(park, objective, measure, police, ann, bert):
    address = url(park, "measure-edit", pk=measure.pk)
    with member_door(park):
        data = facts(objective, police)
    assert client_of(bert).post(address, data).status_code == 403
    page = client_of(ann).get(address)
    assert page.context["form"].initial["cost"] == 0
    assert client_of(ann).post(address, data).status_code == 302
    with member_door(park):
        measure.refresh_from_db()
    assert (measure.title, measure.decision, measure.cost_cents) == ("Lampen herstellen", "granted", 480_050)
