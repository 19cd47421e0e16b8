"""Is this copy ours, and unchanged? Every way we know to fool the check."""

import random
import re
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from partnerships.documents import keymaking, sealkey
from partnerships.documents.render import render_pdf
from partnerships.documents.verify import examine_pdf
from tests.effort import effort
from tests.partnerships.documents.conftest import DOCUMENT_ID, SEALED_AT


def signed_parts(pdf: bytes) -> tuple[int, int]:
    """Where the hole in the signed bytes begins and ends."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", pdf)
    assert found
    return int(found[1]), int(found[2])


def flipped(pdf: bytes, at: int, bit: int = 0) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ (1 << bit)]) + pdf[at + 1 :]


def rotated(pdf: bytes) -> bytes:
    """The same file with a revision behind it that turns the first page."""
    writer, out = IncrementalPdfFileWriter(BytesIO(pdf)), BytesIO()
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Rotate")] = NumberObject(90)
    writer.mark_update(page.container_ref)
    writer.write(out)
    return out.getvalue()


@pytest.mark.feature("F17")
def test_an_unchanged_copy_is_ours(sealed, ours):
    found = examine_pdf(sealed)
    assert found.verdict == "ours_unchanged"
    assert (found.sealed_by_us, found.intact, found.whole_file, found.docmdp_ok) == (True, True, True, True)
    assert (found.document_id, found.signer_name, found.signed_at) == (DOCUMENT_ID, "Bondgenoot test", SEALED_AT)


def test_every_changed_byte_is_seen_and_the_number_still_found(sealed, ours):
    start, end = signed_parts(sealed)
    chance = random.Random(20260310)
    places = chance.sample([*range(start), *range(end, len(sealed))], 200)
    changed = [examine_pdf(flipped(sealed, at, chance.randrange(8))) for at in places]
    assert {one.verdict for one in changed} == {"ours_changed"}
    assert {one.document_id for one in changed} == {DOCUMENT_ID}
    assert [one for one in changed if one.intact] == []


def test_a_changed_byte_in_the_first_page_or_the_first_byte_is_seen(sealed, ours):
    assert examine_pdf(flipped(sealed, sealed.index(b"stream") + 40)).verdict == "ours_changed"
    assert examine_pdf(flipped(sealed, 0)).verdict == "ours_changed"


def test_the_hole_for_the_signature_hides_nothing(sealed, ours):
    start, end = signed_parts(sealed)
    assert examine_pdf(sealed[: end - 9] + b"6869" + sealed[end - 5 :]).verdict == "ours_changed"
    assert examine_pdf(flipped(sealed, start)).verdict == "ours_changed"


def test_a_number_in_the_signed_ranges_cannot_be_moved(sealed, ours):
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", sealed)
    assert found
    smaller = str(int(found[3]) - 10).encode().ljust(len(found[3]))
    assert examine_pdf(sealed[: found.start(3)] + smaller + sealed[found.end(3) :]).verdict == "ours_changed"


def test_an_added_revision_is_refused(sealed, ours):
    found = examine_pdf(rotated(sealed))
    assert (found.verdict, found.intact, found.whole_file, found.docmdp_ok) == ("ours_changed", True, False, False)
    assert (found.document_id, found.signed_at) == (DOCUMENT_ID, SEALED_AT)
    assert examine_pdf(sealed + b"\n").verdict == "ours_changed"


def test_a_number_added_behind_the_seal_is_not_believed(sealed, ours):
    other = b"BN-0000-0000-0000"
    assert examine_pdf(sealed + b"\n% /ContactInfo (" + other + b")").document_id == DOCUMENT_ID
    assert examine_pdf(b"%PDF-1.7 /ContactInfo (" + other + b")\n" + sealed).verdict == "ours_changed"


def test_the_seal_of_another_installation_is_unknown(seal_in, ours, tmp_path):
    found = examine_pdf(seal_in(tmp_path / "theirs"))
    assert (found.verdict, found.sealed_by_us, found.intact) == ("unknown", False, False)


def test_their_seal_with_our_certificate_beside_it_is_not_ours(seal_in, sealed, ours, tmp_path):
    """Our certificate is public: whoever copies it into a file gains nothing."""
    start, end = signed_parts(sealed)
    theirs = seal_in(tmp_path / "theirs") + b"\n%" + sealed[start:end]
    assert examine_pdf(theirs).verdict == "ours_changed"


def test_our_signature_on_their_bytes_is_not_ours(seal_in, sealed, ours, tmp_path):
    theirs = seal_in(tmp_path / "theirs")
    (start, end), (from_, to) = signed_parts(theirs), signed_parts(sealed)
    assert examine_pdf(theirs[:start] + sealed[from_:to][: end - start] + theirs[end:]).verdict == "ours_changed"


def test_a_document_without_seal_is_unknown_but_tells_its_number(drawn, ours):
    found = examine_pdf(drawn)
    assert (found.verdict, found.document_id) == ("unknown", DOCUMENT_ID)


def test_a_foreign_document_is_unknown(ours, tmp_path):
    context = {"title": "Iets anders", "partnership": "", "figures": []}
    found = examine_pdf(render_pdf("documents/figures.html", context, language="nl", title="Iets anders"))
    assert (found.verdict, found.document_id) == ("unknown", None)


def test_without_any_key_all_is_unknown(sealed, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert examine_pdf(sealed).verdict == "unknown"
    assert list(tmp_path.iterdir()) == []


def test_after_a_change_of_key_old_documents_stay_ours(seal_in, settings, tmp_path):
    old = seal_in(tmp_path)
    (tmp_path / "seal" / "seal.p12").unlink()
    new = seal_in(tmp_path)
    settings.DATA_DIR = tmp_path
    assert [examine_pdf(pdf).verdict for pdf in (old, new)] == ["ours_unchanged", "ours_unchanged"]
    assert len(sealkey.trusted_certificates(tmp_path)) == 2


def bundle(issuer_key: ec.EllipticCurvePrivateKey, root: x509.Certificate, name: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = keymaking.named("A public issuer")
    leaf = keymaking.certificate(keymaking.named(name), issuer, key.public_key(), issuer_key, is_root=False)
    return pkcs12.serialize_key_and_certificates(b"own", key, leaf, [root], NoEncryption())


def test_an_own_key_is_ours_but_not_everyone_of_the_same_issuer(seal_with, settings, tmp_path):
    issuer_key, name = ec.generate_private_key(ec.SECP256R1()), keymaking.named("A public issuer")
    root = keymaking.certificate(name, name, issuer_key.public_key(), issuer_key, is_root=True)
    for who in ("ours", "theirs"):
        (tmp_path / f"{who}.p12").write_bytes(bundle(issuer_key, root, who))
    mine = seal_with(tmp_path / "data", tmp_path / "ours.p12")
    theirs = seal_with(tmp_path / "elsewhere", tmp_path / "theirs.p12")
    settings.DATA_DIR = tmp_path / "data"
    assert examine_pdf(mine).verdict == "ours_unchanged"
    assert examine_pdf(theirs).verdict == "unknown"
    assert not (tmp_path / "data" / "seal" / "seal.p12").exists()


def test_a_broken_file_among_the_trusted_ones_is_passed_over(seal_in, settings, tmp_path):
    pdf = seal_in(tmp_path)
    (tmp_path / "seal" / "trusted" / "broken.pem").write_text("-----BEGIN CERTIFICATE-----\nnonsense")
    settings.DATA_DIR = tmp_path
    assert examine_pdf(pdf).verdict == "ours_unchanged"


def encrypted(pdf: bytes) -> bytes:
    writer, out = copy_into_new_writer(PdfFileReader(BytesIO(pdf))), BytesIO()
    writer.encrypt("eigenaar", "lezer")
    writer.write(out)
    return out.getvalue()


def test_rubbish_gets_a_verdict_quickly(sealed, drawn, ours):
    junk = random.Random(1).randbytes(10_000_000)
    cases = {
        b"": "not_a_pdf",
        b"Hello": "not_a_pdf",
        junk: "not_a_pdf",
        b"%PDF-1.7\n": "unknown",
        b"%PDF-1.7\n" + junk: "unknown",
        b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 100_000: "unknown",
        drawn[: len(drawn) // 2]: "unknown",
        encrypted(drawn): "unknown",
        sealed[: len(sealed) // 2]: "unknown",
        sealed[:-300]: "ours_changed",
        sealed + b"/ByteRange [0 1 2 3]" * 100_000: "ours_changed",
        sealed * 2: "ours_changed",
    }
    found: list[str] = []
    assert effort(lambda: found.extend(examine_pdf(data).verdict for data in cases)) < 5_000
    assert found == list(cases.values())


def test_the_mark_of_the_file_is_its_sha256(ours):
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"Hello")
    assert examine_pdf(b"Hello").sha256 == digest.finalize().hex()
