"""Money of measures: what somebody fills in is what is kept, shown, counted and decided on (F48)."""

from copy import copy
from datetime import timedelta

import pytest
from django.urls import reverse

from actionplans.domain.measure_progress import complete_measure, drop_measure
from actionplans.domain.measures import change_measure, decide_budget, edit_measure
from actionplans.domain.plan_approvals import approve_plan
from actionplans.models import Measure, PlanApproval
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Activity
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import make_measure, now, today
from tests.conftest import client_of

pytestmark = pytest.mark.feature("F48")


def url(park, name="measures", **kwargs):
    return reverse(f"actionplans:{name}", kwargs={"partnership": park.slug, **kwargs})


def filled_in(page):
    """What a browser sends back when nothing on the form is touched."""
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields}
    return {
        name: form[name].field.widget.format_value(value) if name == "cost" else value or ""
        for name, value in given.items()
    }


def test_a_form_saved_untouched_changes_no_cent(park, objective, police, ann):
    with member_door(park):
        measure = make_measure(objective, police, by=ann, cost_cents=480_050)
    client = client_of(ann)
    address = url(park, "measure-edit", pk=measure.pk)
    page = client.get(address)
    assert filled_in(page)["cost"] == "4.800,50"
    assert client.post(address, filled_in(page)).status_code == 302
    with member_door(park):
        measure.refresh_from_db()
    assert measure.cost_cents == 480_050


def test_one_form_changes_all_or_nothing(park, measure, ann):
    """A decision that is refused takes the other fields of the form along."""
    before = measure.title
    with member_door(park):
        with pytest.raises(Refused):
            edit_measure(measure, title="Heel anders", decision="granted", decided_on=None, by=ann, at=now())
        assert Measure.objects.get(pk=measure.pk).title == before
        assert not Activity.objects.filter(verb="changed_measure").exists()


def test_the_history_names_the_amounts_in_euros(park, measure, ann):
    with member_door(park):
        change_measure(measure, cost_cents=480_050, by=ann, at=now())
    words = client_of(ann).get(url(park, "measure", pk=measure.pk)).context["history"][0].words
    assert "4.800,50" in words
    assert "480" not in words.replace("4.800,50", "")


def test_what_waits_for_money_is_open_and_undecided_or_requested(park, objective, police, ann):
    """The list, the filter and the count on top agree, also on what was done or dropped meanwhile."""
    with member_door(park):
        made = {
            name: make_measure(objective, police, by=ann, title=name, decision=decision, decided_on=today())
            for name, decision in [
                ("Onbeslist", "undecided"), ("Gevraagd", "requested"), ("Toegekend", "granted"), ("Niet nodig", "not_needed"),
                ("Gedaan", "undecided"), ("Geschrapt", "requested"),
            ]
        }  # fmt: skip
        complete_measure(made["Gedaan"], result="Gedaan.", by=ann, on=today(), at=now())
        drop_measure(made["Geschrapt"], reason="Niet meer nodig.", by=ann, on=today(), at=now())
        waiting = {measure.title for measure in Measure.objects.undecided()}
    assert waiting == {"Onbeslist", "Gevraagd"}
    page = client_of(ann).get(url(park) + "?decision=undecided")
    assert page.context["overview"].undecided == 2
    everything = client_of(ann).get(url(park))
    assert {row.measure.title for row in everything.context["rows"] if row.measure.waits_for_money} == waiting


def test_of_two_decisions_at_once_the_second_is_refused(park, measure, ann):
    """Both saw "undecided"; who comes second looks again instead of overwriting what the first decided."""
    with member_door(park):
        seen_before = copy(measure)
        decide_budget(measure, decision="granted", decided_on=today(), by=ann, at=now())
        with pytest.raises(StaleState):
            decide_budget(seen_before, decision="refused", decided_on=today(), by=ann, at=now())
        measure.refresh_from_db()
    assert measure.decision == "granted"


def test_nobody_stays_held_to_another_cost_than_they_approved(park, plan, measure, police, ann):
    with member_door(park):
        approve_plan(plan, police, by=ann, on=today(), at=now())
        change_measure(measure, deadline=measure.deadline, by=ann, at=now())
        assert PlanApproval.objects.count() == 1
        change_measure(measure, cost_cents=measure.cost_cents + 1, by=ann, at=now() + timedelta(seconds=1))
        assert not PlanApproval.objects.exists()
