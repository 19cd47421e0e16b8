"""Timestamps and what long keeping asks: against an authority of our own, judged by programs that are not ours."""

import asyncio
import base64
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from partnerships.documents.seal import seal_pdf
from partnerships.documents.verify import examine_pdf
from partnerships.exceptions import SealDelayed
from tests.partnerships.documents.authority import Authority, open_authority
from tests.partnerships.documents.conftest import DOCUMENT_ID
from tests.partnerships.documents.structure import structure_of
from tests.partnerships.documents.test_verify import flipped, rotated, signed_parts
from tests.seeded import ALL_OF_IT

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
pytestmark = pytest.mark.feature("B12")


@pytest.fixture(scope="module")
def authority() -> Iterator[Authority]:
    with open_authority() as opened:
        yield opened


@pytest.fixture
def seal_at(authority, drawn, settings, tmp_path) -> Iterator[Callable[..., bytes]]:
    """Seals at a level, as an installation whose key and timestamps come from the authority."""
    (tmp_path / "key.p12").write_bytes(authority.bundle())
    (tmp_path / "trust.pem").write_bytes(authority.root.public_bytes(Encoding.PEM))
    settings.DATA_DIR, settings.SEAL_PKCS12, settings.SEAL_PASSPHRASE = tmp_path, str(tmp_path / "key.p12"), ""
    settings.TIMESTAMP_URL, settings.SEAL_TRUST = f"{authority.address}/tsa", str(tmp_path / "trust.pem")
    settings.TIMESTAMP_TIMEOUT = 5

    def seal(level: str) -> bytes:
        settings.SEAL_LEVEL = level
        return seal_pdf(drawn, document_id=DOCUMENT_ID, reason="Vastgelegd", at=datetime.now(UTC))

    yield seal
    authority.stopped = False


def roots_of(authority: Authority) -> list[Certificate]:
    return [Certificate.load(authority.root.public_bytes(Encoding.DER))]


def pdfsig(pdf: bytes, folder: Path, authority: Authority) -> str:
    """What poppler says, with the authority among its trusted ones; it asks the authority by OCSP itself."""
    path, nss = folder / "sealed.pdf", folder / "nss"
    path.write_bytes(pdf)
    if not nss.exists():
        nss.mkdir()
        (folder / "root.pem").write_bytes(authority.root.public_bytes(Encoding.PEM))
        subprocess.run(["certutil", "-N", "-d", nss, "--empty-password"], check=True)
        subprocess.run(["certutil", "-A", "-d", nss, "-n", "r", "-t", "CT,C,C", "-i", folder / "root.pem"], check=True)
    told = subprocess.run(["pdfsig", "-nssdir", nss, path], capture_output=True, text=True, check=False)
    return told.stdout


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_accepted_by_us_by_pdfsig_and_by_pyhanko(seal_at, authority, level, tmp_path):
    sealed = seal_at(level)
    found = examine_pdf(sealed)
    assert (found.verdict, found.document_id) == ("ours_unchanged", DOCUMENT_ID)
    assert (found.stamped_at is None) == (level == "B-B")
    said = pdfsig(sealed, tmp_path, authority)
    assert said.count("Signature Validation: Signature is Valid.") == 1
    assert "Certificate Validation: Certificate is Trusted." in said
    assert said.count("- Total document signed") == 1  # by the seal, or at B-LTA by the timestamp behind it
    reader = PdfFileReader(BytesIO(sealed))
    context = ValidationContext(trust_roots=roots_of(authority), allow_fetching=False)
    status = validate_pdf_signature(reader.embedded_regular_signatures[0], context)
    assert status.bottom_line
    assert (status.timestamp_validity is not None) == (level != "B-B")
    for stamp in reader.embedded_timestamp_signatures:
        context = ValidationContext(trust_roots=roots_of(authority), allow_fetching=False)
        told = validate_pdf_timestamp(stamp, context)
        assert (told.intact, told.valid, told.trusted) == (True, True, True)
    assert len(reader.embedded_timestamp_signatures) == (level == "B-LTA")


@pytest.mark.parametrize("level", ["B-LT", "B-LTA"])
def test_what_is_needed_to_check_later_is_in_the_file_itself(seal_at, authority, level):
    """Judged without any connection, while every certificate has to show that it was not revoked."""
    reader = PdfFileReader(BytesIO(seal_at(level)))
    assert {"/ocsp", "/crl"} <= set(authority.asked)
    store = DocumentSecurityStore.read_dss(reader)
    asked = len(authority.asked)
    given = {"trust_roots": roots_of(authority), "allow_fetching": False, "revocation_mode": "require"}
    status = validate_pdf_signature(
        reader.embedded_regular_signatures[0], store.as_validation_context({**given, "retroactive_revinfo": True})
    )
    assert status.bottom_line
    assert len(authority.asked) == asked
    assert (len(store.ocsps), len(store.crls)) == (1, 1)


