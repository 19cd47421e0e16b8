"""The compiled statement of a scheme's facts is kept; nothing of one asking may stay in it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django_scopes.exceptions import ScopeError

from certification.evidence import FACTS, ask_all, ask_one
from certification.evidence.fact import Ask
from certification.evidence.statement import KEPT, PARTNERSHIP, Question, compiled
from oversight.domain.projecting import TABLES
from partnerships.enums import MeetingKind, PartyKind
from partnerships.models import Contact, Cycle, Meeting, Organisation, Partner, Partnership, User
from partnerships.periods import months_before
from partnerships.scheme import FactIs, Scheme
from partnerships.scheme_files import all_schemes
from partnerships.tenancy.doors import door_of_any, member_door, sweep_door
from tests.certification.every_fact import EVERY_FACT
from tests.conftest import TODAY
from tests.many import make_many

DAYS = [TODAY, TODAY - timedelta(days=200), TODAY + timedelta(days=800)]
POLICE = FactIs("parties.include", {"all": ("police",)})
RECENT = FactIs("meetings.held", {"months": 6})


@pytest.fixture(autouse=True)
def nothing_is_kept_yet() -> Iterator[None]:
    compiled.cache_clear()
    yield
    compiled.cache_clear()


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[SQLCompiler]:
    """Every query and subquery that is compiled from now on."""
    seen: list[SQLCompiler] = []
    as_sql = SQLCompiler.as_sql

    def noted(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        seen.append(self)
        return as_sql(self, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "as_sql", noted)
    return seen


def answered_by_django(cycles: QuerySet[Cycle], scheme: Scheme, *, on: date) -> dict[int, dict[Any, Any]]:
    """The same facts, compiled by Django for this day and this door alone."""
    facts = Question(scheme, tuple(EVERY_FACT)).facts()
    names = {f"fact_{number}": key for number, key in enumerate(facts)}
    expressions = {
        name: FACTS[facts[key].name].build(Ask(scheme, on, facts[key].params)) for name, key in names.items()
    }
    rows = cycles.order_by().annotate(**expressions).values("pk", *names)
    return {row["pk"]: {key: row[name] for name, key in names.items()} for row in rows}


def answered(cycles: QuerySet[Cycle], scheme: Scheme, *, on: date) -> dict[int, dict[Any, Any]]:
    return {pk: dict(one.values) for pk, one in ask_all(cycles, scheme, on=on, also=EVERY_FACT).items()}


def typed(answers: dict[int, dict[Any, Any]]) -> dict[int, dict[Any, Any]]:
    """With the type of every value, for 1 equals True."""
    return {pk: {key: (type(value), value) for key, value in values.items()} for pk, values in answers.items()}


@pytest.mark.sqlite
def test_a_kept_statement_answers_as_a_fresh_one_in_every_scheme_on_every_day_through_every_door(
    ann: User, municipality: Organisation
) -> None:
    schemes = list(all_schemes())
    make_many(4 * len(schemes), leader=ann, municipality=municipality, schemes=schemes)
    differences = set()
    for scheme in schemes:
        pinned = {"scheme_urn": scheme.urn, "scheme_version": scheme.version}
        of_days = []
        for day in DAYS:
            with sweep_door(*TABLES):
                cycles = Cycle.objects.filter(**pinned)
                fresh = answered_by_django(cycles, scheme, on=day)
                assert typed(answered(cycles, scheme, on=day)) == typed(fresh)
                partnerships = dict(cycles.values_list("pk", "partnership_id"))
            assert len(fresh) == 4
            of_days.append(fresh)
            for pk, partnership in partnerships.items():
                with member_door(partnership):
                    alone = answered(Cycle.objects.filter(pk=pk), scheme, on=day)
                assert typed(alone) == typed({pk: fresh[pk]})
        differences |= {
            key[0] for pk, values in of_days[0].items() for key in values if values[key] != of_days[1][pk][key]
        }
        # One statement for the sweep and one for all members, whatever the day and the partnership.
        assert compiled.cache_info().currsize == 2 * (schemes.index(scheme) + 1)
    # The days mean something: facts that look at the day were not the same on each.
    assert {"meetings.held", "rounds.held", "survey.held"} <= differences


@pytest.mark.sqlite
def test_no_partnership_gets_the_answer_of_another(park: Partnership, other_park: Partnership) -> None:
    """Park A has the police and a meeting, park B has neither; whoever asks first leaves nothing for the other."""
    since = months_before(TODAY, 6)
    with member_door(park):
        own = {"partnership": park, "cycle": Cycle.objects.get(), "kind": MeetingKind.KICK_OFF}
        Meeting.objects.create(**own, held_on=since + timedelta(days=1))
        Meeting.objects.create(**own, held_on=since)
    for first, second in ((park, other_park), (other_park, park)):
        compiled.cache_clear()
        for one in (first, second, first):
            with member_door(one):
                answers = ask_one(Cycle.objects.get(), on=TODAY, also=[POLICE, RECENT])
            assert (answers.value(POLICE), answers.value(RECENT)) == ((True, 1) if one == park else (False, 0))
        assert compiled.cache_info().misses == 1


@pytest.mark.sqlite
def test_a_kept_statement_follows_the_day_also_where_months_are_reckoned_from_it(park: Partnership) -> None:
    held = date(2025, 9, 30)
    with member_door(park):
        cycle = Cycle.objects.get()
        Meeting.objects.create(partnership=park, cycle=cycle, kind=MeetingKind.KICK_OFF, held_on=held)
        days = [held - timedelta(days=1), held, date(2026, 3, 29), date(2026, 3, 30)]
        counted = [ask_one(cycle, on=day, also=[RECENT]).value(RECENT) for day in days]
    assert counted == [0, 1, 1, 0]


@pytest.mark.sqlite
def test_the_facts_are_asked_in_the_door_of_the_moment(park: Partnership, other_park: Partnership) -> None:
    """A query that was made in one partnership brings nothing in another, and nobody's facts."""
    with member_door(park):
        cycles = Cycle.objects.all()
        scheme = cycles[0].scheme
        assert len(ask_all(cycles, scheme, on=TODAY)) == 1
    with member_door(other_park):
        assert ask_all(cycles, scheme, on=TODAY) == {}
        assert ask_all(Cycle.objects.none(), scheme, on=TODAY) == {}


