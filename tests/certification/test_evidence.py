"""The vocabulary of facts: one definition, for one cycle and for many."""

import pytest

from certification.evidence import FACTS, ask_all, ask_one, meets_bounds
from oversight.domain.projecting import TABLES
from partnerships.models import Cycle, Organisation, Partnership, User
from partnerships.scheme import AllOf, FactIs
from partnerships.scheme_files import all_schemes
from partnerships.tenancy.doors import member_door, sweep_door
from tests.certification.every_fact import EVERY_FACT
from tests.conftest import TODAY
from tests.many import make_many
from tests.seeded import ALL_OF_IT

PARKS = 300 if ALL_OF_IT else 100


@pytest.mark.sqlite
@pytest.mark.seeded
def test_every_fact_gives_the_same_answer_for_one_cycle_and_for_many(
    ann: User, municipality: Organisation, django_assert_num_queries
) -> None:
    schemes = list(all_schemes())
    make_many(PARKS, leader=ann, municipality=municipality, schemes=schemes)
    seen: set[tuple[str, bool]] = set()
    for scheme in schemes:
        with sweep_door(*TABLES):
            cycles = Cycle.objects.filter(scheme_urn=scheme.urn, scheme_version=scheme.version)
            with django_assert_num_queries(1):
                together = ask_all(cycles, scheme, on=TODAY, also=EVERY_FACT)
            ids = dict(cycles.values_list("pk", "partnership_id"))
        assert set(together) == set(ids)
        seen |= {(key[0], bool(value)) for answers in together.values() for key, value in answers.values.items()}
        for pk, partnership_id in ids.items():
            with member_door(partnership_id):
                alone = ask_one(Cycle.objects.get(pk=pk), on=TODAY, also=EVERY_FACT)
            assert alone.values == together[pk].values
            seen |= {(key[0], bool(value)) for key, value in alone.values.items()}
    # The comparison means something: nearly every fact was seen true and false.
    one_sided = {name for name in FACTS if ((name, True) in seen) != ((name, False) in seen)}
    assert one_sided <= {"roles.filled", "objectives.linked"}


def test_all_over_an_empty_set_is_false(park: Partnership) -> None:
    with member_door(park):
        cycle = Cycle.objects.get()
        nobody = ask_one(cycle, on=TODAY, also=[FactIs("parties.include", {"all": ()}), FactIs("measures.owned")])
    assert nobody.value(FactIs("parties.include", {"all": ()})) is False
    assert nobody.value(FactIs("measures.owned")) is False
    assert nobody.meets(AllOf(())) is False


def test_a_rate_without_a_denominator_is_not_met(park: Partnership) -> None:
    with member_door(park):
        answers = ask_one(Cycle.objects.get(), on=TODAY, also=[FactIs("survey.response_rate")])
    assert answers.value(FactIs("survey.response_rate")) is None
    assert not meets_bounds(FactIs("survey.response_rate", at_least=0), None)
    assert not meets_bounds(FactIs("survey.response_rate", at_most=1), None)


def test_bounds_are_inclusive_and_a_bare_count_wants_one() -> None:
    assert meets_bounds(FactIs("measures.done", at_least=4), 4)
    assert not meets_bounds(FactIs("measures.done", at_least=4), 3)
    assert meets_bounds(FactIs("findings.major_open", at_most=0), 0)
    assert not meets_bounds(FactIs("findings.major_open", at_most=0), 1)
    assert meets_bounds(FactIs("rounds.held"), 1)
    assert not meets_bounds(FactIs("rounds.held"), 0)
