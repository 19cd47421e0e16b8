"""Where the key of the seal may sit, and that changing it leaves every document genuine."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command

from partnerships.documents.seal import seal_pdf
from partnerships.documents.sealkey import ensure_key, trusted_certificates
from partnerships.documents.verify import examine_pdf
from partnerships.exceptions import SealKeyError
from tests.partnerships.documents.authority import Authority, open_authority
from tests.partnerships.documents.conftest import DOCUMENT_ID

pytestmark = pytest.mark.feature("B12")
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
PIN = "4711"


def sealed_now(pdf: bytes) -> bytes:
    return seal_pdf(pdf, document_id=DOCUMENT_ID, reason="Vastgelegd", at=datetime.now(UTC))


def genuine(*files: bytes) -> list[str]:
    return [examine_pdf(pdf).verdict for pdf in files]


def run(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


@pytest.fixture
def authority():
    with open_authority() as opened:
        yield opened


@pytest.fixture
def token(monkeypatch, settings, tmp_path, authority: Authority) -> Iterator[x509.Certificate]:
    """A device in software with a P-256 key and its certificate, made with its own tools."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    key, certificate = authority.leaf("Seal in a device")
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(private)
    (tmp_path / "leaf.der").write_bytes(certificate.public_bytes(Encoding.DER))
    module = next(path for path in MODULES if Path(path).exists())
    run("softhsm2-util", "--init-token", "--free", "--label", "seal", "--pin", PIN, "--so-pin", "0815")
    run(
        "softhsm2-util",
        "--import",
        tmp_path / "key.pem",
        "--token",
        "seal",
        "--label",
        "key",
        "--id",
        "01",
        "--pin",
        PIN,
    )
    run(
        "pkcs11-tool", "--module", module, "--token-label", "seal", "--login", "--pin", PIN, "--write-object",
        tmp_path / "leaf.der", "--type", "cert", "--label", "key", "--id", "01",
    )  # fmt: skip
    settings.DATA_DIR, settings.SEAL_PKCS12 = tmp_path / "data", ""
    settings.SEAL_PKCS11_MODULE, settings.SEAL_PKCS11_TOKEN = module, "seal"
    settings.SEAL_PKCS11_LABEL, settings.SEAL_PKCS11_PIN = "key", PIN
    yield certificate
    pkcs11.unload(module)  # it read where its tokens lie when it was loaded, and would show these to the next test


def test_a_key_in_a_device_seals_and_never_lies_in_a_file(token, drawn, settings, tmp_path):
    sealed = sealed_now(drawn)
    assert examine_pdf(sealed).signer_name == "Seal in a device"
    assert trusted_certificates(tmp_path / "data") == (token,)
    assert not list((tmp_path / "data").rglob("*.p12"))
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    settings.SEAL_PKCS11_PIN = "0000"
    with pytest.raises(SealKeyError, match="cannot be opened") as refused:
        sealed_now(drawn)
    assert "0000" not in str(refused.value)
    settings.SEAL_PKCS11_PIN, settings.SEAL_PKCS11_LABEL = PIN, "another"
    with pytest.raises(SealKeyError, match="no such key"):
        sealed_now(drawn)
    settings.SEAL_PKCS11_MODULE = str(tmp_path / "none.so")
    with pytest.raises(SealKeyError, match="cannot be opened"):
        sealed_now(drawn)


def test_from_our_own_key_to_a_file_to_a_device_every_document_stays_genuine(
    token, authority, drawn, settings, tmp_path
):
    module, settings.SEAL_PKCS11_MODULE = settings.SEAL_PKCS11_MODULE, ""
    first = sealed_now(drawn)
    told = StringIO()
    call_command("change_seal_key", "--new", stdout=told)
    assert told.getvalue().count("is trusted") == 2
    second = sealed_now(drawn)
    assert first != second
    (tmp_path / "own.p12").write_bytes(authority.bundle("Seal in a file"))
    settings.SEAL_PKCS12 = str(tmp_path / "own.p12")
    call_command("change_seal_key", stdout=StringIO())
    third = sealed_now(drawn)
    settings.SEAL_PKCS11_MODULE = module
    fourth = sealed_now(drawn)
    assert genuine(first, second, third, fourth) == ["ours_unchanged"] * 4
    assert len(trusted_certificates(tmp_path / "data")) == 4


def test_the_old_private_key_is_gone_after_a_change(drawn, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    before = ensure_key(tmp_path)
    assert before.pkcs12 is not None
    old = before.pkcs12.read_bytes()
    call_command("change_seal_key", "--new", stdout=StringIO())
    after = ensure_key(tmp_path)
    assert after.certificate != before.certificate
    assert old not in [path.read_bytes() for path in (tmp_path / "seal").rglob("*") if path.is_file()]


def test_a_given_key_is_changed_in_the_settings_and_not_by_the_command(token):
    with pytest.raises(CommandError, match="settings"):
        call_command("change_seal_key", "--new", stdout=StringIO())
