import pytest

from actionplans.domain.measure_progress import complete_measure, report_progress
from actionplans.domain.plan_approvals import approve_plan
from actionplans.domain.plans import adopt_plan, current_plan
from actionplans.domain.revising import revise_plan
from actionplans.exceptions import PlanFrozen
from actionplans.models import Measure, PlanApproval
from partnerships.exceptions import StaleState
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import make_measure, now, today, write_texts


def test_a_draft_is_changed_rather_than_revised(plan, ann):
    with member_door(plan.partnership), pytest.raises(PlanFrozen):
        revise_plan(plan, by=ann, at=now())


def test_a_new_version_takes_text_objectives_and_open_measures_along(plan, objective, measure, police, ann):
    with member_door(plan.partnership):
        write_texts(plan, by=ann)
        finished = make_measure(objective, police, by=ann, title="Klaar")
        complete_measure(finished, result="Gedaan.", by=ann, on=today(), at=now())
        approve_plan(plan, police, by=ann, on=today(), at=now())
        adopt_plan(plan, unmet=[], by=ann, on=today(), at=now())
        draft = revise_plan(plan, by=ann, at=now())

        assert (draft.version, draft.adopted_on, current_plan(plan.cycle)) == (2, None, draft)
        texts = [list(one.elements.order_by("element_id").values_list("element_id", "text")) for one in (plan, draft)]
        assert texts[0] == texts[1]
        assert [str(one) for one in draft.objectives.all()] == ["Minder inbraken"]
        copy = draft.measures.get()
        assert (copy.title, copy.objective.plan_id, copy.added_on) == (measure.title, draft.pk, measure.added_on)
        assert list(Measure.objects.current()) == [copy]
        assert (PlanApproval.objects.filter(plan=plan).count(), draft.approvals.count()) == (1, 0)
        assert (plan.superseded_on, plan.measures.count()) == (today(), 2)

        with pytest.raises(PlanFrozen):
            report_progress(measure, note="Te laat.", by=ann, on=today(), at=now())
        with pytest.raises(PlanFrozen):
            revise_plan(plan, by=ann, at=now())


def test_two_people_make_one_new_version(plan, police, ann):
    with member_door(plan.partnership):
        approve_plan(plan, police, by=ann, on=today(), at=now())
        adopt_plan(plan, unmet=[], by=ann, on=today(), at=now())
        stale = type(plan).objects.get(pk=plan.pk)
        revise_plan(plan, by=ann, at=now())
        with pytest.raises(StaleState):
            revise_plan(stale, by=ann, at=now())
