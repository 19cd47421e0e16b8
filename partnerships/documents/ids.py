"""The number on every frozen document, and how to find it back in a copy."""

import re
import secrets
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U to misread
_GROUP = "[0-9A-HJKMNP-TV-Z]{4}"
_PATTERN = re.compile(f"BN-{_GROUP}-{_GROUP}-{_GROUP}".encode())
_IN_SEAL = re.compile(rb"/ContactInfo\s*\((BN-[0-9A-Z-]{14})\)")
_STREAM = re.compile(rb"stream\r?\n")
_STREAMS_READ = 400
_STREAM_BYTES = 262_144
_IDS_READ = 50


def new_document_id() -> str:
    """A new document id, `BN-XXXX-XXXX-XXXX`: 55 random bits and a check character at the end."""
    payload = "".join(secrets.choice(ALPHABET) for _ in range(11))
    return _written(payload + _check_character(payload))


def normalise_document_id(text: str) -> str:
    """The document id a person typed, in its one spelling; "" when it cannot be one.

    Small letters, missing dashes and spaces are forgiven, as are the letters O, I and L typed for 0 and 1.
    """
    bare = re.sub(r"[\s-]", "", text).upper().removeprefix("BN")
    bare = bare.replace("O", "0").replace("I", "1").replace("L", "1")
    known = len(bare) == 12 and all(character in ALPHABET for character in bare)
    return _written(bare) if known and _check_character(bare[:-1]) == bare[-1] else ""


def find_document_id(pdf: bytes) -> str | None:
    """The document id in the bytes of a PDF, or None: from its seal, else its metadata."""
    return next(_ids_in(pdf), None)


def find_document_ids(pdf: bytes) -> tuple[str, ...]:
    """Every document id in the bytes of a PDF, each once and at most fifty; that of a seal first.

    More than one, so that a number put in front does not hide the one of the document itself.
    """
    found: dict[str, None] = {}
    for document_id in _ids_in(pdf):
        found.setdefault(document_id)
        if len(found) == _IDS_READ:
            break
    return tuple(found)


def _ids_in(pdf: bytes) -> Iterator[str]:
    """Works on damaged files, for it reads no structure. Compressed parts are opened up to a fixed size only,
    so that a small file which unpacks to gigabytes does no harm.
    """
    yield from _valid(found[1] for found in _IN_SEAL.finditer(pdf))
    yield from _plain_ids(pdf)
    for unpacked in _unpacked(pdf):
        yield from _plain_ids(unpacked)
        yield from _plain_ids(unpacked.replace(b"\0", b""))


def unpacks_small(pdf: bytes) -> bool:
    """Are the packed parts few and small? A part that cannot be unpacked this way counts as small."""
    for number, start in enumerate(_STREAM.finditer(pdf)):
        if number == _STREAMS_READ:
            return False
        unpacking = zlib.decompressobj()
        with suppress(zlib.error):
            unpacking.decompress(pdf[start.end() :], _STREAM_BYTES)
            if unpacking.unconsumed_tail:
                return False
    return True


def _plain_ids(data: bytes) -> Iterator[str]:
    return _valid(found[0] for found in _PATTERN.finditer(data))


def _valid(found: Iterable[bytes]) -> Iterator[str]:
    return (document_id for one in found if (document_id := normalise_document_id(one.decode())))


def _unpacked(pdf: bytes) -> Iterator[bytes]:
    """The packed parts: programs that save a copy anew often pack the metadata away, sometimes as UTF-16."""
    for start in islice(_STREAM.finditer(pdf), _STREAMS_READ):
        packed = pdf[start.end() : start.end() + _STREAM_BYTES]
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(packed, _STREAM_BYTES)


def _written(characters: str) -> str:
    return f"BN-{characters[:4]}-{characters[4:8]}-{characters[8:]}"


def _check_character(payload: str) -> str:
    """Luhn's check for 32 characters: sees every single wrong character and most swapped neighbours."""
    total = 0
    for place, character in enumerate(reversed(payload)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
