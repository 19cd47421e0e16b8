"""Finding, choosing and remembering schemes."""

from pathlib import Path

import pytest
from django.utils.translation import override
from pytest_django import Settings

from partnerships.exceptions import UnknownScheme
from partnerships.scheme import Label
from partnerships.scheme_files import (
    OWN_DIR,
    all_schemes,
    clear_cache,
    get_scheme,
    newest,
    scheme_mistakes,
    schemes_for,
    version_key,
)

SAMPLES = Path(__file__).resolve().parents[1] / "schemes"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.SCHEME_DIRS = [str(tmp_path)]
    clear_cache()
    return tmp_path


def new_kvo(folder: Path, version: str, old: str = "", new: str = "") -> None:
    text = (OWN_DIR / "kvo-2015.yaml").read_text(encoding="utf-8")
    assert old in text
    text = text.replace('version: "2015"', f'version: "{version}"').replace(old, new, 1) if old else text
    text = text.replace('version: "2015"', f'version: "{version}"')
    (folder / f"kvo-{version}.yaml").write_text(text, encoding="utf-8")
    clear_cache()  # as a restart does


@pytest.mark.feature("F02")
def test_a_new_version_is_there_for_new_cycles_and_the_old_one_stays(folder: Path) -> None:
    assert newest("kvo").version == "2015"
    new_kvo(folder, "2027")
    assert newest("kvo").version == "2027"
    assert get_scheme("kvo", "2015").path.parent == OWN_DIR
    assert [scheme.version for scheme in schemes_for({"business_park"}) if scheme.urn == "kvo"] == ["2027"]


def test_a_process_reads_the_files_once_and_whoever_writes_them_sees_each_change(
    folder: Path, settings: Settings
) -> None:
    assert newest("kvo").version == "2015"
    newer = (OWN_DIR / "kvo-2015.yaml").read_text(encoding="utf-8").replace('version: "2015"', 'version: "2027"')
    (folder / "kvo-2027.yaml").write_text(newer, encoding="utf-8")
    assert newest("kvo").version == "2015"
    assert scheme_mistakes() == []
    (folder / "kvo-2027.yaml").write_text(newer + "keend: x\n", encoding="utf-8")
    assert [str(one.path) for one in scheme_mistakes()] == [str(folder / "kvo-2027.yaml")]  # the check looks itself
    settings.DEBUG = True
    assert newest("kvo").version == "2015"
    (folder / "kvo-2027.yaml").write_text(newer, encoding="utf-8")
    assert newest("kvo").version == "2027"
    (folder / "kvo-2027.yaml").unlink()
    assert newest("kvo").version == "2015"


@pytest.mark.feature("F02")
def test_a_scheme_nobody_has_heard_of_works_from_a_folder(settings: Settings) -> None:
    settings.SCHEME_DIRS = [SAMPLES]
    scheme = get_scheme("retail-circle", "2025")
    assert len(scheme.phases) == 5
    assert scheme.survey is None
    assert scheme.ending.valid_for == 12
    assert scheme in schemes_for({"shopping_area"})


@pytest.mark.feature("F01")
def test_only_schemes_fitting_all_kinds_of_area_are_offered() -> None:
    def offered(*kinds: str) -> set[str]:
        return {scheme.urn for scheme in schemes_for(set(kinds))}

    assert offered("business_park") == {"kvo", "veilig-bedrijventerrein", "collectieve-beveiliging"}
    assert offered("shopping_area") == {"kvo"}
    assert offered("rural") == {"veilig-bedrijventerrein"}
    assert offered("business_park", "shopping_area") == {"kvo"}
    assert offered("shopping_area", "rural") == set()


def test_a_broken_file_is_left_out_and_the_others_stay(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "kvo-2027.yaml").write_text("urn: [", encoding="utf-8")
    assert newest("kvo").version == "2015"
    assert "kvo-2027.yaml" in caplog.text


def test_a_changed_file_is_read_again(folder: Path) -> None:
    new_kvo(folder, "2027")
    before = get_scheme("kvo", "2027")
    assert get_scheme("kvo", "2027") is before
    new_kvo(folder, "2027", "valid_for: 36", "valid_for: 48 ")
    assert get_scheme("kvo", "2027").ending.valid_for == 48


