"""Personal data is found, and what only looks like it is left alone (B20)."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.personal_data import MASK, PersonalKind, find, mark_of, mask, passes_eleven, passes_rrn
from tests.effort import effort
from tests.personal_examples import FRIENDS, TEXTS

pytestmark = pytest.mark.feature("B20")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


@pytest.mark.parametrize(("text", "kind"), [(text, kind) for kind, texts in TEXTS.items() for text in texts])
def test_it_is_found(text: str, kind: str):
    hits = find(f"Bel of mail {text} als er iets is.")
    assert [hit.kind for hit in hits] == [kind]
    assert hits[0].text in text


@pytest.mark.parametrize("text", FRIENDS)
def test_a_false_friend_does_not_trigger(text: str):
    assert find(text) == []
    assert find(f"Zie {text}, dus.") == []


def bsns() -> st.SearchStrategy[str]:
    """Valid ones: eight digits whose weighted sum leaves a last digit below ten."""

    def whole(first: str) -> str | None:
        last = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11
        return f"{first}{last}" if last < 10 else None

    eight = st.text(string.digits, min_size=8, max_size=8).filter(lambda text: bool(text.strip("0")))
    return eight.map(whole).filter(bool)  # type: ignore[return-value]


@given(bsns())
def test_a_bsn_is_found_and_with_one_digit_changed_it_is_not(number: str):
    assert [hit.kind for hit in find(f"nummer {number}")] == [PersonalKind.BSN]
    for place in range(9):
        changed = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert find(f"nummer {changed}") == []


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), st.integers(1, 998))
def test_a_national_register_number_is_found_in_both_centuries(born: date, serial: int):
    first = f"{born:%y%m%d}{serial:03}"
    base = int(first) + (2_000_000_000 if born.year >= 2000 else 0)
    check = 97 - base % 97
    written = f"{first[:2]}.{first[2:4]}.{first[4:6]}-{first[6:]}.{check:02}"
    for number in (first + f"{check:02}", written):
        assert [hit.kind for hit in find(f"nr {number}")] == [PersonalKind.RRN]
    other = check % 97 + 1
    if not passes_rrn(first + f"{other:02}"):
        assert PersonalKind.RRN not in {hit.kind for hit in find(f"nr {first}{other:02}")}


@given(st.text(max_size=300))
def test_any_text_can_be_read_and_masked_and_then_nothing_is_found(text: str):
    for hit in find(text):
        assert text[hit.start : hit.end] == hit.text
    assert len(mask(text)) <= len(text)


@given(st.lists(st.sampled_from([one for texts in TEXTS.values() for one in texts]), min_size=1, max_size=4))
def test_what_is_masked_is_gone(pieces: list[str]):
    masked = mask("\n".join(pieces))
    assert find(masked) == []
    assert masked.count(MASK) == len(pieces)


def test_where_it_stands():
    hits = find("Goed.\nVraag jan@voorbeeld.nl\nof bel 06-12345678.")
    assert [(hit.line, hit.text) for hit in hits] == [(2, "jan@voorbeeld.nl"), (3, "06-12345678")]
    assert mask("Vraag jan@voorbeeld.nl") == f"Vraag {MASK}"


def test_spaces_and_dashes_of_a_word_processor():
    assert [hit.kind for hit in find("06\u201112345678 en 030\u00a01234567")] == ["phone", "phone"]


def test_a_choice_counts_for_what_was_found():
    assert mark_of(find("bel 06-12345678")) == mark_of(find("of bel 06-12345678 dus"))
    assert mark_of(find("bel 06-12345678")) != mark_of(find("bel 06-12345679"))


@pytest.mark.parametrize("digits", ["000000000", "", "123456789012", "00000000000"])
def test_no_number_at_all(digits: str):
    assert not passes_eleven(digits)


def test_a_long_text_is_read_at_once():
    hostile = ("a" * 50_000, "0" * 50_000, "0 " * 25_000, "a.b-" * 12_000 + "@", "06-12345678 " * 5_000)
    assert effort(lambda: [find(text) for text in hostile]) < 1_000
    assert len(find("06-12345678 " * 5_000)) == 5_000
    assert mask("06-12345678 " * 5_000) == f"{MASK} " * 5_000
