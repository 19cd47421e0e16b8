"""What a fact is: a name a scheme may use, and the query expression on ``Cycle`` that answers it (design, idea 2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    Field,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from partnerships.periods import months_before
from partnerships.scheme import Scheme

Kind = Literal["yes", "count", "rate"]
Period = Literal["cycle", "partnership", "rolling"]


@dataclass(frozen=True)
class Moment:
    """What differs from one asking to the next: the day, and the partnership of the door (None where it has none)."""

    on: date
    partnership: int | None


class Given(Value):
    """A value that is not known before the question is asked: it stands in a compiled statement as its own parameter.

    ``find`` takes it from the moment of asking; ``output_field`` says how the database wants it written.
    """

    def __init__(self, find: Callable[[Moment], Any], output_field: "Field[Any, Any]") -> None:
        super().__init__(None, output_field=output_field)
        self.find = find

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [self]

    def parameter(self, moment: Moment, connection: BaseDatabaseWrapper) -> Any:
        """What goes to the database in its place."""
        return self.output_field.get_db_prep_value(self.find(moment), connection)


@dataclass(frozen=True)
class Ask:
    """One question to the vocabulary: of which scheme, on which day, with which parameters from the scheme's file.

    The day is a date, or a stand-in for one in a statement that is kept; what is reckoned from it is asked of this class.
    """

    scheme: Scheme
    on: date | Given
    params: Mapping[str, Any] = field(default_factory=dict)

    def months_before(self, months: int) -> date | Given:
        """The day so many months before the one that is asked about."""
        if isinstance(self.on, date):
            return months_before(self.on, months)
        find = self.on.find
        return Given(lambda moment: months_before(find(moment), months), DateField())


@dataclass(frozen=True)
class Fact:
    """``kind`` says what comes back: yes or no, a count, or a rate between 0 and 1 that is None without a denominator.

    ``required`` and ``allowed`` name the parameters; ``period`` what is looked at.
    """

    name: str
    kind: Kind
    build: Callable[[Ask], Any]
    period: Period = "cycle"
    required: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()


FACTS: dict[str, Fact] = {}


def fact(
    name: str, kind: Kind, *, period: Period = "cycle", required: str = "", allowed: str = ""
) -> Callable[[Callable[[Ask], Any]], Callable[[Ask], Any]]:
    """Put a builder into the vocabulary. Raises ``ValueError`` when the name is taken."""

    def register(build: Callable[[Ask], Any]) -> Callable[[Ask], Any]:
        if name in FACTS:
            raise ValueError(f"Two facts are called {name}.")
        needed = frozenset(required.split())
        FACTS[name] = Fact(name, kind, build, period, needed, needed | frozenset(allowed.split()))
        return build

    return register


CYCLE = {"cycle": OuterRef("pk")}
PARTNERSHIP = {"partnership": OuterRef("partnership_id")}


def yes(condition: Combinable | Q | Exists) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(Q(condition) if isinstance(condition, Exists) else condition, output_field=BooleanField())


def never() -> Value:
    # Not an empty `Q`: what selects nothing compiles to the number 0, which PostgreSQL keeps a number.
    return Value(value=False, output_field=BooleanField())


def at_least(number: Any, bound: int) -> "ExpressionWrapper[Any]":
    return yes(Q(GreaterThanOrEqual(number, Value(bound))))


def there_is(rows: QuerySet[Any]) -> Exists:
    return Exists(rows)


def all_and_some(rows: QuerySet[Any], lacking: QuerySet[Any]) -> "ExpressionWrapper[Any]":
    """Every row is in order: at least one row, and none in ``lacking``. "All" over an empty set is false."""
    return yes(Q(Exists(rows)) & ~Q(Exists(lacking)))


def how_many(rows: QuerySet[Any], *, by: str = "cycle") -> Coalesce:
    """Number of rows in a correlated query, 0 when there are none."""
    counted = rows.order_by().values(by).annotate(fact_n=Count("pk", distinct=True)).values("fact_n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
