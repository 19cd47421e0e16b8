"""Answering the topics of the scheme (F38)."""

from datetime import timedelta

import pytest

from assessments.domain.analyses import adopt_analysis, reopen_analysis, write_sketch
from assessments.domain.topics import Answer, answer_topic, answer_topics, topic_lines, unanswered, worst_first
from assessments.models import Analysis, TopicAnswer
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Activity
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.feature("F38")
def test_every_topic_gets_a_score_or_a_reason(cycle, ann):
    first, second, *_rest = cycle.scheme.topics
    answer_topic(cycle, first.id, score=1, remark="Lampen stuk", by=ann, at=NOW)
    answer_topic(cycle, second.id, not_applicable=True, remark="Er is geen water", by=ann, at=NOW)
    answers = [(line.topic, line.answer.score) for line in topic_lines(cycle) if line.answer]
    assert answers == [(first, 1), (second, None)]
    required = [topic for topic in cycle.scheme.topics if topic.required]
    assert unanswered(topic_lines(cycle)) == [one for one in required if one.id not in (first.id, second.id)]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"score": 0},
        {"score": 5},
        {"score": 2, "not_applicable": True, "remark": "x"},
        {"not_applicable": True},
        {"not_applicable": True, "remark": "  "},
    ],
)
def test_half_an_answer_is_refused(cycle, ann, answer):
    with pytest.raises(Refused):
        answer_topic(cycle, cycle.scheme.topics[0].id, **answer, by=ann, at=NOW)
    assert TopicAnswer.objects.count() == 0


def test_a_topic_of_another_scheme_is_refused(cycle, ann):
    with pytest.raises(Refused):
        answer_topic(cycle, "hangplekken-op-mars", score=2, by=ann, at=NOW)


def test_a_second_answer_replaces_the_first_and_the_trail_keeps_both(cycle, ann):
    topic = cycle.scheme.topics[0].id
    answer_topic(cycle, topic, score=1, by=ann, at=NOW)
    answer_topic(cycle, topic, score=3, by=ann, at=NOW)
    assert TopicAnswer.objects.get().score == 3
    trail = Activity.objects.filter(verb="answered_topic").order_by("pk")
    assert [(one.details["old"], one.details["new"]) for one in trail] == [(None, 1), (1, 3)]


@pytest.mark.feature("F38")
def test_a_page_of_answers_is_saved_whole_or_not_at_all(cycle, ann):
    first, second, *_rest = cycle.scheme.topics
    answers = {first.id: Answer(2), second.id: Answer(9)}
    with pytest.raises(Refused):
        answer_topics(cycle, answers, seen=None, by=ann, at=NOW)
    assert TopicAnswer.objects.count() == 0
    assert Activity.objects.filter(verb="answered_topic").count() == 0


def test_only_what_changed_is_written(cycle, ann):
    answers = {topic.id: Answer(2) for topic in cycle.scheme.topics}
    assert answer_topics(cycle, answers, seen=None, by=ann, at=NOW) == len(answers)
    assert answer_topics(cycle, answers, seen=NOW, by=ann, at=NOW) == 0


def test_the_answer_of_another_person_is_not_overwritten_unseen(cycle, ann, bert):
    topic = cycle.scheme.topics[0].id
    answer_topic(cycle, topic, score=1, by=bert, at=NOW)
    with pytest.raises(StaleState):
        answer_topics(cycle, {topic: Answer(4)}, seen=NOW - timedelta(minutes=1), by=ann, at=NOW)
    assert answer_topics(cycle, {topic: Answer(4)}, seen=NOW, by=ann, at=NOW) == 1


def test_worst_comes_first_and_what_does_not_apply_last(cycle, ann):
    first, second, third, *rest = cycle.scheme.topics
    answer_topic(cycle, first.id, not_applicable=True, remark="x", by=ann, at=NOW)
    answer_topic(cycle, second.id, score=4, by=ann, at=NOW)
    answer_topic(cycle, third.id, score=1, by=ann, at=NOW)
    assert [line.topic for line in worst_first(topic_lines(cycle))] == [third, second, *rest, first]


@pytest.mark.feature("F38")
def test_adopting_waits_for_what_is_unmet_and_then_locks(cycle, ann):
    topic = cycle.scheme.topics[0].id
    with pytest.raises(Refused, match="Alle negen"):
        adopt_analysis(cycle, unmet=["Alle negen onderwerpen zijn beantwoord"], by=ann, on=TODAY, at=NOW)
    assert not Analysis.objects.exists()
    assert adopt_analysis(cycle, unmet=[], by=ann, on=TODAY, at=NOW).adopted_on == TODAY
    with pytest.raises(StaleState):
        adopt_analysis(cycle, unmet=[], by=ann, on=TODAY, at=NOW)
    for change in (
        lambda: answer_topic(cycle, topic, score=2, by=ann, at=NOW),
        lambda: write_sketch(cycle, sketch="x", by=ann, at=NOW),
    ):
        with pytest.raises(Refused):
            change()


def test_reopening_asks_a_reason_and_unlocks(cycle, ann):
    with pytest.raises(Refused):
        reopen_analysis(cycle, reason="Nieuwe cijfers", by=ann, at=NOW)
    adopt_analysis(cycle, unmet=[], by=ann, on=TODAY, at=NOW)
    with pytest.raises(Refused):
        reopen_analysis(cycle, reason=" ", by=ann, at=NOW)
    assert reopen_analysis(cycle, reason="Nieuwe cijfers", by=ann, at=NOW).adopted_on is None
    details = Activity.objects.filter(verb="reopened_analysis").get().details
    assert details == {"adopted_on": TODAY.isoformat(), "reason": "Nieuwe cijfers"}
    answer_topic(cycle, cycle.scheme.topics[0].id, score=2, by=ann, at=NOW)


def test_a_closed_round_stays_as_it_is(cycle, ann):
    cycle.closed_on = TODAY
    cycle.save()
    with pytest.raises(Refused):
        answer_topic(cycle, cycle.scheme.topics[0].id, score=2, by=ann, at=NOW)
    with pytest.raises(Refused):
        adopt_analysis(cycle, unmet=[], by=ann, on=TODAY, at=NOW)
