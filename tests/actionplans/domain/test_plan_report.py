import pytest

from actionplans.domain.plan_approvals import approve_plan
from actionplans.domain.plan_report import make_plan_report, start_plan_report
from actionplans.domain.plans import adopt_plan
from actionplans.exceptions import PlanFrozen
from partnerships.models import Document
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import now, today


def test_the_first_print_after_adoption_is_the_document_of_the_plan(plan, police, measure, ann):
    with member_door(plan.partnership):
        make_plan_report(start_plan_report(plan, by=ann, at=now()))
        plan.refresh_from_db()
        assert plan.document is None
        approve_plan(plan, police, by=ann, on=today(), at=now())
        adopt_plan(plan, unmet=[], by=ann, on=today(), at=now())
        for _ in range(2):
            make_plan_report(start_plan_report(plan, by=ann, at=now()))
        plan.refresh_from_db()
        assert Document.objects.count() == 3
        assert plan.document == Document.objects.order_by("pk")[1]


def test_a_plan_that_is_gone_ends_the_job_with_a_sentence(plan, ann):
    with member_door(plan.partnership):
        job = start_plan_report(plan, by=ann, at=now())
        plan.delete()
        with pytest.raises(PlanFrozen):
            make_plan_report(job)
