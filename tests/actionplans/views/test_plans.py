from datetime import date

import pytest
from django.urls import reverse

from actionplans.domain.plan_approvals import approve_plan
from actionplans.domain.plans import adopt_plan
from actionplans.models import Plan, PlanApproval, PlanElement
from partnerships.domain.granting import regrant
from partnerships.enums import DocumentKind, Role
from partnerships.models import Document, Job, Membership
from partnerships.tenancy.doors import member_door
from tests.actionplans.conftest import (
    ENDS,
    STARTS,
    make_measure,
    make_objective,
    make_priority,
    now,
    today,
    write_texts,
)
from tests.conftest import client_of, make_user


def url(park, name="plan", **kwargs):
    return reverse(f"actionplans:{name}", kwargs={"partnership": park.slug, **kwargs})


@pytest.fixture
def guard(park):
    """Somebody of the security firm: a member who may not read the shared file."""
    user = make_user("guus")
    with member_door(park):
        Membership.objects.create(partnership=park, user=user, role=Role.SECURITY_FIRM, valid_from=date(2025, 5, 2))
        regrant(user, park, on=today())
    return user


PAGES = ["plan", "plan-print", "measures", "plan-approve"]


@pytest.mark.parametrize("name", PAGES)
def test_members_read_others_do_not(park, plan, measure, ann, bert, carla, guard, name):
    assert client_of(ann).get(url(park, name)).status_code == 200
    assert client_of(bert).get(url(park, name)).status_code == 200
    assert client_of(guard).get(url(park, name)).status_code == 403
    assert client_of(carla).get(url(park, name)).status_code == 404
    assert client_of(ann).delete(url(park, name)).status_code == 405


TEXTS = [
    ("plan", {}),
    ("plan-print", {}),
    ("plan-version", {"version": 1}),
    ("plan-element", {"element_id": "mission"}),
]


@pytest.mark.parametrize(("name", "kwargs"), TEXTS)
def test_a_longer_plan_asks_no_more_questions(
    park, plan, measure, police, shops, ann, name, kwargs, django_assert_max_num_queries
):
    with member_door(park):
        for rank in (2, 3, 4):
            objective = make_objective(plan, make_priority(plan.cycle, f"Speerpunt {rank}", rank), by=ann)
            make_measure(objective, police, by=ann)
            make_measure(objective, shops, by=ann)
        write_texts(plan, by=ann)
        for party in (police, shops):
            approve_plan(plan, party, by=ann, on=today(), at=now())
    visitor = client_of(ann)
    with django_assert_max_num_queries(12):
        assert visitor.get(url(park, name, **kwargs)).status_code == 200


def test_a_page_without_a_plan_says_how_to_start(park, ann, bert):
    assert url(park, "plan-start") in client_of(ann).get(url(park)).content.decode()
    assert url(park, "plan-start") not in client_of(bert).get(url(park)).content.decode()
    assert client_of(ann).get(url(park, "measures")).status_code == 200
    assert client_of(ann).get(url(park, "plan-print")).status_code == 404


def test_the_leader_starts_a_plan(park, ann, bert, carla):
    start = url(park, "plan-start")
    assert client_of(bert).get(start).status_code == 403
    assert client_of(carla).get(start).status_code == 404
    assert client_of(ann).put(start).status_code == 405
    data = {"title": "Plan", "starts_on": "2026-01-01", "last_day": "2027-12-31"}
    assert client_of(ann).post(start, data).status_code == 302
    with member_door(park):
        plan = Plan.objects.get()
        assert (plan.starts_on, plan.ends_on) == (STARTS, ENDS)


@pytest.mark.feature("F43")
def test_too_short_a_period_is_refused_on_the_page(park, ann):
    data = {"title": "Plan", "starts_on": "2026-01-01", "last_day": "2027-11-30"}
    page = client_of(ann).post(url(park, "plan-start"), data)
    assert page.status_code == 200
    assert "24" in page.context["form"].errors["last_day"][0]
    with member_door(park):
        assert not Plan.objects.exists()


def test_the_period_of_a_draft_changes(park, plan, ann, bert):
    data = {"title": "Plan 2", "starts_on": "2026-01-01", "last_day": "2028-12-31"}
    assert client_of(bert).post(url(park, "plan-period"), data).status_code == 403
    assert client_of(ann).get(url(park, "plan-period")).status_code == 200
    assert client_of(ann).post(url(park, "plan-period"), data).status_code == 302
    with member_door(park):
        plan.refresh_from_db()
    assert plan.last_day == date(2028, 12, 31)


