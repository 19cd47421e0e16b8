"""The statement that answers the facts of a scheme, kept so that it is compiled once and then only executed.

Compiling some thirty facts to SQL takes Django far longer than the database takes to answer. Nothing of one asking
stays in the statement: the cycles, the day and the partnership are parameters of each execution.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, BigIntegerField, DateField, Expression, QuerySet
from django.db.models.sql import Query

from certification.evidence.fact import FACTS, Ask, Given, Moment
from partnerships.models import Cycle
from partnerships.scheme import FactIs, Scheme
from partnerships.tenancy.door import Door, current_door
from partnerships.tenancy.doors import door_of_any

Key = tuple[str, str]

KEPT = 32  # statements, of about a megabyte each: one per scheme version, and per kind of door it is asked through
DAY = Given(lambda moment: moment.on, DateField())
PARTNERSHIP = Given(lambda moment: moment.partnership, BigIntegerField())


def key_of(asked: FactIs) -> Key:
    """What makes two mentions of a fact the same question: name and parameters, not the bounds."""
    return asked.name, repr(sorted(asked.params.items()))


class Question:
    """The facts of a scheme, and some more.

    The same question is asked of the same scheme object, not of the same name: a file that changed is another scheme.
    """

    def __init__(self, scheme: Scheme, also: tuple[FactIs, ...] = ()) -> None:
        self.scheme, self.also = scheme, also
        self.more = tuple(key_of(one) for one in also)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question) and self.scheme is other.scheme and self.more == other.more

    def __hash__(self) -> int:
        return hash((id(self.scheme), self.more))

    def facts(self) -> dict[Key, FactIs]:
        """Every fact that is asked, once."""
        return {key_of(one): one for one in (*self.scheme.facts(), *self.also)}


class ChosenCycles(Expression):
    """Where the ids of the cycles go: a query of their own, put in when the statement is executed."""

    SQL = "(/* the cycles */)"
    output_field = BigAutoField()

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        return self.SQL, [self]


@dataclass(frozen=True)
class Statement:
    """Compiled SQL before and after the query of the cycles, its parameters in order, and what its columns are."""

    before: str
    after: str
    params: tuple[Any, ...]
    keys: tuple[Key, ...]
    query: Query
    columns: tuple[Any, ...]  # expressions: they say how a value of the database becomes one of Python

    def executed(self, cycles: QuerySet[Cycle], *, on: date) -> Iterator[tuple[int, dict[Key, Any]]]:
        """The id and the answers of each of the cycles, on a day and in the door of this moment."""
        try:
            chosen, ids = cycles.order_by().values("pk").query.get_compiler(cycles.db).as_sql()
        except EmptyResultSet:
            return
        connection = connections[cycles.db]
        door = current_door()
        params = self.filled(ids, Moment(on, door.partnership if door else None), connection)
        with connection.cursor() as cursor:
            cursor.execute(f"{self.before}({chosen}){self.after}", params)
            rows = cursor.fetchall()
        compiler = self.query.get_compiler(cycles.db)
        for pk, *values in compiler.apply_converters(rows, compiler.get_converters(self.columns)):
            yield pk, dict(zip(self.keys, values, strict=True))

    def filled(self, ids: tuple[Any, ...], moment: Moment, connection: BaseDatabaseWrapper) -> list[Any]:
        """The parameters, with what is given now in the place of what stood in for it."""
        filled: list[Any] = []
        for one in self.params:
            if isinstance(one, ChosenCycles):
                filled += ids
            else:
                filled.append(one.parameter(moment, connection) if isinstance(one, Given) else one)
        return filled


def statement_of(question: Question, *, using: str) -> Statement:
    """The statement for a question in the door of this moment; compiled when it was not asked lately.

    Raises ``ScopeError`` when the door does not open every table the facts read, and outside every door.
    """
    door = current_door()
    of_one = door is not None and door.partnership is not None
    return compiled(question, using, replace(door, partnership=None) if door else None, of_one)


@lru_cache(maxsize=KEPT)
def compiled(question: Question, using: str, door: Door | None, of_one: bool) -> Statement:  # noqa: FBT001  a key
    """Kept by everything the SQL depends on: the question, the database, and what the door opens and adds.

    ``door`` is that of this moment without its partnership; ``of_one`` whether it has one. A refusal is not kept.
    """
    facts = question.facts()
    names = [f"fact_{number}" for number in range(len(facts))]
    with door_of_any(PARTNERSHIP):
        expressions = {
            name: FACTS[one.name].build(Ask(question.scheme, DAY, one.params))
            for name, one in zip(names, facts.values(), strict=True)
        }
        rows = Cycle.objects.using(using).filter(pk__in=ChosenCycles()).order_by().annotate(**expressions)
        query = rows.values_list("pk", *names).query
        compiler = query.get_compiler(using)
        sql, params = compiler.as_sql()
    before, after = sql.split(ChosenCycles.SQL)
    columns = tuple(expression for expression, _sql, _alias in compiler.select)
    return Statement(before, after, tuple(params), tuple(facts), query, columns)
