"""The templates of agreements are sound, in two languages, and a mistake is pointed at."""

from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from partnerships import template_files
from partnerships.checks import check_templates
from partnerships.documents.blocks import parse_blocks
from partnerships.domain.agreement_texts import template_text
from partnerships.template_files import all_templates, newest_template

GIVEN = {"party": "Brandweer Oost", "agreement": "Convenant De Wetering", "partnership": "De Wetering"}


def test_the_templates_of_the_house_are_sound() -> None:
    assert check_templates() == []
    assert {one.id for one in all_templates()} >= {"accession", "notice"}


@pytest.mark.parametrize("template_id", ["accession", "notice"])
def test_the_words_are_filled_in_and_the_others_stay_visible(template_id: str) -> None:
    with translation.override("nl"):
        text = template_text(template_id, GIVEN)
    assert "Brandweer Oost" in text
    assert "$number" in text
    assert all(block.kind in ("heading", "paragraph", "list") for block in parse_blocks(text))


def test_an_agreement_keeps_the_version_its_words_came_from() -> None:
    assert str(newest_template("accession")) == "accession-1"
    with pytest.raises(KeyError):
        newest_template("oath")


SOUND = """id: oath
version: 1
kind: covenant
name: { nl: Eed, en: Oath }
signed_by: all
clauses:
  - { id: a, title: { nl: A, en: A }, text: { nl: Wij., en: We. } }
  - { id: b, title: { nl: B, en: B }, text: { nl: Wij., en: We. }, choice: force }
  - { id: c, title: { nl: C, en: C }, text: { nl: Wij., en: We. }, choice: force, default: false }
"""
MISTAKES = {
    "unknown key": ("kind: covenant", "kind: covenant\nkeend: x", "unknown key “keend”"),
    "unknown kind": ("kind: covenant", "kind: oath", "“kind” is “oath”"),
    "no second choice": (", choice: force, default: false", "", "there is nothing to choose"),
    "two defaults": (", default: false", "", "exactly one must be the default"),
    "other name": ("version: 1", "version: 2", "should be called oath-2.yaml"),
    "one language": ("name: { nl: Eed, en: Oath }", "name: { nl: Eed }", "no text in “en”"),
}


@pytest.mark.parametrize("mistake", ["", *MISTAKES])
def test_a_mistake_is_pointed_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mistake: str) -> None:
    old, new, said = MISTAKES.get(mistake, ("", "", ""))
    monkeypatch.setattr(template_files, "TEMPLATES", tmp_path)
    (tmp_path / "oath-1.yaml").write_text(SOUND.replace(old, new, 1) if mistake else SOUND, encoding="utf-8")
    messages = [one.msg for one in check_templates() if str(tmp_path) in one.msg]
    assert bool(messages) == bool(mistake)
    assert all(said in one for one in messages[:1])


def test_a_process_reads_the_templates_once_and_whoever_writes_them_sees_each_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(template_files, "TEMPLATES", tmp_path)
    assert all_templates() == ()
    (tmp_path / "oath-1.yaml").write_text(SOUND, encoding="utf-8")
    assert all_templates() == ()
    settings.DEBUG = True
    assert [one.id for one in all_templates()] == ["oath"]
