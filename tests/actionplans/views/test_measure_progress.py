import pytest
from django.urls import reverse

from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import make_measure, today
from tests.conftest import client_of


def url(measure, name):
    return reverse(f"actionplans:{name}", kwargs={"partnership": measure.partnership.slug, "pk": measure.pk})


@pytest.fixture
def foreign(objective, shops, ann):
    """A measure of another party than bert's."""
    with member_door(objective.partnership):
        return make_measure(objective, shops, by=ann, title="Gevelverlichting")


OWN = [("measure-progress", {"note": "18 van 30."}), ("measure-done", {"result": "Alle 30."})]


@pytest.mark.parametrize(("name", "words"), OWN)
def test_a_partner_reports_on_its_own_measures_only(measure, foreign, bert, ann, carla, name, words):
    data = {**words, "on": today().isoformat()}
    assert client_of(bert).get(url(measure, name)).status_code == 200
    refusal = client_of(bert).post(url(foreign, name), data)
    assert refusal.status_code == 403
    assert client_of(carla).post(url(measure, name), data).status_code == 404
    assert client_of(bert).put(url(measure, name)).status_code == 405
    assert client_of(bert).post(url(measure, name), data).status_code == 302
    assert client_of(ann).post(url(foreign, name), data).status_code == 302
    with member_door(measure.partnership):
        for one in (measure, foreign):
            one.refresh_from_db()
    assert (measure.progress_note or measure.result) == next(iter(words.values()))
    assert (foreign.progress_note or foreign.result) == next(iter(words.values()))


def test_the_page_of_a_foreign_measure_says_why_not(foreign, bert):
    page = client_of(bert).get(url(foreign, "measure"))
    assert str(foreign.owner_partner) in page.context["why_not_report"]
    assert url(foreign, "measure-progress") not in page.content.decode()


LEADS = [
    ("measure-drop", {"reason": "Te duur.", "on": "2026-03-01"}),
    ("measure-decision", {"decision": "refused", "decided_on": "2026-03-01"}),
]


@pytest.mark.parametrize(("name", "data"), LEADS)
def test_dropping_and_deciding_is_for_who_runs_the_plan(measure, ann, bert, carla, name, data):
    assert client_of(bert).post(url(measure, name), data).status_code == 403
    assert client_of(carla).post(url(measure, name), data).status_code == 404
    assert client_of(ann).get(url(measure, name)).status_code == 200
    assert client_of(ann).delete(url(measure, name)).status_code == 405
    assert client_of(ann).post(url(measure, name), data).status_code == 302
    with member_door(measure.partnership):
        measure.refresh_from_db()
    assert measure.drop_reason == "Te duur." or measure.decision == "refused"


def test_a_closed_measure_is_opened_again(measure, ann, bert):
    reopen = url(measure, "measure-reopen")
    assert client_of(ann).get(reopen).status_code == 405
    assert client_of(bert).post(reopen).status_code == 403
    client_of(ann).post(url(measure, "measure-done"), {"result": "Klaar.", "on": today().isoformat()})
    assert reopen in client_of(ann).get(url(measure, "measure")).content.decode()
    assert client_of(ann).post(reopen).status_code == 302
    with member_door(measure.partnership):
        measure.refresh_from_db()
    assert measure.is_open


def test_a_day_to_come_is_refused_above_the_form(measure, bert):
    page = client_of(bert).post(url(measure, "measure-done"), {"result": "Klaar.", "on": "2099-01-01"})
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
