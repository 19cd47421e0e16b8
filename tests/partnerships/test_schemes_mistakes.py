"""Every kind of mistake in a scheme file becomes one check error with the file and the line."""

from pathlib import Path

import pytest
from pytest_django import Settings

from partnerships.checks import MISTAKE, check_pins, check_schemes
from partnerships.scheme_files import clear_cache, get_scheme

SAMPLE = (Path(__file__).resolve().parents[1] / "schemes" / "retail-circle-2025.yaml").read_text(encoding="utf-8")
NAME = "retail-circle-2025.yaml"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.SCHEME_DIRS = [tmp_path]
    clear_cache()
    return tmp_path


def line_of(text: str, needle: str) -> int:
    return text[: text.index(needle)].count("\n") + 1


def errors(folder: Path, text: str, name: str = NAME) -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    messages = check_schemes()
    assert {message.id for message in messages} <= {MISTAKE}
    return [message.msg for message in messages]


def test_the_sample_is_sound(folder: Path) -> None:
    assert errors(folder, SAMPLE) == []


MISTAKES = {
    "unknown key": ("country: NL", "countri: BE\ncountry: NL", "countri", "unknown key “countri”"),
    "unknown key deep down": ("required: true,", "requird: true,", "requird", "unknown key “requird”"),
    "missing language": ("nl: Jaarplan, en: Year plan }", "nl: Jaarplan }", "nl: Jaarplan }", "no text in “en”"),
    "missing label": ("    name: { nl: Elk seizoen, en: Every season }\n", "", "- id: seasons", "“name” is missing"),
    "label that is no mapping": ("{ nl: Beloven, en: Promising }", "Beloven", "name: Beloven", "a text per language"),
    "duplicate id": ("- { id: opening_hours,", "- { id: shoplifting,", "{ nl: Veilig openen", "stands here twice"),
    "duplicate key": ("country: NL", "country: NL\ncountry: BE", "country: BE", "“country” is given twice"),
    "unknown phase": ("phases: [doing]", "phases: [dooing]", "dooing", "there is no phase “dooing”"),
    "unknown phase to start in": ("may_start_in: [promising]", "may_start_in: [x]", "[x]", "there is no phase “x”"),
    "unknown gate": ("exit: [promised]", "exit: [sworn]", "sworn", "there is no gate “sworn”"),
    "unknown document": ("yields: promise", "yields: oath", "yields: oath", "there is no document “oath”"),
    "unknown role": ("{ role: secretary,", "{ role: scribe,", "role: scribe", "“role” is “scribe”"),
    "unknown party": ("{ kind: insurer,", "{ kind: shop,", "kind: shop", "“kind” is “shop”"),
    "unknown page": ("page: readiness", "page: somewhere", "page: somewhere", "“page” is “somewhere”"),
    "wrong act": ("blocks: adopt_plan", "blocks: adopt", "blocks: adopt", "“blocks” is “adopt”"),
    "gate without effect": ("    blocks: adopt_plan\n", "", "- id: owned", "either blocks an act"),
    "bad duration": ("due: { months: 9 }", "due: { months: soon }", "months: soon", "must be a whole number"),
    "negative duration": ("due: { months: 9 }", "due: { months: -1 }", "months: -1", "at least 0"),
    "empty duration": ("due: { months: 9 }", "due: { since: cycle }", "since: cycle", "“months” or “weeks”"),
    "bad reminder": ("remind: [3]", "remind: [often]", "[often]", "days before the due date"),
    "wrong kind of area": ("[shopping_area]", "[mall]", "[mall]", "holds “mall”"),
    "not a list": ("area_kinds: [shopping_area]", "area_kinds: shopping_area", "area_kinds:", "must be a list"),
    "no condition": ("condition: { fact: audit.closed }", "condition: { nothing: 1 }", "{ nothing", "exactly one of"),
    "empty condition": ("condition: { fact: audit.closed }", "condition: { all_of: [] }", "all_of: []", "is empty"),
    "bad bound": ("at_least: 1 }\n    blocks", "at_least: many }\n    blocks", "at_least: many", "must be a number"),
    "wrong party in a fact": ("all: [municipality, entrepreneurs]", "all: [shops]", "[shops]", "holds “shops”"),
    "certificate without end": ("  valid_for: 12\n", "", "kind: certificate\n", "needs “valid_for”"),
    "renewal back to front": ("latest_months: 2", "latest_months: 5", "latest_months: 5", "is before “starts_months”"),
    "text instead of a mapping": (
        "- { role: secretary, name: { nl: Schrijver, en: Scribe } }",
        "- x",
        "- x\n",
        "a mapping is",
    ),
    "version that is a number": ('version: "2025"', "version: 2025.10", "version: 2025", "put it between quotes"),
    "no plan": ("\nplan:\n", "\nplans:\n", "plans:", "unknown key “plans”"),
    "syntax error": ("area_kinds: [shopping_area]", "area_kinds: [shopping_area", "required_parties", "not YAML"),
}


@pytest.mark.parametrize(("old", "new", "where", "what"), MISTAKES.values(), ids=MISTAKES.keys())
@pytest.mark.feature("F02")
def test_mistake_is_named_with_file_and_line(folder: Path, old: str, new: str, where: str, what: str) -> None:
    assert old in SAMPLE
    text = SAMPLE.replace(old, new, 1)
    found = errors(folder, text)
    expected = f"{folder / NAME}:{line_of(text, where)}: "
    assert any(error.startswith(expected) and what in error for error in found), (expected, found)


def test_reference_in_a_fact_to_a_task_or_document_that_is_not_there(folder: Path) -> None:
    text = SAMPLE.replace("{ fact: audit.closed }", "{ fact: task.done, task: dance }")
    assert any("there is no task “dance”" in error for error in errors(folder, text))


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_lines(folder: Path) -> None:
    text = SAMPLE.replace("blocks: adopt_plan", "blocks: adopt").replace("country: NL", "country: FR")
    found = errors(folder, text)
    assert len(found) == 2
    assert "“country” is “FR”" in found[0]


def test_file_under_another_name_is_refused(folder: Path) -> None:
    assert "should be called retail-circle-2025.yaml" in errors(folder, SAMPLE, "circle.yaml")[0]


def test_the_same_version_in_two_places_is_refused(folder: Path, settings: Settings) -> None:
    other = folder / "other"
    other.mkdir()
    settings.SCHEME_DIRS = [folder, other]
    (other / NAME).write_text(SAMPLE, encoding="utf-8")
    found = errors(folder, SAMPLE)
    assert found == [f"{other / NAME}:1: retail-circle 2025 stands in {folder / NAME} too"]


def test_a_missing_folder_is_an_error(folder: Path, settings: Settings) -> None:
    settings.SCHEME_DIRS = [folder / "nowhere"]
    assert [message.msg for message in check_schemes()] == [
        f"{folder / 'nowhere'}:0: SCHEME_DIRS names this folder, but it is not there"
    ]


def test_pinned_scheme_that_changed_or_went_is_an_error() -> None:
    sound = get_scheme("kvo", "2015")
    assert check_pins([("kvo", "2015", sound.checksum)]) == []
    assert [message.id for message in check_pins([("kvo", "2015", "0" * 64)])] == ["partnerships.E003"]
    assert [message.id for message in check_pins([("kvo", "1999", sound.checksum)])] == ["partnerships.E002"]
