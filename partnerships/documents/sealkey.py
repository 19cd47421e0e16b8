"""The key of the seal: made once per installation, kept outside the repository, never printed.

DATA_DIR/seal/seal.p12        private key, its certificate and the root that issued it
DATA_DIR/seal/trusted/*.pem   every certificate whose seals are ours, also those of earlier keys
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

# Wide on purpose: documents of earlier years are sealed with their own date when a file is taken over.
VALID_FROM = datetime(2015, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)


class SealKeyError(Exception):
    """The key of the seal is missing, does not open with its passphrase, or ran out."""


@dataclass(frozen=True)
class SealKey:
    """Where the key is, and the certificate that vouches for it (hand it to whoever wants to trust the seal)."""

    pkcs12: Path
    anchor: Path


def ensure_key(data_dir: Path) -> SealKey:
    """The key of this installation; made at the first call.

    Two processes that start at once end with one key: the file appears whole by a hard link, which only one
    of them can make. SEAL_PKCS12 names an own key instead; then only that very certificate is trusted, not
    its issuer, for an issuer serves others too.
    errors: SealKeyError when a key file is there but cannot be opened.
    """
    folder = data_dir / "seal"
    for path in (folder, folder / "trusted"):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if settings.SEAL_PKCS12:
        path = Path(settings.SEAL_PKCS12)
        return SealKey(path, _trust(folder, _opened(path)[0]))
    path = folder / "seal.p12"
    if not path.exists():
        _appear_once(path, _new_key())
    leaf, issuers = _opened(path)
    return SealKey(path, _trust(folder, issuers[0] if issuers else leaf))


def trusted_certificates(data_dir: Path) -> tuple[x509.Certificate, ...]:
    """All certificates whose seals are ours; an unreadable file counts for nothing."""
    found = []
    for path in sorted((data_dir / "seal" / "trusted").glob("*.pem")):
        with suppress(ValueError, OSError):
            found += x509.load_pem_x509_certificates(path.read_bytes())
    return tuple(found)


def _opened(path: Path) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """The certificate in a key file, and those of its issuers."""
    try:
        bundle = pkcs12.load_pkcs12(path.read_bytes(), settings.SEAL_PASSPHRASE.encode() or None)
    except (OSError, ValueError) as error:
        raise SealKeyError(f"The key of the seal cannot be opened: {path}") from error
    if bundle.key is None or bundle.cert is None:
        raise SealKeyError(f"There is no key with a certificate in {path}")
    return bundle.cert.certificate, [extra.certificate for extra in bundle.additional_certs]


def _trust(folder: Path, certificate: x509.Certificate) -> Path:
    """Keep a certificate among the trusted ones, where it stays when the key is changed later."""
    path = folder / "trusted" / f"{certificate.fingerprint(hashes.SHA256()).hex()[:16]}.pem"
    if not path.exists():
        _appear_once(path, certificate.public_bytes(serialization.Encoding.PEM))
    return path


def _appear_once(path: Path, content: bytes) -> None:
    """Write a file that is either absent or whole; who comes second leaves the first one's file alone."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink()


def _new_key() -> bytes:
    """A new P-256 key with its own root. The root's private key is thrown away: nobody can issue a second."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = settings.SEAL_NAME or "Bondgenoot"
    root_name, leaf_name = _name(f"{name[:50]} seal root"), _name(name[:64])
    root = _certificate(root_name, root_name, root_key.public_key(), root_key, is_root=True)
    leaf = _certificate(leaf_name, root_name, key.public_key(), root_key, is_root=False)
    passphrase = settings.SEAL_PASSPHRASE.encode()
    wrap: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        wrap = serialization.BestAvailableEncryption(passphrase)
    return pkcs12.serialize_key_and_certificates(b"seal", key, leaf, [root], wrap)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    is_root: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = (
        x509.CertificateBuilder(issuer, subject, public_key, x509.random_serial_number(), VALID_FROM, VALID_UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(issuer_id, critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256())
