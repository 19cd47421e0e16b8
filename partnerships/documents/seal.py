"""The one door to sealing: the installation's electronic seal on a PDF."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from partnerships.documents.sealkey import SealKeyError, ensure_key

if TYPE_CHECKING:
    from partnerships.documents.signer import Signer


def seal_pdf(pdf: bytes, *, document_id: str, reason: str, at: datetime) -> bytes:
    """Seal a PDF: a PAdES signature of the installation that allows no change afterwards.

    in: a PDF without signatures; the id printed in it; why it is sealed (a sentence in the document's
        language); the moment, with time zone.
    out: the sealed PDF. The pages look the same and stay accessible.
    errors: SealKeyError when the key cannot be used, also when its certificate ran out before `at`;
        ValueError for a moment without time zone. (design.md idea 5)
    """
    if at.tzinfo is None:
        raise ValueError("The moment of sealing needs a time zone.")
    key = ensure_key(Path(settings.DATA_DIR))
    signer = _signer(key.pkcs12, key.pkcs12.stat().st_mtime_ns, settings.SEAL_PASSPHRASE)
    if at > signer.certificate.not_valid_after:
        raise SealKeyError("The certificate of the seal ran out.")
    words = {"name": settings.SEAL_NAME, "document_id": document_id, "reason": reason}
    with ThreadPoolExecutor(max_workers=1) as apart:  # pyHanko starts an event loop; the caller's thread may have one
        return apart.submit(signer.seal, pdf, at=at, **words).result()


@lru_cache(maxsize=2)
def _signer(path: Path, _changed: int, passphrase: str) -> "Signer":
    """The signer of a key file, kept in memory until the file changes."""
    from partnerships.documents.signer import Signer  # slow import

    return Signer(path.read_bytes(), passphrase)
