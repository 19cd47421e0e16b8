import pytest
from django.urls import reverse

from actionplans.models import Objective
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import make_priority
from tests.conftest import client_of


def url(park, name, **kwargs):
    return reverse(f"actionplans:{name}", kwargs={"partnership": park.slug, **kwargs})


def facts(priority):
    return {
        "priority": priority.pk, "title": "Minder inbraken", "pillar": "safe", "indicator": "Per jaar", "baseline": "7",
        "target": "4", "target_on": "2027-12-31",
    }  # fmt: skip


@pytest.mark.feature("F41")
def test_the_leader_adds_an_objective_to_a_focus_area(park, plan, ann, bert, carla):
    with member_door(park):
        priority = make_priority(plan.cycle)
    address = url(park, "objective-add")
    assert client_of(ann).get(address).status_code == 200
    assert client_of(bert).get(address).status_code == 403
    assert client_of(carla).get(address).status_code == 404
    assert client_of(ann).put(address).status_code == 405
    without = {**facts(priority), "priority": ""}
    assert "priority" in client_of(ann).post(address, without).context["form"].errors
    assert client_of(ann).post(address, facts(priority)).status_code == 302
    with member_door(park):
        assert Objective.objects.get().priority == priority


def test_an_objective_is_changed_and_taken_out(park, objective, ann, bert, carla):
    edit, remove = (url(park, name, pk=objective.pk) for name in ("objective-edit", "objective-remove"))
    assert client_of(ann).get(edit).status_code == 200
    assert client_of(bert).get(edit).status_code == 403
    assert client_of(carla).get(edit).status_code == 404
    assert client_of(ann).post(edit, {**facts(objective.priority), "target": "2"}).status_code == 302
    with member_door(park):
        objective.refresh_from_db()
    assert objective.target == "2"
    assert client_of(ann).get(remove).status_code == 405
    assert client_of(bert).post(remove).status_code == 403
    assert client_of(ann).post(remove).status_code == 302
    with member_door(park):
        assert not Objective.objects.exists()


def test_an_objective_with_measures_stays(park, objective, measure, ann):
    client_of(ann).post(url(park, "objective-remove", pk=objective.pk))
    with member_door(park):
        assert Objective.objects.get() == objective
