"""The seal, judged by programs that are not ours."""

import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from partnerships.documents import keymaking
from partnerships.documents.seal import seal_pdf
from partnerships.documents.sealkey import ensure_key, trusted_certificates
from partnerships.exceptions import SealKeyError


def pdfsig(pdf: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", *options, str(path)], capture_output=True, text=True, check=False).stdout


@pytest.mark.feature("F17")
def test_another_program_finds_the_seal_valid_and_whole(sealed, home, tmp_path):
    nss = tmp_path / "nss"
    nss.mkdir()
    anchor = next((home / "seal" / "trusted").glob("*.pem"))
    subprocess.run(["certutil", "-N", "-d", nss, "--empty-password"], check=True)
    subprocess.run(["certutil", "-A", "-d", nss, "-n", "root", "-t", "CT,C,C", "-i", anchor], check=True)
    said = pdfsig(sealed, tmp_path, "-nssdir", str(nss))
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "Certificate Validation: Certificate is Trusted." in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signer Certificate Common Name: Bondgenoot test" in said


def test_sealing_keeps_the_document_accessible(sealed, drawn, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in info
    assert "PDF version:     1.7" in info
    assert sealed.startswith(drawn)


def test_another_program_sees_a_changed_byte(sealed, tmp_path):
    at = sealed.index(b"stream") + 40
    changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    assert "Signature is Valid" not in pdfsig(changed, tmp_path)


def test_the_key_is_private_and_stays(ours):
    key = ensure_key(ours)
    assert key.pkcs12 is not None
    assert stat.S_IMODE(key.pkcs12.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.pkcs12.parent.stat().st_mode) == 0o700
    before = key.pkcs12.read_bytes()
    assert ensure_key(ours) == key
    assert key.pkcs12.read_bytes() == before


def test_starting_at_once_ends_with_one_key(ours, tmp_path):
    with ThreadPoolExecutor(max_workers=8) as starts:
        keys = list(starts.map(ensure_key, [tmp_path] * 8))
    assert len(set(keys)) == 1
    assert len(trusted_certificates(tmp_path)) == 1
    assert [path.name for path in (tmp_path / "seal").iterdir() if path.name.startswith(".")] == []


def test_a_passphrase_closes_the_key(ours, settings, tmp_path):
    settings.SEAL_PASSPHRASE = "een lange zin"
    ensure_key(tmp_path)
    settings.SEAL_PASSPHRASE = "een andere zin"
    with pytest.raises(SealKeyError, match="cannot be opened"):
        ensure_key(tmp_path)


def test_an_own_key_that_is_missing_is_named(ours, settings, tmp_path):
    settings.SEAL_PKCS12 = str(tmp_path / "none.p12")
    with pytest.raises(SealKeyError, match=r"none\.p12"):
        ensure_key(tmp_path)


def test_an_expired_certificate_seals_nothing(ours, drawn, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(keymaking, "VALID_UNTIL", datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(SealKeyError, match="ran out"):
        seal_pdf(drawn, document_id="BN-7K3M-9QXT-2H58", reason="x", at=datetime(2026, 3, 10, tzinfo=UTC))


def test_a_moment_without_time_zone_is_refused(ours, drawn):
    with pytest.raises(ValueError, match="time zone"):
        seal_pdf(drawn, document_id="BN-7K3M-9QXT-2H58", reason="x", at=datetime(2026, 3, 10))  # noqa: DTZ001
