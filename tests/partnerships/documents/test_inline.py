"""Bold, italics and bullets; whatever is typed, reading it never fails and nothing of it becomes markup."""

import re

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.documents.blocks import Block, headings_of, parse_blocks, written
from partnerships.documents.inline import Span, plain_text, spans_of
from partnerships.domain.agreement_texts import tidy
from partnerships.domain.annexes import without_annexes
from partnerships.forms.draft import DraftForm
from tests.effort import effort

LINES = st.text(alphabet=st.sampled_from('ab1. -*#\\\n\r<>&"é €\u2028'), max_size=120) | st.text(max_size=80)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("gewoon", (Span("gewoon"),)),
        ("een **vet** woord", (Span("een "), Span("vet", bold=True), Span(" woord"))),
        ("*schuin*", (Span("schuin", italic=True),)),
        ("***beide***", (Span("beide", bold=True, italic=True),)),
        ("**vet *en* meer**", (Span("vet ", bold=True), Span("en", bold=True, italic=True), Span(" meer", bold=True))),
        ("2*3*4 is 24", (Span("2*3*4 is 24"),)),
        ("een * los", (Span("een * los"),)),
        ("**open", (Span("**open"),)),
        (r"\*geen*", (Span("*geen*"),)),
    ],
)
def test_marks(typed: str, read: tuple[Span, ...]) -> None:
    assert spans_of(typed) == read


def test_bullets_and_headings() -> None:
    text = "## Wat **wij** doen\n\n- een\n- *twee*\n  en verder\n1. eerst\n- los"
    assert parse_blocks(text) == (
        Block("heading", text="Wat **wij** doen"),
        Block("bullets", items=("een", "*twee*\nen verder")),
        Block("list", items=("eerst",)),
        Block("bullets", items=("los",)),
    )
    assert headings_of(text) == ["Wat wij doen"]


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_reading_never_fails_and_writing_is_read_the_same(text: str) -> None:
    blocks = parse_blocks(text)
    assert parse_blocks(written(blocks)) == blocks
    for block in blocks:
        for words in (block.text, *block.items):
            assert plain_text(words).replace("*", "") == re.sub(r"\\\*", "*", words).replace("*", "")


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_nothing_typed_becomes_markup(text: str) -> None:
    shown = render_to_string("documents/_blocks.html", {"blocks": parse_blocks(text)})
    tags = set(re.findall(r"<[^>]*>", shown))
    assert {re.sub(r' start="\d+"', "", tag) for tag in tags} <= {
        f"<{mark}{name}>" for name in ("h2", "p", "ol", "ul", "li", "strong", "em") for mark in ("", "/")
    } | {"<br>"}


def test_many_stars_are_read_quickly() -> None:
    assert plain_text("*a **b " * 20_000).startswith("*a **b")


@pytest.mark.parametrize(
    "text",
    [
        "* " * 50_000,
        "*a " * 15_000 + "a* " * 15_000,
        "**a *b* **" * 10_000,
        "a\n" * 50_000,
        "- a\n" * 25_000,
        "1. a\n" * 20_000,
    ],
)
def test_a_long_text_is_read_in_a_moment(text: str) -> None:
    def read() -> None:
        for block in parse_blocks(text):
            assert block.spans is not None
        spans_of(text)

    assert effort(read) < 500


def test_blank_lines_are_kept_as_one_and_cost_no_time() -> None:
    blank, empty = "a" + "\r\n \n" * 50_000 + "b\nc", "a" + "\n" * 100_000 + "b"
    assert tidy(blank) == "a\n\nb\nc"
    assert without_annexes(empty) == empty
    assert effort(lambda: (tidy(blank), without_annexes(empty))) < 500


def test_a_text_of_more_than_a_hundred_thousand_characters_is_refused() -> None:
    form = DraftForm({"text": "woord " * 20_000})
    assert "annex" in str(form.errors["text"]) or "bijlage" in str(form.errors["text"])
    assert DraftForm({"text": "woord " * 16_000}).is_valid()
