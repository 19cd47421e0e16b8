"""The scheme files hold what the source documents say: no phase, task, document or number more or less.

The tables are written out again here; where the shared notes lie beside the checkout, they are compared with those too.
"""

import re
from pathlib import Path

import pytest

from partnerships.scheme import FactIs, Scheme, facts_in
from partnerships.scheme_files import get_scheme, scheme_mistakes
from partnerships.scheme_words import ACTS, MEETING_KINDS, PARTY_KINDS
from tests.partnerships.scheme_tables import COLLECTIVE, KVO, SAFE_PARK, Table

TABLES = [
    pytest.param("kvo", "2008", KVO, id="kvo-2008"),
    pytest.param("kvo", "2015", KVO, id="kvo-2015"),
    pytest.param("veilig-bedrijventerrein", "2024", SAFE_PARK, id="safe-park"),
    pytest.param("collectieve-beveiliging", "2006", COLLECTIVE, id="collective"),
]
every_table = pytest.mark.parametrize(("urn", "version", "table"), TABLES)
every_scheme = pytest.mark.parametrize(("urn", "version"), [param.values[:2] for param in TABLES])
ROOT = Path(__file__).resolve().parents[2]
PLACES = [ROOT.parent / "shared" / "domain.md", ROOT.parent.parent / "shared" / "domain.md"]
SHARED = next((place for place in PLACES if place.exists()), PLACES[0])
SECTIONS = {"kvo": "2.1", "veilig-bedrijventerrein": "2.3", "collectieve-beveiliging": "2.4"}
STARRED = """upkeep fire access feeling_of_safety parking incidents filing_reports vandalism loitering""".split()


def test_no_scheme_file_has_a_mistake() -> None:
    assert [str(mistake) for mistake in scheme_mistakes()] == []


@every_table
@pytest.mark.feature("F03")
def test_phases_are_those_of_the_source(urn: str, version: str, table: Table) -> None:
    scheme = get_scheme(urn, version)
    assert [(phase.name.nl, phase.stage) for phase in scheme.phases] == [(row.name, row.stage) for row in table.phases]


@every_table
def test_tasks_are_those_of_the_source(urn: str, version: str, table: Table) -> None:
    scheme = get_scheme(urn, version)
    for phase, row in zip(scheme.phases, table.phases, strict=True):
        assert [task.id for task in phase.tasks] == row.tasks.split(), phase.id


@every_table
def test_documents_are_those_of_the_source(urn: str, version: str, table: Table) -> None:
    scheme = get_scheme(urn, version)
    expected = [document for row in table.phases for document in row.documents.split()]
    assert [document.id for document in scheme.documents] == expected


@every_table
def test_every_document_is_yielded_by_a_task(urn: str, version: str, table: Table) -> None:
    scheme = get_scheme(urn, version)
    yielded = {task.yields for task in scheme.tasks}
    assert {document.id for document in scheme.documents} - yielded == set()


@every_table
@pytest.mark.feature("F08")
def test_parties_are_those_of_the_source(urn: str, version: str, table: Table) -> None:
    scheme = get_scheme(urn, version)
    found = [scheme.required_parties, scheme.expected_parties, scheme.other_parties]
    assert [{party.kind for party in parties} for parties in found] == [set(kinds.split()) for kinds in table.parties]


@every_table
def test_phases_are_numbered_and_named_as_in_the_notes(urn: str, version: str, table: Table) -> None:
    names = [row.name.replace("“", '"').replace("”", '"') for row in table.phases]
    assert len(names) == {"2.1": 8, "2.3": 8, "2.4": 6}[SECTIONS[urn]]
    if SHARED.exists():  # the notes are not part of the checkout
        text = SHARED.read_text(encoding="utf-8")
        section = re.split(rf"^### {re.escape(SECTIONS[urn])} ", text, flags=re.M)[1].split("\n### ")[0]
        assert names == re.findall(r"^\| \d+ \| ([^|]+?) \|", section, flags=re.M)


@pytest.mark.parametrize("version", ["2008", "2015"])
@pytest.mark.feature("F38")
def test_kvo_asks_for_exactly_the_nine_topics(version: str) -> None:
    assert [topic.id for topic in get_scheme("kvo", version).topics if topic.required] == STARRED


