"""No altered file is ever called genuine: by us, and where another program can see it, by that program too (B12)."""

import random
import subprocess
from pathlib import Path

import pytest
from asn1crypto import cms, core

from partnerships.documents.verify import examine_pdf
from tests.partnerships.documents.test_verify import flipped, rotated, signed_parts
from tests.seeded import ALL_OF_IT

pytestmark = pytest.mark.feature("B12")
CHANGES = 200 if ALL_OF_IT else 50


def pdfsig(pdf: bytes, folder: Path) -> str:
    path = folder / "file.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout


@pytest.mark.seeded
def test_changes_anywhere_are_seen_by_us_and_in_the_signed_part_by_pdfsig(sealed, ours, tmp_path):
    """Any byte, also in the hole of the signature. What pdfsig calls valid there, is not genuine to us."""
    start, end = signed_parts(sealed)
    chance = random.Random(20261122)
    genuine, missed = [], []
    for at in sorted(chance.sample(range(len(sealed)), CHANGES)):
        changed = sealed[:at] + bytes([sealed[at] ^ chance.randrange(1, 256)]) + sealed[at + 1 :]
        if examine_pdf(changed).verdict == "ours_unchanged":
            genuine.append(at)
        if not start <= at < end and "Signature is Valid" in pdfsig(changed, tmp_path):
            missed.append(at)
    assert (genuine, missed) == ([], [])


def test_no_digit_of_the_signature_can_be_written_otherwise(sealed, ours):
    """Much of a signature does not cover itself: an authority's certificate, versions, the case of digits, the padding."""
    start, end = signed_parts(sealed)
    used = len(sealed[start:end].rstrip(b"0>"))
    places = [*range(start, start + used, 1 if ALL_OF_IT else 17), start + used + 2, (start + used + end) // 2, end - 2]
    chance, genuine = random.Random(20261201), []
    for at in places:
        for digit in chance.sample(b"0123456789ABCDEFabcdef >", 24 if ALL_OF_IT else 2):
            changed = sealed[:at] + bytes([digit]) + sealed[at + 1 :]
            if changed != sealed and examine_pdf(changed).verdict != "ours_changed":
                genuine.append((at - start, digit))
    small = sealed[:start] + sealed[start:end].lower() + sealed[end:]
    assert (genuine, examine_pdf(small).verdict) == ([], "ours_changed")


def rewritten(sealed, change):
    """The file with another signature in the same place: ``change`` is given what was signed, and alters it."""
    start, end = signed_parts(sealed)
    info = cms.ContentInfo.load(bytes.fromhex(sealed[start + 1 : end - 1].decode()))
    change(info["content"])
    digits = info.dump(force=True).hex().upper().encode()
    return sealed[:start] + b"<" + digits.ljust(end - start - 2, b"0") + b">" + sealed[end:]


def add_unsigned(signed):
    attribute = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.Null()]})
    signed["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])


def other_version(signed):
    signed["version"] = "v3"


def digest_twice(signed):
    signed["digest_algorithms"] = [{"algorithm": "sha256"}, {"algorithm": "sha512"}]


def test_the_signature_written_anew_as_it_was_is_ours(sealed, ours):
    assert rewritten(sealed, lambda _signed: None) == sealed


@pytest.mark.parametrize("change", [add_unsigned, other_version, digest_twice])
def test_a_signature_that_holds_and_is_written_otherwise_is_not_ours(sealed, ours, change):
    changed = rewritten(sealed, change)
    assert len(changed) == len(sealed)
    assert examine_pdf(changed).verdict == "ours_changed"


def test_a_change_in_the_content_is_a_mismatch_to_pdfsig(sealed, ours, tmp_path):
    assert "Digest Mismatch" in pdfsig(flipped(sealed, sealed.index(b"stream") + 40), tmp_path)


def test_an_appended_revision_is_not_the_whole_document_to_pdfsig_and_changed_to_us(sealed, ours, tmp_path):
    assert "Total document signed" in pdfsig(sealed, tmp_path)
    assert "Not total document signed" in pdfsig(rotated(sealed), tmp_path)
    assert examine_pdf(rotated(sealed)).verdict == "ours_changed"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99, 0.9999])
def test_a_truncated_file_is_never_genuine(sealed, ours, share):
    assert examine_pdf(sealed[: int(len(sealed) * share)]).verdict != "ours_unchanged"


def test_files_put_together_are_never_genuine(sealed, drawn, seal_in, ours, tmp_path):
    other = seal_in(tmp_path / "theirs")
    for parts in ((sealed, sealed), (drawn, sealed), (sealed, drawn), (other, sealed), (sealed, other), (b"x", sealed)):
        assert examine_pdf(b"".join(parts)).verdict == "ours_changed"
    assert examine_pdf(other).verdict == "unknown"
