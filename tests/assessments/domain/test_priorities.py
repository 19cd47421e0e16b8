"""Choosing what comes first."""

import pytest

from actionplans.models import Objective, Plan
from assessments.domain.analyses import adopt_analysis
from assessments.domain.priorities import change_priority, choose_priority, move_priority, remove_priority
from assessments.models import Priority
from partnerships.exceptions import Refused
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def chosen(cycle, ann, *titles, **more):
    topic = cycle.scheme.topics[0].id
    return [
        choose_priority(cycle, topic_id=topic, title=title, reason="Veel meldingen", by=ann, at=NOW, **more)
        for title in titles
    ]


def titles():
    return list(Priority.objects.values_list("rank", "title"))


def test_they_come_in_order_and_a_rank_may_be_given(cycle, ann):
    chosen(cycle, ann, "Licht", "Inbraak")
    chosen(cycle, ann, "Afval", rank=1)
    assert titles() == [(1, "Afval"), (2, "Licht"), (3, "Inbraak")]


@pytest.mark.parametrize(
    ("start", "places", "after"),
    [
        (2, -1, [(1, "Licht"), (2, "Afval"), (3, "Inbraak")]),
        (0, 1, [(1, "Inbraak"), (2, "Licht"), (3, "Afval")]),
        (0, -1, [(1, "Licht"), (2, "Inbraak"), (3, "Afval")]),
        (2, 1, [(1, "Licht"), (2, "Inbraak"), (3, "Afval")]),
    ],
)
def test_moving_and_the_ends_of_the_list(cycle, ann, start, places, after):
    move_priority(chosen(cycle, ann, "Licht", "Inbraak", "Afval")[start], places=places, by=ann, at=NOW)
    assert titles() == after


def test_a_title_twice_an_empty_reason_and_a_strange_topic_are_refused(cycle, ann):
    chosen(cycle, ann, "Licht")
    topic = cycle.scheme.topics[0].id
    for wrong in (
        {"topic_id": topic, "title": "Licht", "reason": "x"},
        {"topic_id": topic, "title": "Nieuw", "reason": " "},
        {"topic_id": topic, "title": " ", "reason": "x"},
        {"topic_id": "elders", "title": "Nieuw", "reason": "x"},
    ):
        with pytest.raises(Refused):
            choose_priority(cycle, **wrong, by=ann, at=NOW)
    assert titles() == [(1, "Licht")]


def test_changing_keeps_the_place(cycle, ann):
    _licht, inbraak = chosen(cycle, ann, "Licht", "Inbraak")
    change_priority(inbraak, topic_id=inbraak.topic_id, title="Inbraken", reason="Zeven keer", by=ann, at=NOW)
    assert titles() == [(1, "Licht"), (2, "Inbraken")]
    with pytest.raises(Refused):
        change_priority(inbraak, topic_id=inbraak.topic_id, title="Licht", reason="x", by=ann, at=NOW)


def test_a_focus_area_with_an_objective_stays(cycle, ann):
    licht, inbraak = chosen(cycle, ann, "Licht", "Inbraak")
    plan = Plan.objects.create(
        partnership=cycle.partnership, cycle=cycle, title="Plan", starts_on=TODAY, ends_on=TODAY.replace(year=2028)
    )
    Objective.objects.create(
        partnership=cycle.partnership, plan=plan, priority=licht, title="Minder donkere plekken", indicator="aantal",
        baseline="12", target="3", target_on=TODAY,
    )  # fmt: skip
    with pytest.raises(Refused):
        remove_priority(licht, by=ann, at=NOW)
    remove_priority(inbraak, by=ann, at=NOW)
    assert titles() == [(1, "Licht")]


def test_after_adoption_nothing_moves(cycle, ann):
    licht, _inbraak = chosen(cycle, ann, "Licht", "Inbraak")
    adopt_analysis(cycle, unmet=[], by=ann, on=TODAY, at=NOW)
    for change in (
        lambda: chosen(cycle, ann, "Afval"),
        lambda: move_priority(licht, places=1, by=ann, at=NOW),
        lambda: remove_priority(licht, by=ann, at=NOW),
    ):
        with pytest.raises(Refused):
            change()
    assert titles() == [(1, "Licht"), (2, "Inbraak")]
