"""What a document prints is what its page shows, value by value, on the parks of the demonstration."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from actionplans.models import Plan, PlanApproval
from assessments.domain.figure_choices import options_of
from assessments.domain.figure_series import overview_pictures
from assessments.models import Analysis
from certification.domain.frozen_records import analysis_record, plan_record
from oversight.demo.cast import gather_cast
from oversight.demo.parks import certified, planning
from partnerships.enums import Role
from partnerships.models import Membership, Partnership, User
from partnerships.periods import add_months
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of


@pytest.fixture(params=[planning, certified], ids=lambda make: make.__name__)
def demo_park(request: Any, db: None) -> Partnership:
    with translation.override("nl"):
        request.param(gather_cast(on=add_months(timezone.localdate(), -60)), timezone.localdate())
    return Partnership.objects.get()


def leader_of(park: Partnership) -> User:
    with member_door(park):
        return User.objects.get(pk__in=Membership.objects.filter(role=Role.PROJECT_LEADER).values("user"))


def words_of(park: Partnership, name: str) -> str:
    """The words a person reads on a page, without markup."""
    answer = client_of(leader_of(park)).get(reverse(name, kwargs={"partnership": park.slug}))
    assert answer.status_code == 200
    return plain(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def plain(text: str) -> str:
    return " ".join(html.unescape(text).replace("\xa0", " ").split())


def cells_of(record: dict[str, Any], title: str) -> list[list[str]]:
    return next(one["rows"] for one in record["sections"] if one["title"] == title)


@pytest.mark.feature("F39")
def test_the_frozen_analysis_says_the_numbers_of_its_page(demo_park: Partnership) -> None:
    page = words_of(demo_park, "assessments:overview")
    surveys, rounds = words_of(demo_park, "assessments:surveys"), words_of(demo_park, "assessments:rounds")
    with member_door(demo_park), translation.override("nl"):
        record = analysis_record(Analysis.objects.select_related("cycle__partnership").get())
        pictures = overview_pictures(options_of(demo_park.cycles.get()))
        assert pictures
        for picture in pictures:
            assert [tuple(row) for row in cells_of(record, picture.title)] == list(picture.rows)
            for _label, number in picture.rows[:5]:
                assert plain(number) in page
        asked = cells_of(record, "Enquêtes")
        held = cells_of(record, "Schouwen")
    assert asked
    assert held
    for who, _first, _last, answered, _remark in asked:
        assert plain(who) in surveys
        for number in re.findall(r"\d+", answered):
            assert number in surveys
    for _day, light, _people, findings in held:
        assert plain(light) in rounds
        assert plain(findings)[:40] in rounds


@pytest.mark.feature("F46")
def test_the_frozen_plan_says_what_its_pages_say(demo_park: Partnership) -> None:
    plan_page, measures = words_of(demo_park, "actionplans:plan"), words_of(demo_park, "actionplans:measures")
    with member_door(demo_park), translation.override("nl"):
        plan = Plan.objects.select_related("cycle__partnership").get()
        record = plan_record(plan, on=timezone.localdate())
        titles = [one["title"] for one in record["sections"]]
        approvals = cells_of(record, "Goedkeuringen")
        assert len(approvals) == PlanApproval.objects.filter(plan=plan).count()
        shown = cells_of(record, "Maatregelen")
        costly = [row[3] for row in shown if row[3] != "–"]
    assert len(titles) == len(set(titles))  # no element twice
    assert shown
    assert costly
    for title, charge, *_rest in shown:
        assert plain(title) in measures
        assert all(plain(who) in measures for who in charge.split(", ") if who != "–")
    for section in record["sections"]:
        if section["text"] and " tot en met " not in section["text"]:
            assert plain(section["title"]) in plan_page
    period = next(one["text"] for one in record["sections"] if " tot en met " in one["text"])
    assert period.endswith(str(plan.last_day.year))
