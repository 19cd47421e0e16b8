"""The page of all topics, and what comes from it: focus areas, adoption."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.domain.analyses import adopt_analysis
from assessments.models import Analysis, Priority, TopicAnswer
from partnerships.models import Cycle, Document
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def at(park, name, **kwargs):
    return reverse(f"assessments:{name}", kwargs={"partnership": park.slug, **kwargs})


@pytest.fixture
def topics(park):
    with member_door(park):
        return Cycle.objects.get().scheme.topics


def answers(topics, **more):
    return {f"{topic.id}-score": "2" for topic in topics if topic.required} | more


@pytest.mark.feature("F38")
def test_all_topics_at_once(ann_here, park, topics):
    first = topics[0].id
    given = answers(topics, **{f"{first}-score": "na", f"{first}-remark": "Er is geen groen"})
    assert ann_here.post(at(park, "topics"), given).status_code == 302
    page = ann_here.get(at(park, "topics"))
    assert page.context["missing"] == []
    with member_door(park):
        assert TopicAnswer.objects.get(topic_id=first).not_applicable


@pytest.mark.feature("F38")
def test_one_mistake_and_nothing_is_saved_but_everything_stays_on_the_page(ann_here, park, topics):
    first = topics[0].id
    page = ann_here.post(at(park, "topics"), answers(topics, **{f"{first}-score": "na"}))
    assert list(page.context["form"].errors) == [f"{first}-remark"]
    assert page.context["form"][f"{topics[1].id}-score"].value() == "2"
    with member_door(park):
        assert TopicAnswer.objects.count() == 0


def test_a_remark_without_an_answer_is_asked_about(ann_here, park, topics):
    page = ann_here.post(at(park, "topics"), {f"{topics[0].id}-remark": "Lampen stuk"})
    assert list(page.context["form"].errors) == [f"{topics[0].id}-score"]


def test_a_strange_moment_in_the_hidden_field_does_no_harm(ann_here, park, topics):
    for seen in ("x", "2026-03-10", "0001-01-01T00:00:00+00:00"):
        assert ann_here.post(at(park, "topics"), answers(topics, seen=seen)).status_code == 302


def test_the_focus_area_comes_from_the_worst_topic(ann_here, park, topics):
    ann_here.post(at(park, "topics"), answers(topics, **{f"{topics[3].id}-score": "1"}))
    page = ann_here.get(at(park, "priorities"))
    assert page.context["topics"][0].topic == topics[3]
    form = ann_here.get(at(park, "priority-choose"), {"topic": topics[3].id}).context["form"]
    assert form["topic_id"].value() == topics[3].id
    given = {"topic_id": topics[3].id, "title": "Licht", "reason": "Donkere hoeken"}
    assert ann_here.post(at(park, "priority-choose"), given).status_code == 302
    with member_door(park):
        assert Priority.objects.get().title == "Licht"


def test_after_adoption_the_pages_say_why_nothing_can_change(ann_here, ann, park, topics):
    ann_here.post(at(park, "topics"), answers(topics))
    with member_door(park):
        adopt_analysis(Cycle.objects.get(), unmet=[], by=ann, on=TODAY, at=NOW)
    assert ann_here.get(at(park, "topics")).context["locked"]
    page = ann_here.post(at(park, "topics"), answers(topics, **{f"{topics[0].id}-score": "4"}))
    assert page.context["form"].non_field_errors()
    assert ann_here.post(at(park, "analysis-reopen"), {"reason": "Nieuwe cijfers"}).status_code == 302
    with member_door(park):
        assert Analysis.objects.get().adopted_on is None


def test_the_overview_counts_what_is_done(ann_here, park, topics):
    assert ann_here.get(at(park, "overview")).context["done"] == 0
    ann_here.post(at(park, "sketch"), {"sketch": "Tussen spoor en kanaal", "goes_well": "Verlichting"})
    ann_here.post(at(park, "topics"), answers(topics))
    page = ann_here.get(at(park, "overview"))
    assert page.context["done"] == 2
    assert "Tussen spoor en kanaal" in page.content.decode()


def test_the_report_of_a_round_can_be_opened_from_the_list(ann_here, park):
    report = SimpleUploadedFile("verslag.pdf", b"%PDF-1.7 report")
    given = {"light": "dark", "held_on": "2026-01-05", "participants": "politie 1", "report": report}
    assert ann_here.post(at(park, "round-record"), given).status_code == 302
    with member_door(park):
        uuid = Document.objects.get().uuid
    assert f"/{uuid}/" in ann_here.get(at(park, "rounds")).content.decode()


def test_a_survey_more_people_answered_than_were_asked(ann_here, park):
    given = {
        "audience": "entrepreneurs",
        "opened_on": "2026-01-05",
        "closed_on": "2026-02-05",
        "invited": 3,
        "answered": 4,
    }
    assert list(ann_here.post(at(park, "survey-record"), given).context["form"].errors) == ["answered"]
    assert ann_here.post(at(park, "survey-record"), {**given, "answered": 3}).status_code == 302
    assert "3" in ann_here.get(at(park, "surveys-export")).content.decode()
