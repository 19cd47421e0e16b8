"""The key of the seal: made once per installation, kept outside the repository, never printed.

DATA_DIR/seal/seal.p12            private key, its certificate and the root that issued it
DATA_DIR/seal/trusted/*.pem       every certificate whose seals are ours, also those of earlier keys
DATA_DIR/seal/issuers/*.pem       what stood above a key that was given; trusted for nothing, only known to be right
DATA_DIR/seal/authorities/*.pem   every root we believed of a time-stamping authority, also of earlier ones
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings

from partnerships.documents.hardware import token_certificate
from partnerships.documents.keymaking import new_key
from partnerships.exceptions import SealKeyError


@dataclass(frozen=True)
class SealKey:
    """Where the key is, and the certificate that vouches for it (hand it to whoever wants to trust the seal).

    ``pkcs12``: None when the key sits in a device. ``certificate``: of the key itself.
    """

    pkcs12: Path | None
    anchor: Path
    certificate: x509.Certificate


def ensure_key(data_dir: Path) -> SealKey:
    """The key of this installation; made at the first call.

    Two processes that start at once end with one key: the file appears whole by a hard link, which only one
    of them can make. SEAL_PKCS12 names an own key instead; then only that very certificate is trusted, not
    its issuer, for an issuer serves others too.
    errors: SealKeyError when a key file is there but cannot be opened.
    """
    folder = data_dir / "seal"
    for path in (folder, folder / "trusted", folder / "issuers", folder / "authorities"):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if settings.SEAL_PKCS11_MODULE:
        certificate = token_certificate()
        return SealKey(None, _keep(folder / "trusted", certificate), certificate)
    if settings.SEAL_PKCS12:
        path = Path(settings.SEAL_PKCS12)
        certificate, issuers = _opened(path)
        for issuer in issuers:
            _keep(folder / "issuers", issuer)
        return SealKey(path, _keep(folder / "trusted", certificate), certificate)
    path = folder / "seal.p12"
    if not path.exists():
        _appear_once(path, new_key())
    leaf, issuers = _opened(path)
    return SealKey(path, _keep(folder / "trusted", issuers[0] if issuers else leaf), leaf)


def is_key_there(data_dir: Path) -> bool:
    """Is there a key already? Asking makes none."""
    given = settings.SEAL_PKCS11_MODULE or settings.SEAL_PKCS12
    return bool(given) or (data_dir / "seal" / "seal.p12").exists()


def change_own_key(data_dir: Path) -> SealKey:
    """Put a new key in the place of the one we made; its private part is gone, its certificate stays trusted.

    errors: SealKeyError when the key is one that was given (then change the settings), or cannot be opened.
    """
    if settings.SEAL_PKCS11_MODULE or settings.SEAL_PKCS12:
        raise SealKeyError("The key is given by the settings: change SEAL_PKCS12 or SEAL_PKCS11_… there.")
    before = ensure_key(data_dir)  # so that its certificate is surely among the trusted ones
    if before.pkcs12 is not None:
        _replace(before.pkcs12, new_key())
    return ensure_key(data_dir)


def keep_authorities(data_dir: Path) -> None:
    """Keep the roots we believe now, so that a timestamp stays good when the settings name another authority later."""
    folder = data_dir / "seal" / "authorities"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for certificate in _listed():
        _keep(folder, certificate)


def authorities(data_dir: Path) -> tuple[x509.Certificate, ...]:
    """The roots of every time-stamping authority we believe or believed."""
    return (*_listed(), *_read(data_dir / "seal" / "authorities"))


def _listed() -> list[x509.Certificate]:
    if not settings.SEAL_TRUST:
        return []
    try:
        return x509.load_pem_x509_certificates(Path(settings.SEAL_TRUST).read_bytes())
    except (OSError, ValueError) as error:
        raise SealKeyError(f"No certificates can be read from SEAL_TRUST: {settings.SEAL_TRUST}") from error


def trusted_certificates(data_dir: Path) -> tuple[x509.Certificate, ...]:
    """All certificates whose seals are ours; an unreadable file counts for nothing."""
    return tuple(_read(data_dir / "seal" / "trusted"))


def kept_issuers(data_dir: Path) -> tuple[x509.Certificate, ...]:
    """What stood above a key that was given: in its seals to the byte, and trusted for nothing."""
    return tuple(_read(data_dir / "seal" / "issuers"))


def _read(folder: Path) -> list[x509.Certificate]:
    found = []
    for path in sorted(folder.glob("*.pem")):
        with suppress(ValueError, OSError):
            found += x509.load_pem_x509_certificates(path.read_bytes())
    return found


def _opened(path: Path) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """The certificate in a key file, and those of its issuers."""
    try:
        bundle = pkcs12.load_pkcs12(path.read_bytes(), settings.SEAL_PASSPHRASE.encode() or None)
    except (OSError, ValueError) as error:
        raise SealKeyError(f"The key of the seal cannot be opened: {path}") from error
    if bundle.key is None or bundle.cert is None:
        raise SealKeyError(f"There is no key with a certificate in {path}")
    return bundle.cert.certificate, [extra.certificate for extra in bundle.additional_certs]


def _keep(folder: Path, certificate: x509.Certificate) -> Path:
    """Keep a certificate in a folder, where it stays when the key or the authority is changed later."""
    path = folder / f"{certificate.fingerprint(hashes.SHA256()).hex()[:16]}.pem"
    if not path.exists():
        _appear_once(path, certificate.public_bytes(serialization.Encoding.PEM))
    return path


def _appear_once(path: Path, content: bytes) -> None:
    """Write a file that is either absent or whole; who comes second leaves the first one's file alone."""
    temporary = _written_beside(path, content)
    try:
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink()


def _replace(path: Path, content: bytes) -> None:
    """Write a file anew: at every moment it is the old one or the new one."""
    _written_beside(path, content).rename(path)


def _written_beside(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return temporary