def test_kvo_knows_the_other_topics_too() -> None:
    assert len(get_scheme("kvo", "2015").topics) == 9 + 21
    assert {"cybercrime", "organised_crime"} == {topic.id for topic in get_scheme("kvo", "2015").topics} - {
        topic.id for topic in get_scheme("kvo", "2008").topics
    }


@pytest.mark.parametrize("version", ["2008", "2015"])
@pytest.mark.feature("F42")
def test_kvo_plan_has_eleven_elements(version: str) -> None:
    elements = [element.id for element in get_scheme("kvo", version).plan.elements]
    assert (
        elements
        == (
            "activity_plan objectives mission desired_situation evaluation balance project_plan people_and_means"
            " disputes leader division_of_tasks"
        ).split()
    )


@pytest.mark.parametrize("version", ["2008", "2015"])
@pytest.mark.feature("F87")
def test_kvo_new_plan_has_eight_elements_under_seven_headings(version: str) -> None:
    elements = get_scheme("kvo", version).plan.elements_for(renewal=True)
    assert len(elements) == 8
    assert len([element for element in elements if element.under is None]) == 7


@pytest.mark.feature("F85")
def test_evaluation_report_has_five_parts() -> None:
    assert len(get_scheme("kvo", "2015").document("evaluation_report").parts) == 5


def test_validity_and_renewal() -> None:
    validity = {version: get_scheme("kvo", version).ending.valid_for for version in ("2008", "2015")}
    assert validity == {"2008": 24, "2015": 36}
    renewal = get_scheme("kvo", "2015").renewal
    assert renewal is not None
    assert (renewal.starts_months, renewal.latest_months) == (9, 6)
    assert [(step.id, step.months_before) for step in renewal.steps] == [
        ("prepare", 9),
        ("survey_and_figures", 6),
        ("overviews", 5),
        ("round", 5),
        ("analyses", 4),
        ("discuss_analysis", 4),
        ("write_plan", 3),
        ("plan_and_audit_plan", 3),
        ("audit", 2),
        ("award", 1),
    ]
    assert get_scheme("veilig-bedrijventerrein", "2024").ending.valid_for is None
    assert get_scheme("collectieve-beveiliging", "2006").renewal is None


@pytest.mark.parametrize(
    ("cycle", "kind", "level", "stars"),
    [
        (1, "business_park", "basis", None),
        (2, "business_park", "continu", None),
        (8, "business_park", "continu", None),
        (1, "shopping_area", "star_1", 1),
        (3, "shopping_area", "star_3", 3),
        (7, "shopping_area", "star_5", 5),
    ],
)
def test_levels_of_kvo(cycle: int, kind: str, level: str, stars: int | None) -> None:
    found = get_scheme("kvo", "2015").level_for(cycle, kind)
    assert found is not None
    assert (found.id, found.stars) == (level, stars)
    assert get_scheme("kvo", "2008").level_for(cycle, kind) is None


def test_what_is_judged_grows_with_the_cycles() -> None:
    ending = get_scheme("kvo", "2015").ending
    assert [one.id for one in ending.requirements_for(1)] == ["cooperation", "analysis", "plan"]
    assert len(ending.requirements_for(2)) == 7


@pytest.mark.feature("F75")
def test_four_measures_block_the_audit_since_2015_and_only_warn_before() -> None:
    def first(version: str) -> tuple[str | None, bool, FactIs]:
        gate = get_scheme("kvo", version).gate("measures_done")
        return gate.blocks, gate.warns, next(facts_in(gate.condition))

    assert first("2015")[:2] == ("request_audit", False)
    assert first("2008")[:2] == (None, True)
    assert first("2015")[2] == first("2008")[2] == FactIs("measures.done", {}, at_least=4)


def test_acts_of_kvo_are_blocked_by_these_facts() -> None:
    scheme = get_scheme("kvo", "2015")

    def blocking(act: str) -> set[str]:
        return {fact.name for gate in scheme.gates_blocking(act) for fact in facts_in(gate.condition)}

    assert blocking("adopt_analysis") == {"topics.answered_all", "priorities.chosen"}
    assert blocking("adopt_plan") == {"plan.elements_complete", "plan.months", "objectives.linked", "measures.owned"}
    assert blocking("issue_certificate") == {"audit.closed", "findings.major_open"}
    assert blocking("request_audit") == {
        "parties.include",
        "declaration.signed_by_all",
        "survey.response_rate",
        "rounds.held_day",
        "rounds.held_dark",
        "topics.answered_all",
        "analysis.adopted",
        "plan.adopted",
        "measures.done",
    }
    assert scheme.gate("covenant_signed").warns


