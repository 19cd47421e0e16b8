"""Answering the topics of the scheme's checklist (F38)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.analyses import guard_changeable
from assessments.models import TopicAnswer
from partnerships.domain.activity import changes, record
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Cycle, User
from partnerships.scheme import Topic

SCORES = range(1, 5)


@dataclass(frozen=True)
class Answer:
    """What a person fills in for one topic."""

    score: int | None = None
    not_applicable: bool = False
    remark: str = ""


@dataclass(frozen=True)
class TopicLine:
    """A topic with its answer, if there is one."""

    topic: Topic
    answer: TopicAnswer | None


def topic_lines(cycle: Cycle) -> list[TopicLine]:
    """Every topic of the scheme in its own order."""
    answers = {answer.topic_id: answer for answer in TopicAnswer.objects.filter(cycle=cycle)}
    return [TopicLine(topic, answers.get(topic.id)) for topic in cycle.scheme.topics]


def worst_first(lines: list[TopicLine]) -> list[TopicLine]:
    """Bad topics on top; then what is not answered; last what does not apply here."""

    def order(line: TopicLine) -> int:
        if line.answer is None:
            return SCORES.stop
        return SCORES.stop + 1 if line.answer.score is None else int(line.answer.score)

    return sorted(lines, key=order)


def unanswered(lines: list[TopicLine]) -> list[Topic]:
    """The topics the scheme requires that nobody answered yet."""
    return [line.topic for line in lines if line.topic.required and line.answer is None]


def _checked(cycle: Cycle, topic_id: str, answer: Answer) -> Topic:
    topic = next((topic for topic in cycle.scheme.topics if topic.id == topic_id), None)
    if topic is None:
        raise Refused(_("This topic is not on the list of this scheme."))
    if answer.not_applicable == (answer.score is not None):
        raise Refused(_("Choose how it is, or say that it does not apply here."))
    if answer.score is not None and answer.score not in SCORES:
        raise Refused(_("Choose one of the four answers."))
    if answer.not_applicable and not answer.remark.strip():
        raise Refused(_("Say in the remark why this does not apply here."))
    return topic


@transaction.atomic
def answer_topic(
    cycle: Cycle,
    topic_id: str,
    *,
    score: int | None = None,
    not_applicable: bool = False,
    remark: str = "",
    by: User | None,
    at: datetime,
) -> TopicAnswer:
    """Give or change the answer on one topic: 1 (bad) to 4 (good), or not applicable with the reason as remark.

    Raises ``Refused`` after adoption, for an unknown topic, and for an answer that is neither or both.
    """
    guard_changeable(cycle)
    topic = _checked(cycle, topic_id, Answer(score, not_applicable, remark))
    kept = ("score", "not_applicable", "remark")
    old = TopicAnswer.objects.filter(cycle=cycle, topic_id=topic_id).values(*kept).first()
    values = {
        "score": score, "not_applicable": not_applicable, "remark": remark.strip(),
        "answered_by": by, "answered_at": at,
    }  # fmt: skip
    answer, _made = TopicAnswer.objects.update_or_create(
        cycle=cycle, topic_id=topic_id, defaults=values,
        create_defaults={**values, "partnership_id": cycle.partnership_id},
    )  # fmt: skip
    record(
        cycle.partnership_id, "answered_topic", by=by, at=at, cycle=cycle, about=answer,
        topic=topic_id, name=str(topic.name), old=old and old["score"], new=score, not_applicable=not_applicable,
        changed=changes(old or {}, {name: values[name] for name in kept}),
    )  # fmt: skip
    given: TopicAnswer = answer
    return given


@transaction.atomic
def answer_topics(
    cycle: Cycle, answers: Mapping[str, Answer], *, seen: datetime | None, by: User | None, at: datetime
) -> int:
    """Save a page of answers at once: all or nothing. Returns how many changed.

    in: `seen`, the moment of the latest answer when the page was opened. Raises ``StaleState`` when another person
    has changed one of these topics since.
    """
    guard_changeable(cycle)
    stored = {answer.topic_id: answer for answer in TopicAnswer.objects.filter(cycle=cycle)}
    changed = {topic_id: answer for topic_id, answer in answers.items() if answer != _as_given(stored.get(topic_id))}
    for topic_id, answer in changed.items():
        old = stored.get(topic_id)
        if old is not None and old.answered_by_id != (by and by.pk) and (seen is None or old.answered_at > seen):
            raise StaleState
        answer_topic(
            cycle,
            topic_id,
            score=answer.score,
            not_applicable=answer.not_applicable,
            remark=answer.remark,
            by=by,
            at=at,
        )
    return len(changed)


def _as_given(answer: TopicAnswer | None) -> Answer | None:
    return None if answer is None else Answer(answer.score, answer.not_applicable, answer.remark)
