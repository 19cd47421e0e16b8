"""What differs between two texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.domain.comparing import compare

OLD = "## Geld\n\n1. De gemeente betaalt.\n2. De ondernemers betalen de helft van de kosten.\n\nDat is alles."
NEW = OLD.replace("betaalt.", "betaalt voor 1 mei.").replace("kosten.", "kosten.\n3. De politie niet.")


def test_words_are_marked_and_the_rest_stays():
    rows = compare(OLD, NEW).rows
    assert [(row.state, row.line.sign) for row in rows] == [
        ("same", ""), ("changed", "1."), ("same", "2."), ("added", "3."), ("same", ""),
    ]  # fmt: skip
    assert "".join(piece.text for piece in rows[1].pieces if piece.mark != "del") == "De gemeente betaalt voor 1 mei."
    assert "".join(piece.text for piece in rows[1].pieces if piece.mark != "ins") == "De gemeente betaalt."


def test_the_summary_counts():
    assert "1" in compare(OLD, NEW).summary
    assert compare(OLD, OLD).is_same
    assert compare("", "Een").count("added") == 1
    assert compare("Een", "").count("removed") == 1


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab \n-1.#", max_size=80), st.text(alphabet="ab \n-1.#", max_size=80))
def test_both_texts_can_be_read_back_from_it(old, new):
    rows = compare(old, new).rows
    left = ["".join(piece.text for piece in row.pieces if piece.mark != "ins") for row in rows if row.state != "added"]
    right = [
        "".join(piece.text for piece in row.pieces if piece.mark != "del") for row in rows if row.state != "removed"
    ]
    from_old = [row.line.text for row in compare(old, old).rows]
    from_new = [row.line.text for row in compare(new, new).rows]
    assert left == from_old
    assert right == from_new
