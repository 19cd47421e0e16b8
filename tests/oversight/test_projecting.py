"""Projections follow the facts, and only the facts: the clock and a rebuild change nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from oversight.domain.projecting import TABLES, rebuild, refresh_marked
from oversight.models import Due, Progress
from partnerships.domain.tasks import tick_task
from partnerships.models import Cycle, Organisation, Partnership, User
from partnerships.scheme_files import all_schemes
from partnerships.tenancy.doors import member_door, sweep_door
from tests.conftest import NOW, TODAY
from tests.many import make_many


def everything() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    with sweep_door(*TABLES):
        progress = [dict(row) for row in Progress.objects.order_by("cycle_id").values()]
        dues = [dict(row) for row in Due.objects.order_by("cycle_id", "kind", "subject").values()]
    for row in (*progress, *dues):
        row.pop("id")
    return progress, dues


@pytest.mark.sqlite
def test_a_rebuild_changes_nothing_also_a_day_later(ann: User, municipality: Organisation) -> None:
    make_many(40, leader=ann, municipality=municipality, schemes=list(all_schemes()))
    assert refresh_marked() == 40
    before = everything()
    assert len(before[0]) == 40
    assert before[1]
    assert refresh_marked() == 0
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=1), tick=False):
        assert rebuild() == 40
    assert everything() == before


def test_the_number_of_queries_does_not_grow_with_the_cycles(
    ann: User, municipality: Organisation, django_assert_max_num_queries
) -> None:
    scheme = [next(iter(all_schemes()))]
    make_many(30, leader=ann, municipality=municipality, schemes=scheme)
    with sweep_door(*TABLES):
        Cycle.objects.update(changed_at=None)
        Cycle.objects.filter(pk__in=Cycle.objects.values("pk")[:3]).update(changed_at=NOW)
    with django_assert_max_num_queries(30 + 3):  # one guarded update per cycle takes its mark away
        assert refresh_marked() == 3
    with sweep_door(*TABLES):
        Cycle.objects.update(changed_at=NOW)
    with django_assert_max_num_queries(30 + 30):
        assert refresh_marked() == 30


def test_an_act_marks_its_cycle_and_the_projection_follows(park: Partnership, ann: User) -> None:
    refresh_marked()
    with member_door(park):
        cycle = Cycle.objects.get()
        before = Progress.objects.get().tasks_done
        by_hand = next(task for task in cycle.scheme.tasks if task.done_when is None and not task.optional)
        tick_task(cycle, by_hand.id, done_on=TODAY, by=ann, at=NOW)
    assert refresh_marked() == 1
    with member_door(park):
        assert Progress.objects.get().tasks_done == before + 1
        assert Due.objects.get(kind=Due.Kind.TASK, subject=by_hand.id).done_on == TODAY
