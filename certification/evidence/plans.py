"""Facts about the plan. They look at the current plan of the cycle: the version nobody replaced."""

from typing import Any

from django.db.models import Case, Exists, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear

from actionplans.models import Measure, Objective, Plan, PlanElement
from actionplans.models.measure import MeasureQuerySet
from certification.evidence.fact import (
    CYCLE,
    PARTNERSHIP,
    Ask,
    all_and_some,
    at_least,
    fact,
    how_many,
    never,
    there_is,
    yes,
)
from partnerships.enums import Role
from partnerships.models import Membership
from partnerships.scheme import PlanElement as ElementDef

IN_PLAN = {f"plan__{key}": value for key, value in CYCLE.items()} | {"plan__superseded_on__isnull": True}


def current_plan() -> QuerySet[Plan]:
    return Plan.objects.filter(**CYCLE, superseded_on__isnull=True)


def planned_measures() -> MeasureQuerySet:
    return Measure.objects.filter(**IN_PLAN, dropped_on__isnull=True)


@fact("plan.adopted", "yes")
def plan_adopted(ask: Ask) -> Any:
    return there_is(current_plan().filter(adopted_on__isnull=False, adopted_on__lte=ask.on))


@fact("plan.months", "count")
def plan_months(ask: Ask) -> Any:
    """Whole months in the half-open period of the current plan; None without a plan."""
    short = Case(When(Q(ends_day__lt=ExtractDay("starts_on")), then=Value(1)), default=Value(0))
    months = (
        (ExtractYear("ends_on") - ExtractYear("starts_on")) * 12
        + ExtractMonth("ends_on")
        - ExtractMonth("starts_on")
        - short
    )
    counted = current_plan().annotate(ends_day=ExtractDay("ends_on")).annotate(fact_months=months)
    return Subquery(counted.values("fact_months")[:1], output_field=IntegerField())


def all_elements(ask: Ask, elements: tuple[ElementDef, ...]) -> Any:
    """Each element in the way the scheme wants it answered: a text, or what is linked."""
    texts = [element.id for element in elements if element.answered_by == "text"]
    ways = {element.answered_by for element in elements}
    leaders = Membership.objects.valid(on=ask.on).filter(**PARTNERSHIP, role=Role.PROJECT_LEADER)
    written = PlanElement.objects.filter(**IN_PLAN, element_id__in=texts).exclude(text="")
    conditions = [Q(Exists(current_plan()))]
    if texts:
        conditions.append(Q(at_least(how_many(written, by="plan__cycle"), len(texts))))
    if "objectives" in ways:
        conditions.append(Q(Exists(Objective.objects.filter(**IN_PLAN))))
    if "measures" in ways:
        conditions.append(Q(Exists(planned_measures())))
    if "period" in ways:
        conditions.append(Q(at_least(plan_months(ask), ask.scheme.plan.months)))
    if "leader" in ways:
        conditions.append(Q(Exists(leaders)))
    together = Q()
    for condition in conditions:
        together &= condition
    return together


@fact("plan.elements_complete", "yes")
def plan_elements_complete(ask: Ask) -> Any:
    """All elements of a first plan, or of a renewed plan from the second cycle on."""
    plan = ask.scheme.plan
    if not plan.elements:
        return never()
    first, renewed = (all_elements(ask, plan.elements_for(renewal=renewal)) for renewal in (False, True))
    return yes((Q(number=1) & first) | (Q(number__gt=1) & renewed))


@fact("objectives.linked", "yes")
def objectives_linked(ask: Ask) -> Any:
    """There are objectives, and each hangs on a focus area."""
    objectives = Objective.objects.filter(**IN_PLAN)
    return all_and_some(objectives, objectives.filter(priority__isnull=True))


@fact("measures.planned", "count")
def measures_planned(ask: Ask) -> Any:
    return how_many(planned_measures(), by="plan__cycle")


@fact("measures.done", "count")
def measures_done(ask: Ask) -> Any:
    return how_many(planned_measures().filter(done_on__lte=ask.on), by="plan__cycle")


@fact("measures.owned", "yes")
def measures_owned(ask: Ask) -> Any:
    """There are measures, and each has a party, a person and a deadline."""
    lacking = Q(owner_partner__isnull=True) | Q(owner_contact__isnull=True) | Q(deadline__isnull=True)
    return all_and_some(planned_measures(), planned_measures().filter(lacking))


@fact("measures.undecided", "count")
def measures_undecided(ask: Ask) -> Any:
    return how_many(planned_measures().undecided(), by="plan__cycle")