def test_the_rules_of_etsi_for_long_keeping_pass(seal_at, authority):
    seal = PdfFileReader(BytesIO(seal_at("B-LTA"))).embedded_regular_signatures[0]
    trusted = SimpleTrustManager.build(trust_roots=[CertTrustAnchor(one) for one in roots_of(authority)])
    policy = CertValidationPolicySpec(trust_manager=trusted, revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO))
    gathering = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    spec = SignatureValidationSpec(cert_validation_policy=policy, revinfo_gathering_policy=gathering)
    result = asyncio.run(ades_lta_validation(seal, PdfSignatureValidationSpec(spec)))
    assert result.ades_subindic == AdESPassed.OK


@pytest.mark.parametrize("level", LEVELS)
def test_the_seal_keeps_the_document_as_accessible_as_it_was(seal_at, drawn, level):
    before, after = structure_of(drawn), structure_of(seal_at(level))
    assert before.faults == []
    assert {"/H1", "/Table", "/TH", "/TD", "/L"} <= set(before.tags)
    assert after == before


def test_a_revision_behind_the_timestamp_is_seen(seal_at, authority, tmp_path):
    sealed = seal_at("B-LTA")
    assert examine_pdf(rotated(sealed)).verdict == "ours_changed"
    assert examine_pdf(sealed + b"\n").verdict == "ours_changed"
    assert "- Total document signed" not in pdfsig(rotated(sealed), tmp_path, authority)


def test_a_change_before_the_timestamp_is_seen_whoever_stamps_it_anew(seal_at, authority, drawn):
    """Anybody can have anything stamped, also by the authority we believe: that makes a change no less a change."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
    from pyhanko.sign.timestamps import HTTPTimeStamper

    out = BytesIO()
    turned = IncrementalPdfFileWriter(BytesIO(rotated(seal_at("B-T"))))
    PdfTimeStamper(HTTPTimeStamper(f"{authority.address}/tsa")).timestamp_pdf(turned, "sha256", output=out)
    assert examine_pdf(out.getvalue()).verdict == "ours_changed"


def test_a_packed_giant_behind_the_seal_is_not_unpacked(seal_at):
    import zlib

    giant = zlib.compress(b"0" * 50_000_000)
    tail = b"\n9 0 obj\n<</Filter/FlateDecode/Length 1>>\nstream\n" + giant + b"\nendstream\nendobj\n%%EOF\n"
    assert examine_pdf(seal_at("B-T") + tail).verdict == "ours_changed"


def test_a_changed_byte_in_seal_or_timestamp_is_seen(seal_at):
    sealed = seal_at("B-LTA")
    start, end = signed_parts(sealed)
    for at in (100, start // 2, end + 50, len(sealed) - 40, start + 40):
        assert examine_pdf(flipped(sealed, at)).verdict == "ours_changed", at


@pytest.mark.parametrize("level", ["B-T", "B-LTA"])
def test_no_digit_of_a_timestamp_can_be_written_otherwise(seal_at, level):
    """In the seal and in the one behind it: what a timestamp does not cover itself is held to its rules."""
    sealed, chance, genuine = seal_at(level), random.Random(20261201), []
    for found in re.finditer(rb"/ByteRange ?\[0 (\d+) (\d+) ", sealed):
        start, end = int(found[1]), int(found[2])
        used = len(sealed[start:end].rstrip(b"0>"))
        for at in [*chance.sample(range(start, start + used), 300 if ALL_OF_IT else 25), start + used + 2, end - 2]:
            changed = sealed[:at] + chance.choice(b"0123456789ABCDEFad").to_bytes() + sealed[at + 1 :]
            if changed != sealed and examine_pdf(changed).verdict != "ours_changed":
                genuine.append((at - start, changed[at : at + 1]))
    assert genuine == []


def test_after_a_change_of_authority_old_timestamps_stay_good(seal_at, settings, tmp_path):
    sealed = seal_at("B-LTA")
    settings.SEAL_TRUST, settings.TIMESTAMP_URL, settings.SEAL_LEVEL = "", "", "B-B"
    assert examine_pdf(sealed).verdict == "ours_unchanged"
    (tmp_path / "seal" / "authorities" / next((tmp_path / "seal" / "authorities").iterdir()).name).unlink()
    assert examine_pdf(sealed).verdict == "ours_changed"


def test_an_authority_that_does_not_answer_delays_the_seal(seal_at, authority, settings):
    authority.stopped = True
    with pytest.raises(SealDelayed):
        seal_at("B-T")
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/tsa"  # nobody is there
    with pytest.raises(SealDelayed):
        seal_at("B-LTA")


def test_an_authority_we_do_not_believe_is_refused(seal_at, settings):
    with open_authority() as another:
        settings.TIMESTAMP_URL = f"{another.address}/tsa"
        with pytest.raises(SealDelayed):
            seal_at("B-T")
        with pytest.raises(SealDelayed):
            seal_at("B-LT")


def test_name_and_password_go_along_and_one_stamp_is_asked_per_seal(seal_at, authority, settings):
    settings.TIMESTAMP_USER, settings.TIMESTAMP_PASSWORD = "ons", "geheim"
    seal_at("B-T")
    before = authority.stamps
    seal_at("B-T")
    assert authority.stamps == before + 1
    assert base64.b64decode(authority.credentials.removeprefix("Basic ")) == b"ons:geheim"
