from datetime import date, timedelta

import pytest

from actionplans.domain.measure_progress import complete_measure, drop_measure, reopen_measure, report_progress
from actionplans.domain.measures import change_measure, decide_budget
from actionplans.enums import BudgetDecision, MeasureState
from actionplans.exceptions import WrongOwner
from actionplans.models import Measure
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Activity
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import make_measure, now, person_of, today


@pytest.mark.feature("F51")
def test_a_measure_is_not_saved_without_party_person_and_deadline(objective, police, shops, ann):
    with member_door(objective.partnership):
        for wrong in ({"owner_contact": None}, {"owner_contact": person_of(shops)}):
            with pytest.raises(WrongOwner):
                make_measure(objective, police, by=ann, **wrong)
        with pytest.raises(Refused):
            make_measure(objective, police, by=ann, deadline=None)
        police.left_on = today()
        with pytest.raises(WrongOwner):
            make_measure(objective, police, by=ann)
        assert not Measure.objects.exists()


def test_a_new_date_leaves_the_old_one_in_the_trail(measure, ann):
    old, new = measure.deadline, measure.deadline + timedelta(days=60)
    with member_door(measure.partnership):
        change_measure(measure, deadline=new, by=ann, at=now())
        row = Activity.objects.get(verb="changed_measure")
    assert measure.deadline == new
    assert (row.details["old"], row.details["new"]) == ({"deadline": old.isoformat()}, {"deadline": new.isoformat()})


def test_nothing_is_written_when_nothing_changes(measure, ann):
    with member_door(measure.partnership):
        change_measure(measure, deadline=measure.deadline, by=ann, at=now())
        assert not Activity.objects.filter(verb="changed_measure").exists()


@pytest.mark.feature("F48")
def test_a_decision_needs_its_day_and_takes_the_measure_off_the_list(measure, ann):
    with member_door(measure.partnership):
        assert list(Measure.objects.undecided()) == [measure]
        with pytest.raises(Refused):
            decide_budget(measure, decision=BudgetDecision.GRANTED, decided_on=None, by=ann, at=now())
        decide_budget(measure, decision=BudgetDecision.GRANTED, decided_on=today(), by=ann, at=now())
        assert not Measure.objects.undecided().exists()
        assert Activity.objects.get(verb="decided_budget").details["old"]["decision"] == "undecided"


def test_news_done_and_opened_again(measure, ann):
    with member_door(measure.partnership):
        report_progress(measure, note="18 van 30 bedrijven.", by=ann, on=today(), at=now())
        assert (measure.progress_note, measure.progress_on) == ("18 van 30 bedrijven.", today())
        complete_measure(measure, result="Alle 30.", by=ann, on=today(), at=now())
        assert measure.state_on(today()) == MeasureState.DONE
        with pytest.raises(StaleState):
            report_progress(measure, note="Nog iets.", by=ann, on=today(), at=now())
        reopen_measure(measure, by=ann, at=now())
        assert measure.is_open
        assert Activity.objects.get(verb="reopened_measure").details["old"]["result"] == "Alle 30."
        drop_measure(measure, reason="Te duur.", by=ann, on=today(), at=now())
        assert measure.state_on(today()) == MeasureState.DROPPED


def test_words_and_a_day_that_has_come_are_needed(measure, ann):
    tomorrow = today() + timedelta(days=1)
    with member_door(measure.partnership):
        for act in (
            lambda: report_progress(measure, note=" ", by=ann, on=today(), at=now()),
            lambda: complete_measure(measure, result="", by=ann, on=today(), at=now()),
            lambda: drop_measure(measure, reason="", by=ann, on=today(), at=now()),
            lambda: complete_measure(measure, result="Klaar", by=ann, on=tomorrow, at=now()),
        ):
            with pytest.raises(Refused):
                act()
        measure.refresh_from_db()
    assert measure.is_open


def test_the_state_of_the_query_is_the_state_of_the_row(objective, police, ann):
    days = [date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 20)]
    with member_door(objective.partnership):
        for deadline in days:
            for starts_on in (None, *(day for day in days if day <= deadline)):
                made = make_measure(objective, police, by=ann, deadline=deadline, starts_on=starts_on)
                if starts_on == days[1]:
                    complete_measure(made, result="Klaar.", by=ann, on=today(), at=now())
                elif starts_on == days[2]:
                    drop_measure(made, reason="Vervalt.", by=ann, on=today(), at=now())
        for day in days:
            rows = Measure.objects.with_state(on=day)
            assert [vars(row)["state"] for row in rows] == [row.state_on(day) for row in rows]
        assert len({row.state_on(days[1]) for row in Measure.objects.all()}) == len(MeasureState)
