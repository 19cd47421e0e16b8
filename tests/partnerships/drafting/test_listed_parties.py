"""Reading the parties from the words of a text: names that resemble each other, and every way of writing a list."""

import pytest

from partnerships.domain.listed_parties import (
    alike,
    keys_of,
    named_at_start,
    named_in,
    party_list,
    strangers,
    with_parties,
)

pytestmark = pytest.mark.feature("F16")
NAMES = [
    "Bakker",
    "Bakker & Zn. (Oost) B.V.",
    "Bakker, Smit en Co",
    "C*1000",
    "Café *De Ster*",
    "'t Hoekje",
    "Politie",
    "Politie Basisteam Oost",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "line",
    ["{}", "{} (ondernemers)", "**{}** (ondernemers)", "**{} (ondernemers)**", "{}, vertegenwoordigd door iemand",
     "{} – vertegenwoordigd door iemand", "{} vertegenwoordigd door iemand", "De {} (ondernemers)", "{};",
     "{} (ondernemers)\nvertegenwoordigd door iemand"],
)  # fmt: skip
def test_a_line_is_about_the_longest_name_it_begins_with(name, line):
    keys = keys_of(NAMES)
    assert named_at_start(line.format(name), keys) == alike(name)
    assert named_at_start(line.format(name.replace("*", r"\*")), keys) == alike(name)
    assert named_at_start(line.format(name.upper()), keys) == alike(name)


@pytest.mark.parametrize(
    "line",
    ["Bakkerij De Zon (o)", "Bakker Oost (o)", "Politieke Partij Oost (o)", "Namens Bakker (o)", "Bakker-Smit", ""],
)
def test_a_longer_name_or_another_is_none_of_them(line):
    assert named_at_start(line, keys_of(NAMES)) == ""


def test_capitals_and_quotation_marks_and_blanks_make_no_other_name():
    assert named_at_start("CAFÉ  ’T HOEKJE (o)", keys_of(["Café 't Hoekje"])) == alike("Café 't Hoekje")


def test_a_name_within_a_longer_one_does_not_stand_in_a_sentence():
    keys = keys_of(NAMES)
    assert named_in("Wij, Bakker, Smit en Co, doen mee.", keys) == {alike("Bakker, Smit en Co")}
    assert named_in("Wij, Politie\nBasisteam Oost en C*1000, doen mee.", keys) == keys_of(
        ["Politie Basisteam Oost", "C*1000"]
    )
    assert named_in(r"Wij, **C\*1000** en POLITIE.", keys) == keys_of(["C*1000", "Politie"])


@pytest.mark.parametrize(
    "text",
    ["1. Politie (p)\n2. Bakker (o)", "1. Politie (p)\n\n2. Bakker (o)", "1. Politie (p)\n1. Bakker (o)",
     "- Politie (p)\n- Bakker (o)", "* Politie (p)\n* Bakker (o)", "• Politie (p)\n• Bakker (o)", "1) Politie (p)\n2) Bakker (o)",
     "  1. Politie (p)\n  2. Bakker (o)", "7. Politie (p)\n8. Bakker (o)",
     "Publiek:\n\n1. Politie (p)\n\nPrivaat:\n\n1. Bakker (o)", "1. Politie (p)\n   door iemand\n2. Bakker (o)"],
)  # fmt: skip
def test_every_way_of_writing_a_list_is_one(text):
    words = (
        f"## Verklaring\n\nWij doen mee.\n\n## Partijen\n\n{text}\n\n## Afspraken\n\n1. Wij bellen.\n2. Politie, dan?"
    )
    listed = party_list(words, NAMES)
    assert listed
    assert [named_at_start(one, keys_of(NAMES)) for one in listed.entries] == ["politie", "bakker"]
    assert list(strangers(listed, ["Politie"], NAMES)) == ["Bakker"]
    renewed = with_parties(words, {"Politie": "Politie (p)", "C*1000": r"C\*1000 (o)"}, NAMES)
    assert renewed
    again = party_list(renewed, NAMES)
    assert again
    assert [named_at_start(one, keys_of(NAMES)) for one in again.entries] == ["politie", alike("C*1000")]
    assert renewed.endswith("1. Wij bellen.\n2. Politie, dan?")
    assert with_parties(renewed, {"Politie": "Politie (p)", "C*1000": r"C\*1000 (o)"}, NAMES) == renewed


@pytest.mark.parametrize(
    "heading", ["Artikel 1. Partijen", "1 – De partijen", "Ondergetekenden", "**Partijen**", "Wie zegt toe"]
)
def test_a_list_beneath_its_heading_goes_before_one_that_happens_to_begin_with_names(heading):
    agreed = "1. Politie, bel elke week.\n2. Bakker, open de poort."
    words = f"## Stuk\n\n{agreed}\n\n## {heading}\n\n1. Politie (p)"
    listed = party_list(words, NAMES)
    assert listed
    assert listed.entries == ["Politie (p)"]
    assert agreed in str(with_parties(words, {"Bakker": "Bakker (o)"}, NAMES))


def test_what_is_no_list_of_parties_is_none():
    assert party_list("## Partijen\n\nWij, Politie en Bakker.\n\n## Taken\n\n1. Politie, bel.", NAMES) is None
    assert party_list("## Taken\n\n1. Politie, bel.\n2. Wij komen.\n3. Wij helpen.", NAMES) is None
    assert party_list("| Politie | p |\n| Bakker | o |", NAMES) is None


def test_a_list_of_which_nobody_is_known_any_more_is_still_the_list_beneath_its_heading():
    listed = party_list(
        "## Partijen\n\n1. Iemand Anders (o), door Jan\n2. **Nog & Zn. (Oost) B.V.** (o)\n3. Een, door Jan", NAMES
    )
    assert listed
    assert list(strangers(listed, ["Bakker"], NAMES)) == ["Iemand Anders", "Nog & Zn. (Oost) B.V.", "Een"]


def test_a_renewed_list_keeps_the_words_of_who_stays_and_its_numbers_follow():
    words = (
        "## Partijen\n\nPubliek:\n\n1. Politie (p)\n   door A\n2. Iemand (o)\n\nPrivaat:\n\n3. Bakker, door B\n4. Iemand (o)"
        "\n\nSamen: partijen.\n\n## Verder\n\n1. Politie en Iemand bellen."
    )
    assert with_parties(words, {"Politie": "Politie (p)", "Bakker": "x", "'t Hoekje": "'t Hoekje (o)"}, NAMES) == (
        "## Partijen\n\nPubliek:\n\n1. Politie (p)\n   door A\n\nPrivaat:\n\n2. Bakker, door B\n3. 't Hoekje (o)"
        "\n\nSamen: partijen.\n\n## Verder\n\n1. Politie en Iemand bellen."
    )


def test_two_hundred_parties_are_read_and_numbered():
    names = [f"Bedrijf {number}" for number in range(1, 201)]
    words = "## Partijen\n\n" + "\n".join(f"{place}. {name} (o)" for place, name in enumerate(names, start=1))
    listed = party_list(words, names)
    assert listed
    assert [named_at_start(one, keys_of(names)) for one in listed.entries] == [alike(name) for name in names]
    renewed = with_parties(words, {name: f"{name} (o)" for name in names[1:]}, names)
    assert renewed
    assert renewed.split("\n")[2:] == [f"{place}. {name} (o)" for place, name in enumerate(names[1:], start=1)]
