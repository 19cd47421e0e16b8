import pytest

from actionplans.domain.completeness import element_states
from actionplans.domain.measure_progress import drop_measure
from actionplans.domain.plan_contents import contents_of
from actionplans.domain.plans import elements_of, start_plan
from partnerships.models import Cycle
from partnerships.periods import add_months
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import STARTS, make_measure, make_objective, make_priority, now, today, write_texts
from tests.conftest import found, newest_scheme


def done_of(plan):
    states = element_states(contents_of(plan, on=today()))
    return sum(state.done for state in states), len(states)


@pytest.mark.feature("F42")
def test_the_meter_counts_every_element_of_the_scheme(plan, measure, ann):
    with member_door(plan.partnership):
        write_texts(plan, by=ann, leave_out=1)
        assert done_of(plan) == (10, 11)
        write_texts(plan, by=ann)
        assert done_of(plan) == (11, 11)


def test_an_empty_draft_has_its_period_and_its_leader(plan):
    with member_door(plan.partnership):
        states = element_states(contents_of(plan, on=today()))
    assert sorted(state.element.answered_by for state in states if state.done) == ["leader", "period"]
    assert all(state.how for state in states)


def state_of(plan, kind):
    states = element_states(contents_of(plan, on=today()))
    return next(state for state in states if state.element.answered_by == kind)


def test_what_has_no_objective_or_measure_yet_is_told(plan, measure, police, ann):
    with member_door(plan.partnership):
        assert "Verlichting" not in state_of(plan, "objectives").how
        second = make_priority(plan.cycle, "Verlichting", 2)
        assert "Verlichting" in state_of(plan, "objectives").how
        objective = make_objective(plan, second, by=ann, title="Licht op straat")
        assert "Verlichting" not in state_of(plan, "objectives").how
        assert "Licht op straat" in state_of(plan, "measures").how
        make_measure(objective, police, by=ann)
        assert "Licht op straat" not in state_of(plan, "measures").how


def test_a_dropped_measure_answers_nothing(plan, measure, ann):
    with member_door(plan.partnership):
        assert state_of(plan, "measures").done
        drop_measure(measure, reason="Te duur.", by=ann, on=today(), at=now())
        assert not state_of(plan, "measures").done


def test_a_later_round_may_ask_other_elements(plan):
    first = elements_of(plan)
    plan.cycle.number = 2
    assert elements_of(plan) == (plan.cycle.scheme.plan.renewal_elements or first)


def test_where_objectives_hang_on_themes_the_bare_themes_are_told(ann, municipality):
    park = found("Zuidpark", ann, municipality, newest_scheme("recognition"))
    with member_door(park):
        cycle = Cycle.objects.get()
        scheme = cycle.scheme
        ends_on = add_months(STARTS, scheme.plan.months)
        plan = start_plan(cycle, title="P", starts_on=STARTS, ends_on=ends_on, by=ann, at=now())
        assert scheme.plan.needs_objective_on == "themes"
        assert not state_of(plan, "objectives").done
        first, *others = scheme.themes
        topic = next(topic for topic in scheme.topics if topic.theme == first.id)
        priority = make_priority(cycle, "Speerpunt")
        type(priority).objects.filter(pk=priority.pk).update(topic_id=topic.id)
        make_objective(plan, priority, by=ann)
        state = state_of(plan, "objectives")
    assert state.done
    assert str(first.name) not in state.how
    assert all(str(theme.name) in state.how for theme in others)
