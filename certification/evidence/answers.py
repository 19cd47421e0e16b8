"""Asking: every fact a scheme refers to, in one query, for one cycle or for many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from certification.evidence.fact import FACTS
from certification.evidence.statement import Key, Question, key_of, statement_of
from partnerships.models import Cycle
from partnerships.scheme import AllOf, Condition, FactIs, Scheme


@dataclass(frozen=True)
class Answers:
    """The value of every fact of the scheme for one cycle."""

    values: Mapping[Key, Any]

    def value(self, asked: FactIs) -> Any:
        """True or False, a count, a rate, or None when there is nothing to measure."""
        return self.values[key_of(asked)]

    def meets(self, condition: Condition) -> bool:
        """Is the condition met? What cannot be measured is not met."""
        if isinstance(condition, FactIs):
            return meets_bounds(condition, self.value(condition))
        parts = [self.meets(part) for part in condition.parts]
        return bool(parts) and (all(parts) if isinstance(condition, AllOf) else any(parts))


def meets_bounds(asked: FactIs, value: Any) -> bool:
    if value is None:
        return False
    if FACTS[asked.name].kind == "yes":
        return bool(value)
    if asked.at_least is None and asked.at_most is None:
        return bool(value >= 1)
    low = asked.at_least is None or value >= asked.at_least
    return bool(low and (asked.at_most is None or value <= asked.at_most))


def ask_all(cycles: QuerySet[Cycle], scheme: Scheme, *, on: date, also: Iterable[FactIs] = ()) -> dict[int, Answers]:
    """The answers for every cycle in the query, by the cycle's id: one query, however many cycles.

    Runs inside a door that opens every table the facts read. All cycles must be on ``scheme``. Raises ``KeyError`` for
    a fact that is not in the vocabulary; the system check finds that before it gets here.
    """
    statement = statement_of(Question(scheme, tuple(also)), using=cycles.db)
    return {pk: Answers(values) for pk, values in statement.executed(cycles, on=on)}


def ask_one(cycle: Cycle, *, on: date, also: Iterable[FactIs] = ()) -> Answers:
    """The answers for one cycle, by the same definitions."""
    return ask_all(Cycle.objects.filter(pk=cycle.pk), cycle.scheme, on=on, also=also)[cycle.pk]