@pytest.mark.feature("F42")
def test_the_page_shows_how_many_elements_are_ready(park, plan, measure, ann):
    with member_door(park):
        write_texts(plan, by=ann, leave_out=1)
    page = client_of(ann).get(url(park)).context["page"]
    assert (page.done, page.total) == (10, 11)


def test_an_element_is_read_by_partners_and_written_by_who_runs_the_plan(park, plan, ann, bert, carla):
    asked = next(element for element in plan.cycle.scheme.plan.elements if element.answered_by == "text")
    computed = next(element for element in plan.cycle.scheme.plan.elements if element.answered_by != "text")
    address = url(park, "plan-element", element_id=asked.id)
    assert client_of(bert).get(address).status_code == 200
    assert client_of(bert).post(address, {"text": "Nee"}).status_code == 403
    assert client_of(carla).get(address).status_code == 404
    assert client_of(ann).delete(address).status_code == 405
    assert client_of(ann).get(url(park, "plan-element", element_id="nonsense")).status_code == 404
    assert client_of(ann).get(url(park, "plan-element", element_id=computed.id)).status_code == 200
    assert client_of(ann).post(address, {"text": "Wij doen het samen."}).status_code == 302
    with member_door(park):
        assert PlanElement.objects.get().text == "Wij doen het samen."
    assert "Wij doen het samen." in client_of(bert).get(address).content.decode()


@pytest.mark.feature("F43")
def test_a_partner_approves_for_its_own_organisation_only(park, plan, police, shops, bert):
    data = {"partner": shops.pk, "on": today().isoformat()}
    assert client_of(bert).post(url(park, "plan-approve"), data).status_code == 200
    with member_door(park):
        assert not PlanApproval.objects.exists()
    assert client_of(bert).post(url(park, "plan-approve"), {**data, "partner": police.pk}).status_code == 302
    with member_door(park):
        approval = PlanApproval.objects.get()
        assert (approval.partner, approval.approved_by, approval.recorded_from) == (police, bert, "")


@pytest.mark.feature("F43")
def test_the_leader_records_only_what_is_written_down(park, plan, shops, ann):
    data = {"partner": shops.pk, "on": today().isoformat(), "recorded_from": ""}
    assert "recorded_from" in client_of(ann).post(url(park, "plan-approve"), data).context["form"].errors
    data["recorded_from"] = "verslag van 3 februari"
    assert client_of(ann).post(url(park, "plan-approve"), data).status_code == 302
    assert "verslag van 3 februari" in client_of(ann).get(url(park)).content.decode()


def test_an_adopted_plan_says_so_and_a_new_version_leaves_the_old_one_readable(park, plan, police, ann, bert):
    assert client_of(bert).post(url(park, "plan-revise")).status_code == 403
    assert client_of(ann).get(url(park, "plan-revise")).status_code == 405
    client_of(ann).post(url(park, "plan-revise"))
    with member_door(park):
        assert Plan.objects.count() == 1
        approve_plan(plan, police, by=ann, on=today(), at=now())
        adopt_plan(plan, unmet=[], by=ann, on=today(), at=now())
    for name in ("plan-period", "plan-approve", "objective-add"):
        assert client_of(ann).get(url(park, name)).status_code == 302
    assert client_of(ann).get(url(park)).status_code == 200
    client_of(ann).post(url(park, "plan-revise"))
    with member_door(park):
        assert Plan.objects.count() == 2
    for version in (1, 2):
        assert client_of(bert).get(url(park, "plan-version", version=version)).status_code == 200
    assert client_of(bert).get(url(park, "plan-version", version=3)).status_code == 404


def test_the_pdf_is_made_by_a_job_and_filed(park, plan, measure, ann, carla):
    address = url(park, "plan-report")
    assert client_of(ann).get(address).status_code == 405
    assert client_of(carla).post(address).status_code == 404
    assert client_of(ann).post(address).status_code == 302
    with member_door(park):
        job = Job.objects.get()
        document = Document.objects.get()
        there = reverse("partnerships:document", kwargs={"partnership": park.slug, "uuid": document.uuid})
        assert (job.error, job.result_url, job.percent) == ("", there, 100)
        assert document.kind == DocumentKind.PLAN
        with document.file.open() as file:
            assert file.read(5) == b"%PDF-"
    page = client_of(ann).get(url(park))
    assert f'href="{there}"' in page.content.decode()
