"""Document ids: made, typed by a person, and found back in a file."""

import zlib

import pytest

from partnerships.documents.ids import ALPHABET, find_document_id, new_document_id, normalise_document_id

ID = "BN-7K3M-9QXT-2H58"


def test_new_ids_differ_and_are_their_own_spelling():
    made = [new_document_id() for _ in range(200)]
    assert len(set(made)) == 200
    assert [normalise_document_id(one) for one in made] == made


@pytest.mark.parametrize("typed", ["bn-7k3m-9qxt-2h58", " BN 7K3M 9QXT 2H58 ", "7K3M9QXT2H58", ID])
def test_what_a_person_types_is_understood(typed):
    assert normalise_document_id(typed) == ID


def test_letters_that_look_like_digits_are_read_as_digits():
    zero = next(one for one in iter(new_document_id, "") if "0" in one and "1" in one)
    assert normalise_document_id(zero.replace("0", "o").replace("1", "l")) == zero


def test_every_single_wrong_character_is_seen():
    bare = ID.removeprefix("BN-").replace("-", "")
    wrong = [bare[:at] + other + bare[at + 1 :] for at in range(12) for other in ALPHABET if other != bare[at]]
    assert [one for one in wrong if normalise_document_id(one)] == []


@pytest.mark.parametrize("typed", ["", "BN-", "BN-7K3M-9QXT-2H5", "BN-7K3M-9QXT-2H5*", "U" * 12, "é" * 12])
def test_anything_else_is_no_id(typed):
    assert normalise_document_id(typed) == ""


def test_an_id_is_found_also_when_a_program_packed_the_metadata_away():
    assert find_document_id(b"/Keywords (BN-7K3M-9QXT-2H58)") == ID
    packed = zlib.compress(b"<< /Keywords (\xfe\xff" + ID.encode("utf-16-be") + b") >>")
    assert find_document_id(b"%PDF-1.7 1 0 obj stream\r\n" + packed + b"\nendstream") == ID


def test_the_id_in_a_seal_goes_before_an_id_in_the_text():
    other = new_document_id().encode()
    assert find_document_id(b"(" + other + b") /ContactInfo (" + ID.encode() + b")") == ID


def test_a_small_file_that_unpacks_to_much_does_no_harm():
    bomb = zlib.compress(b"\0" * 50_000_000)
    assert find_document_id((b"stream\n" + bomb + b"\n") * 20) is None