@pytest.mark.sqlite
def test_a_kept_statement_opens_no_door(park: Partnership) -> None:
    with sweep_door(*TABLES):
        cycles = Cycle.objects.all()
        scheme = cycles[0].scheme
        assert len(ask_all(cycles, scheme, on=TODAY)) == 1
    with member_door(park):
        assert len(ask_all(Cycle.objects.all(), scheme, on=TODAY)) == 1
    for _again in range(2):
        with pytest.raises(ScopeError):
            ask_all(cycles, scheme, on=TODAY)
        with (
            sweep_door(*(table for table in TABLES if table is not Contact)),
            pytest.raises(ScopeError, match="Contact"),
        ):
            ask_all(cycles, scheme, on=TODAY)


@pytest.mark.sqlite
def test_the_second_time_no_fact_is_compiled(
    park: Partnership, other_park: Partnership, compilations: list[SQLCompiler]
) -> None:
    with member_door(park):
        cycle = Cycle.objects.get()
        compilations.clear()
        ask_one(cycle, on=TODAY)
        assert len(compilations) > 20
    for one, day in ((park, TODAY), (park, DAYS[1]), (other_park, TODAY)):
        with member_door(one):
            cycle = Cycle.objects.get()
            compilations.clear()
            ask_one(cycle, on=day)
        assert len(compilations) == 1, "only the query of the cycles"


@pytest.mark.sqlite
def test_a_scheme_that_changed_is_another_question(park: Partnership) -> None:
    """Its name and version may stay the same: what is kept belongs to what was read from the file."""
    with member_door(park):
        cycles = Cycle.objects.all()
        scheme = cycles[0].scheme
        gate = next(gate for gate in scheme.gates if isinstance(gate.condition, FactIs))
        before = ask_all(cycles, scheme, on=TODAY)
        changed = replace(scheme, gates=(replace(gate, condition=POLICE),), phases=())
        after = ask_all(cycles, changed, on=TODAY)
    assert {name for one in after.values() for name, _params in one.values} == {"parties.include"}
    assert all(len(one.values) > 5 for one in before.values())


def test_no_more_is_kept_than_was_said(park: Partnership) -> None:
    with member_door(park):
        cycles = Cycle.objects.all()
        bare = replace(cycles[0].scheme, gates=(), phases=())
        for number in range(KEPT + 5):
            ask_all(cycles, bare, on=TODAY, also=[FactIs("task.done", {"task": f"task {number}"})])
    assert compiled.cache_info().currsize == KEPT


ACTS: list[Callable[[], object]] = [
    Cycle.objects.count,
    Partner.objects.exists,
    lambda: Partner.objects.update(kind=PartyKind.FIRE),
    lambda: Partner.objects.all().delete(),
]


@pytest.mark.sqlite
@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_read_or_written_while_a_statement_is_compiled(park: Partnership, act: Callable[[], object]) -> None:
    with member_door(park):
        with door_of_any(PARTNERSHIP), pytest.raises(Error), transaction.atomic():
            act()
        assert Partner.objects.filter(kind=PartyKind.POLICE).count() == 1