def test_unknown_schemes_are_named() -> None:
    with pytest.raises(UnknownScheme, match="kvo 1999"):
        get_scheme("kvo", "1999")
    with pytest.raises(UnknownScheme, match="nothing"):
        newest("nothing")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_least: 0.20", "at_least: 0.30"),
        ("valid_for: 36", "valid_for: 37"),
        ("blocks: request_audit", "blocks: issue_certificate"),
        ("due: { weeks: 2 }", "due: { weeks: 3 }"),
        ("yields: partner_list", "yields: role_list"),
        ("    required: true\n    theme: maintenance", "    required: false\n    theme: maintenance"),
        ("[partners_signed, project_leader_appointed, parties_represented]", "[project_leader_appointed]"),
    ],
)
def test_checksum_changes_with_a_rule(folder: Path, old: str, new: str) -> None:
    new_kvo(folder, "2027")
    before = get_scheme("kvo", "2027").checksum
    new_kvo(folder, "2027", old, new)
    assert get_scheme("kvo", "2027").checksum != before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nl: Werkgroep vormen", "nl: Een werkgroep maken"),
        ("en: Preferably one of the entrepreneurs.", "en: Best an entrepreneur."),
        ("nl: Werkgroep en planning voor de verlenging", "nl: Groep en planning voor de verlenging"),
        ("# 1. Cooperation", "# First: cooperation"),
        ('source: "Praktijk; Stappenplan 2014, stap 4 (advies)"', 'source: "Praktijk"'),
        ("{ id: clean, name: { nl: Schoon, en: Clean } }", "{ name: { nl: Schoon, en: Clean }, id: clean }"),
    ],
)
def test_checksum_stays_with_a_label(folder: Path, old: str, new: str) -> None:
    new_kvo(folder, "2027")
    before = get_scheme("kvo", "2027").checksum
    new_kvo(folder, "2027", old, new)
    assert get_scheme("kvo", "2027").checksum == before


def test_labels_follow_the_language() -> None:
    label = Label("Brandweer", "Fire service", "Hulpverleningszone")
    found = []
    for language in ("nl", "en", "en-gb", "nl-be"):
        with override(language):
            found.append(str(label))
    assert found == ["Brandweer", "Fire service", "Fire service", "Hulpverleningszone"]
    with override("nl-be"):
        assert str(Label("Politie", "Police")) == "Politie"
        assert str(get_scheme("collectieve-beveiliging", "2006").party_name("municipality")) == "Lokaal bestuur"
    with override(None):
        assert str(label) == "Brandweer"


def test_every_label_has_both_languages() -> None:
    for scheme in all_schemes():
        for part in (*scheme.phases, *scheme.tasks, *scheme.documents, *scheme.gates, *scheme.topics):
            assert all((part.name.nl, part.name.en)), part.id


def test_versions_are_ordered_as_people_do() -> None:
    assert sorted(["2025-10", "2015", "2025-2", "2025"], key=version_key) == ["2015", "2025", "2025-2", "2025-10"]


def test_helpers_of_a_scheme() -> None:
    scheme = get_scheme("kvo", "2015")
    first, second = scheme.phases[:2]
    assert scheme.phase(first.id) is first
    assert scheme.next_phase(first.id) is second
    assert scheme.next_phase(scheme.phases[-1].id) is None
    task = second.tasks[0]
    assert scheme.task(task.id) is task
    assert scheme.phase_of(task.id) is second
    assert [gate.id for gate in scheme.exit_gates(first.id)] == list(first.exit)
    assert scheme.party_name("customs").nl == "Douane"
    assert scheme.role_name("overseer").nl == "Regiehouder"
    with pytest.raises(KeyError):
        scheme.topic("nothing")


def test_facts_know_their_line() -> None:
    scheme = get_scheme("kvo", "2015")
    lines = scheme.path.read_text(encoding="utf-8").splitlines()
    assert all(fact.name in lines[fact.line - 1] for fact in scheme.facts())
