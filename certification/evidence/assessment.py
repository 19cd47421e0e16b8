"""Facts about the analysis."""

from typing import Any

from django.db.models import Case, FloatField, Subquery, Value, When
from django.db.models.functions import Cast

from assessments.enums import Audience, Light
from assessments.models import Analysis, FigureSet, InspectionRound, Priority, Survey, TopicAnswer
from certification.evidence.fact import CYCLE, Ask, at_least, fact, how_many, never, there_is


@fact("figures.imported", "yes")
def figures_imported(ask: Ask) -> Any:
    return there_is(FigureSet.objects.filter(**CYCLE, removed_at__isnull=True))


@fact("survey.held", "yes", allowed="audience")
def survey_held(ask: Ask) -> Any:
    audience = {"audience": ask.params["audience"]} if "audience" in ask.params else {}
    return there_is(Survey.objects.filter(**CYCLE, **audience, closed_on__lte=ask.on))


@fact("survey.response_rate", "rate", allowed="audience")
def survey_response_rate(ask: Ask) -> Any:
    """Of the last closed survey among entrepreneurs (or ``audience``). Nobody asked: no rate."""
    audience = ask.params.get("audience", Audience.ENTREPRENEURS)
    last = Survey.objects.filter(**CYCLE, audience=audience, closed_on__lte=ask.on).order_by("-closed_on", "-pk")
    rate = Case(
        When(invited__gt=0, then=Cast("answered", FloatField()) / Cast("invited", FloatField())),
        default=Value(None),
        output_field=FloatField(),
    )
    return Subquery(last.annotate(fact_rate=rate).values("fact_rate")[:1], output_field=FloatField())


@fact("rounds.held", "count")
def rounds_held(ask: Ask) -> Any:
    return how_many(InspectionRound.objects.filter(**CYCLE, held_on__lte=ask.on))


@fact("rounds.held_day", "count")
def rounds_held_day(ask: Ask) -> Any:
    return how_many(InspectionRound.objects.filter(**CYCLE, light=Light.DAY, held_on__lte=ask.on))


@fact("rounds.held_dark", "count")
def rounds_held_dark(ask: Ask) -> Any:
    return how_many(InspectionRound.objects.filter(**CYCLE, light=Light.DARK, held_on__lte=ask.on))


@fact("topics.answered_all", "yes")
def topics_answered_all(ask: Ask) -> Any:
    """Every required topic of the pinned scheme. A scheme without required topics never meets it."""
    required = [topic.id for topic in ask.scheme.topics if topic.required]
    if not required:
        return never()
    return at_least(how_many(TopicAnswer.objects.filter(**CYCLE, topic_id__in=required)), len(required))


@fact("priorities.chosen", "count")
def priorities_chosen(ask: Ask) -> Any:
    return how_many(Priority.objects.filter(**CYCLE))


@fact("analysis.adopted", "yes")
def analysis_adopted(ask: Ask) -> Any:
    return there_is(Analysis.objects.filter(**CYCLE, adopted_on__isnull=False, adopted_on__lte=ask.on))
