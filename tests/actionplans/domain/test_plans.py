from datetime import date

import pytest

from actionplans.domain.plan_approvals import approve_plan
from actionplans.domain.plans import adopt_plan, change_period, elements_of, start_plan, write_element
from actionplans.exceptions import ApprovalMissing, PlanFrozen, PlanIncomplete, PlanTooShort
from actionplans.models import Plan, PlanApproval, PlanElement
from partnerships.exceptions import Refused
from partnerships.models import Activity
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import ENDS, STARTS, now, today


def test_a_plan_starts_for_an_open_cycle(cycle, ann):
    with member_door(cycle.partnership):
        plan = start_plan(cycle, title="Plan", starts_on=STARTS, ends_on=ENDS, by=ann, at=now())
        assert (plan.version, plan.last_day) == (1, date(2027, 12, 31))
        assert Activity.objects.values_list("verb", flat=True)[0] == "started_plan"


@pytest.mark.feature("F43")
def test_twenty_three_months_are_refused_with_the_months_needed(cycle, ann):
    with member_door(cycle.partnership):
        with pytest.raises(PlanTooShort) as refusal:
            start_plan(cycle, title="Plan", starts_on=STARTS, ends_on=date(2027, 12, 1), by=ann, at=now())
        assert not Plan.objects.exists()
    assert "23" in str(refusal.value)
    assert "24" in str(refusal.value)


@pytest.mark.feature("F43")
def test_one_day_less_than_two_years_is_refused_too(plan, ann):
    with member_door(plan.partnership):
        with pytest.raises(PlanTooShort):
            change_period(plan, title="Plan", starts_on=STARTS, ends_on=date(2027, 12, 31), by=ann, at=now())
        change_period(plan, title="Plan B", starts_on=STARTS, ends_on=date(2028, 4, 1), by=ann, at=now())
        plan.refresh_from_db()
    assert (plan.title, plan.ends_on) == ("Plan B", date(2028, 4, 1))


def test_a_cycle_has_one_plan(plan, ann):
    with member_door(plan.partnership), pytest.raises(Refused):
        start_plan(plan.cycle, title="Nog een", starts_on=STARTS, ends_on=ENDS, by=ann, at=now())


def test_an_element_is_a_row_only_while_it_has_words(plan, ann):
    text_element = next(element for element in elements_of(plan) if element.answered_by == "text")
    with member_door(plan.partnership):
        write_element(plan, text_element.id, text="  Samen veilig.  ", by=ann, at=now())
        assert list(PlanElement.objects.values_list("text", flat=True)) == ["Samen veilig."]
        write_element(plan, text_element.id, text="  ", by=ann, at=now())
        assert not PlanElement.objects.exists()


def test_an_element_the_scheme_does_not_ask_is_refused(plan, ann):
    computed = next(element for element in elements_of(plan) if element.answered_by != "text")
    with member_door(plan.partnership):
        for element_id in (computed.id, "nonsense"):
            with pytest.raises(Refused):
                write_element(plan, element_id, text="x", by=ann, at=now())


@pytest.mark.feature("F43")
def test_adoption_waits_for_the_written_approval_of_every_party(plan, police, shops, ann):
    with member_door(plan.partnership):
        approve_plan(plan, police, by=ann, on=today(), at=now(), recorded_from="verslag van 3 februari")
        with pytest.raises(ApprovalMissing) as refusal:
            adopt_plan(plan, unmet=[], by=ann, on=today(), at=now())
        assert str(shops) in str(refusal.value)
        assert str(police) not in str(refusal.value)
        approve_plan(plan, shops, by=ann, on=today(), at=now(), recorded_from="brief van 4 februari")
        adopt_plan(plan, unmet=[], by=ann, on=today(), at=now())
        assert (plan.adopted_on, plan.adopted_by) == (today(), ann)
        log = Activity.objects.filter(verb="approved_plan").order_by("pk")
        assert [row.details["recorded_from"] for row in log] == ["verslag van 3 februari", "brief van 4 februari"]


def test_adoption_is_refused_without_any_party(plan, police, ann):
    with member_door(plan.partnership):
        type(police).objects.update(left_on=today())
        with pytest.raises(ApprovalMissing):
            adopt_plan(plan, unmet=[], by=ann, on=today(), at=now())


@pytest.mark.feature("F42")
def test_adoption_names_what_is_not_met(plan, police, ann):
    with member_door(plan.partnership):
        approve_plan(plan, police, by=ann, on=today(), at=now())
        with pytest.raises(PlanIncomplete) as refusal:
            adopt_plan(plan, unmet=["Alle onderdelen: 10 van 11"], by=ann, on=today(), at=now())
        plan.refresh_from_db()
    assert "10 van 11" in str(refusal.value)
    assert plan.adopted_on is None


def test_an_adopted_plan_is_frozen(plan, police, objective, ann):
    text_element = next(element for element in elements_of(plan) if element.answered_by == "text")
    with member_door(plan.partnership):
        approve_plan(plan, police, by=ann, on=today(), at=now())
        adopt_plan(plan, unmet=[], by=ann, on=today(), at=now())
        with pytest.raises(PlanFrozen):
            write_element(plan, text_element.id, text="Toch anders.", by=ann, at=now())
        with pytest.raises(PlanFrozen):
            change_period(plan, title="Anders", starts_on=STARTS, ends_on=ENDS, by=ann, at=now())
        with pytest.raises(PlanFrozen):
            adopt_plan(plan, unmet=[], by=ann, on=today(), at=now())
        with pytest.raises(PlanFrozen):
            approve_plan(plan, police, by=ann, on=today(), at=now())


def test_a_changed_text_takes_the_approvals_back_and_the_trail_says_whose(plan, police, ann):
    text_element = next(element for element in elements_of(plan) if element.answered_by == "text")
    with member_door(plan.partnership):
        approve_plan(plan, police, by=ann, on=today(), at=now())
        write_element(plan, text_element.id, text="Andere woorden.", by=ann, at=now())
        assert not PlanApproval.objects.exists()
        assert Activity.objects.get(verb="lapsed_plan_approvals").details["parties"] == [str(police)]


def test_a_party_approves_once_and_only_when_it_takes_part(plan, police, ann):
    with member_door(plan.partnership):
        approve_plan(plan, police, by=ann, on=today(), at=now())
        with pytest.raises(Refused):
            approve_plan(plan, police, by=ann, on=today(), at=now())
        type(police).objects.filter(pk=police.pk).update(left_on=today())
        PlanApproval.objects.all().delete()
        police.refresh_from_db()
        with pytest.raises(Refused):
            approve_plan(plan, police, by=ann, on=today(), at=now())


def test_a_party_of_another_park_cannot_approve(plan, other_park, ann):
    from tests.conftest import add_partner

    stranger = add_partner(other_park, "Brandweer Oost", "fire")
    with member_door(plan.partnership), pytest.raises(Refused):
        approve_plan(plan, stranger, by=ann, on=today(), at=now())
