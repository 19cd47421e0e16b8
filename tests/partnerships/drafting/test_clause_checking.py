"""The clause checker: a promise without who and when is an intention (B25)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.domain.clause_checking import check_text, has_term, sentences_of

PARTIES = ["Gemeente Oosterveen", "Gemeente", "Politie", "Brandweer Oost", "Ondernemersvereniging De Wetering"]


@pytest.mark.feature("B25")
@pytest.mark.parametrize(
    ("sentence", "party", "term"),
    [
        ("Partijen spannen zich in voor een veilig gebied.", True, True),
        ("Wij zorgen voor goede verlichting.", True, True),
        ("De gemeente zorgt voor goede verlichting.", False, True),
        ("Partijen komen elk kwartaal bij elkaar.", True, False),
        ("De gemeente zal de verlichting zo snel mogelijk herstellen.", False, True),
        ("Elke partij voert de maatregelen uit binnen de afgesproken tijd.", False, True),
        ("The parties strive for a safe area.", True, True),
    ],
)
def test_a_promise_without_party_or_term_is_found(sentence, party, term):
    (finding,) = check_text(sentence, parties=PARTIES)
    assert (finding.lacks_party, finding.lacks_term) == (party, term)
    assert finding.advice


@pytest.mark.feature("B25")
@pytest.mark.parametrize(
    "sentence",
    [
        "De gemeente herstelt kapotte verlichting binnen vijf werkdagen.",
        "Gemeente Oosterveen maait elk kwartaal de bermen.",
        "De politie deelt elke maand de cijfers.",
        "Brandweer Oost controleert de brandkranen voor 1 mei 2027.",
        "Elke partij meldt jaarlijks wat zij heeft gedaan.",
        "Partijen mogen elkaar hierop aanspreken.",
        "Partijen hebben de veiligheid onderzocht.",
        "Werkgroep: de vertegenwoordigers van partijen die het plan uitvoeren.",
        "Dit convenant duurt drie jaar.",
    ],
)
def test_a_promise_with_both_and_what_promises_nothing_is_left_alone(sentence):
    assert check_text(sentence, parties=PARTIES) == []


def test_headings_and_definitions_are_not_looked_at_and_the_place_is_named():
    text = (
        "## Partijen zullen samenwerken\n\n## Begrippen\n\n1. Partijen zullen: wie tekent.\n\n"
        "## Inzet\n\n1. De politie komt elke maand langs.\n2. **Partijen** zullen hun best doen."
    )
    (finding,) = check_text(text, parties=PARTIES)
    assert finding.number == "2."
    assert finding.heading == "Inzet"
    assert finding.sentence == "Partijen zullen hun best doen."


@pytest.mark.parametrize("heading", ["Bijlagen", "Partijen", "Verplichtingen van partijen", "Lijst van bijlagen"])
def test_what_people_typed_under_annexes_or_parties_is_looked_at(heading):
    typed = "Partijen zorgen dat de verlichting binnenkort beter wordt."
    listed = "1. Brandweer Oost (Brandweer)" if heading == "Partijen" else "1. Plan van aanpak"
    (finding,) = check_text(f"## {heading}\n\n{listed}\n\n{typed}", parties=PARTIES)
    assert (finding.sentence, finding.heading) == (typed, heading)


def test_sentences_are_split_as_people_read_them():
    words = "De Raad besluit, bijv. over art. 3 van de wet. Dat kost € 1.500. Wij doen dat o.a. Samen! Ja?"
    assert sentences_of(words)[1:] == ["Dat kost € 1.500.", "Wij doen dat o.a. Samen!", "Ja?"]


@pytest.mark.parametrize(
    "words",
    ["voor 1 mei", "uiterlijk 2027-05-01", "elk half jaar", "binnen vier weken", "jaarlijks", "in het eerste kwartaal"],
)
def test_terms(words):
    assert has_term(f"De gemeente doet dit {words}.")


@pytest.mark.parametrize("words", ["zo snel mogelijk", "op tijd", "regelmatig", "in overleg", "mei"])
def test_no_terms(words):
    assert not has_term(f"De gemeente doet dit {words}.")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_it_never_fails(text):
    check_text(text, parties=PARTIES)
    assert " ".join(sentences_of(text)).split() == text.split()