@pytest.mark.feature("F70")
def test_rhythms() -> None:
    park = {rhythm.id: rhythm for rhythm in get_scheme("veilig-bedrijventerrein", "2024").rhythms}
    assert (park["first_year"].per_months, park["first_year"].minimum, park["first_year"].maximum) == (12, 6, 8)
    assert (park["quarterly"].per_months, park["quarterly"].minimum) == (3, 1)
    belgian = {rhythm.id: rhythm for rhythm in get_scheme("collectieve-beveiliging", "2006").rhythms}
    assert (belgian["monthly"].per_months, belgian["yearly"].per_months) == (1, 12)
    assert (belgian["interim"].after_months, belgian["interim"].per_months, belgian["interim"].once) == (3, 3, True)


def test_roles_of_the_safe_park() -> None:
    needs = {need.role: need for need in get_scheme("veilig-bedrijventerrein", "2024").roles}
    assert needs["chair"].required
    assert needs["secretary"].required
    assert needs["chair"].supplied_by == needs["secretary"].supplied_by == ("entrepreneurs", "company")
    assert needs["process_guide"].months == 12


@pytest.mark.feature("F107")
def test_ten_services_of_the_platform() -> None:
    services = [task for task in get_scheme("veilig-bedrijventerrein", "2024").tasks if task.id.startswith("pvo_")]
    assert len(services) == 10
    assert {task.party for task in services} == {"business_platform"}


@pytest.mark.feature("F89")
def test_safe_park_is_recalibrated_after_two_years() -> None:
    assert get_scheme("veilig-bedrijventerrein", "2024").recalibration_months == 24
    assert get_scheme("veilig-bedrijventerrein", "2024").plan.months == 24


def test_safe_park_lists_of_the_source() -> None:
    scheme = get_scheme("veilig-bedrijventerrein", "2024")
    assert len(scheme.document("area_scan").parts) == 15
    assert len(scheme.document("adoption_record").parts) == 5
    assert [theme.name.nl for theme in scheme.themes] == [
        "Criminaliteit en onveiligheid",
        "Brandveiligheid",
        "Communicatie",
        "Borging en evaluatie",
    ]


@pytest.mark.feature("F04")
def test_belgian_intake_has_two_questions_with_advice() -> None:
    questions = get_scheme("collectieve-beveiliging", "2006").intake
    assert [question.evidence for question in questions] == [("objective", "subjective"), ()]
    assert all(question.advice for question in questions)


@pytest.mark.feature("F20")
def test_belgian_coordination_has_five_duties_and_three_forms() -> None:
    scheme = get_scheme("collectieve-beveiliging", "2006")
    assert len(scheme.document("coordination_agreements").parts) == 5
    assert len(scheme.document("cooperation_form").parts) == 3


def test_belgian_road_takes_twelve_months_to_the_start() -> None:
    scheme = get_scheme("collectieve-beveiliging", "2006")
    assert sum(phase.months for phase in scheme.phases[:5]) == 12


@every_scheme
def test_words_are_those_the_code_knows(urn: str, version: str) -> None:
    scheme = get_scheme(urn, version)
    assert {gate.blocks for gate in scheme.gates if gate.blocks} <= ACTS
    assert {rhythm.meeting for rhythm in scheme.rhythms} <= MEETING_KINDS
    assert {party.kind for party in scheme.parties} <= PARTY_KINDS


@every_scheme
def test_unsettled_values_say_so_and_where_they_come_from(urn: str, version: str) -> None:
    scheme = get_scheme(urn, version)
    assert any(not gate.settled for gate in scheme.gates)
    assert [gate.id for gate in scheme.gates if not gate.source] == []


@every_scheme
def test_agreements_use_no_forbidden_words_and_only_known_placeholders(urn: str, version: str) -> None:
    scheme: Scheme = get_scheme(urn, version)
    known = {"partnership", "areas", "municipalities", "parties", "statements", "scheme", "term"}
    for document in scheme.documents:
        if document.text:
            for text in filter(None, (document.text.nl, document.text.en, document.text.nl_be)):
                assert set(re.findall(r"\$(\w+)", text)) <= known
                assert not re.search("rechtsgeldig|geavanceerd|gekwalificeerd", text, re.I)
                assert all(not block.strip().startswith("#") or block.startswith("## ") for block in text.split("\n\n"))
