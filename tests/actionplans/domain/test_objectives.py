from datetime import date
from typing import Any

import pytest

from actionplans.domain.objectives import add_objective, change_objective, remove_objective
from actionplans.models import Objective
from assessments.models import Priority
from partnerships.exceptions import Refused
from partnerships.models import Cycle
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import make_priority, now

WHOLE: dict[str, Any] = {
    "title": "Minder inbraken",
    "indicator": "Per jaar",
    "baseline": "7",
    "target": "4",
    "target_on": date(2027, 12, 31),
}


@pytest.mark.feature("F41")
@pytest.mark.parametrize("missing", ["title", "indicator", "baseline", "target", "target_on"])
def test_an_objective_is_measurable_or_it_is_not_saved(plan, ann, missing):
    with member_door(plan.partnership):
        priority = make_priority(plan.cycle)
        with pytest.raises(Refused):
            add_objective(
                plan, priority=priority, by=ann, at=now(), **{**WHOLE, missing: None if missing == "target_on" else " "}
            )
        assert not Objective.objects.exists()


@pytest.mark.feature("F41")
def test_an_objective_belongs_to_a_focus_area_of_this_round(plan, other_park, ann):
    with member_door(other_park):
        foreign: Priority = make_priority(Cycle.objects.get())
    with member_door(plan.partnership):
        wrong: list[Any] = [None, foreign]
        for priority in wrong:
            with pytest.raises(Refused):
                add_objective(plan, priority=priority, by=ann, at=now(), **WHOLE)
        assert not Objective.objects.exists()


def test_an_objective_changes_in_a_draft(objective, ann):
    with member_door(objective.partnership):
        change_objective(objective, target="3", by=ann, at=now())
        objective.refresh_from_db()
        assert objective.target == "3"
        with pytest.raises(Refused):
            change_objective(objective, target="", by=ann, at=now())


def test_an_objective_goes_only_without_measures(objective, measure, ann):
    with member_door(objective.partnership):
        with pytest.raises(Refused):
            remove_objective(objective, by=ann, at=now())
        measure.delete()
        remove_objective(objective, by=ann, at=now())
        assert not Objective.objects.exists()
