import pytest

from actionplans.domain.completeness import element_states
from actionplans.domain.measure_progress import drop_measure
from actionplans.domain.plans import elements_of, start_plan
from partnerships.models import Cycle
from partnerships.periods import add_months
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import STARTS, make_measure, make_objective, make_priority, now, today, write_texts
from tests.conftest import found, newest_scheme


def done_of(plan):
    states = element_states(plan, plan.cycle.scheme, on=today())
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
        states = element_states(plan, plan.cycle.scheme, on=today())
    assert sorted(state.element.answered_by for state in states if state.done) == ["leader", "period"]
    assert all(state.how for state in states)


def test_every_focus_area_needs_an_objective_and_every_objective_a_measure(plan, measure, police, ann):
    def done(kind):
        states = element_states(plan, plan.cycle.scheme, on=today())
        return next(state for state in states if state.element.answered_by == kind)

    with member_door(plan.partnership):
        assert done("objectives").done
        assert done("measures").done
        second = make_priority(plan.cycle, "Verlichting", 2)
        assert not done("objectives").done
        assert "Verlichting" in done("objectives").how
        objective = make_objective(plan, second, by=ann, title="Licht op straat")
        assert done("objectives").done
        assert "Licht op straat" in done("measures").how
        made = make_measure(objective, police, by=ann)
        assert done("measures").done
        drop_measure(made, reason="Te duur.", by=ann, on=today(), at=now())
        assert not done("measures").done


def test_a_later_round_may_ask_other_elements(plan):
    first = elements_of(plan)
    plan.cycle.number = 2
    assert elements_of(plan) == (plan.cycle.scheme.plan.renewal_elements or first)


def test_a_scheme_may_ask_an_objective_for_every_theme(ann, municipality):
    park = found("Zuidpark", ann, municipality, newest_scheme("recognition"))
    with member_door(park):
        cycle = Cycle.objects.get()
        scheme = cycle.scheme
        months = scheme.plan.months
        plan = start_plan(cycle, title="P", starts_on=STARTS, ends_on=add_months(STARTS, months), by=ann, at=now())
        assert scheme.plan.needs_objective_on == "themes"

        def objectives():
            states = element_states(plan, scheme, on=today())
            return next(state for state in states if state.element.answered_by == "objectives")

        for number, theme in enumerate(scheme.themes):
            assert not objectives().done
            topic = next(topic for topic in scheme.topics if topic.theme == theme.id)
            priority = make_priority(cycle, str(theme.name), number)
            type(priority).objects.filter(pk=priority.pk).update(topic_id=topic.id)
            make_objective(plan, priority, by=ann, title=str(theme.name))
        assert objectives().done
