"""The one door to sealing: the installation's electronic seal on a PDF."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from partnerships.documents.hardware import open_token
from partnerships.documents.sealkey import SealKey, authorities, ensure_key, keep_authorities
from partnerships.documents.verify import examine_pdf
from partnerships.exceptions import SealDelayed, SealKeyError


def seal_pdf(pdf: bytes, *, document_id: str, reason: str, at: datetime, level: str = "") -> bytes:
    """Seal a PDF: a PAdES signature of the installation that allows no change afterwards.

    in: a PDF without signatures; the id printed in it; why it is sealed (a sentence in the document's
        language); the moment, with time zone; a level (B-B, B-T, B-LT, B-LTA) other than SEAL_LEVEL.
    out: the sealed PDF, checked. The pages look the same and stay accessible.
    errors: SealKeyError when the key cannot be used, also when its certificate ran out before `at`;
        SealDelayed when an authority we need does not answer; ValueError for a moment without time zone.
    (design.md idea 5)
    """
    if at.tzinfo is None:
        raise ValueError("The moment of sealing needs a time zone.")
    level = level or settings.SEAL_LEVEL
    key = ensure_key(Path(settings.DATA_DIR))
    if at > key.certificate.not_valid_after_utc:
        raise SealKeyError("The certificate of the seal ran out.")
    with ThreadPoolExecutor(max_workers=1) as apart:  # pyHanko starts an event loop; the caller's thread may have one
        sealed = apart.submit(_sealed, pdf, key, level=level, document_id=document_id, reason=reason, at=at).result()
    if level != "B-B":
        keep_authorities(Path(settings.DATA_DIR))
        if examine_pdf(sealed).verdict != "ours_unchanged":  # a timestamp of somebody we do not believe
            raise SealDelayed
    return sealed


def _sealed(pdf: bytes, key: SealKey, *, level: str, **words: Any) -> bytes:
    from partnerships.documents.signer import Wanted, seal, stamper_at  # slow import

    stamper = None
    if level != "B-B":
        stamper = stamper_at(
            settings.TIMESTAMP_URL, settings.TIMESTAMP_USER, settings.TIMESTAMP_PASSWORD, settings.TIMESTAMP_TIMEOUT
        )
    roots = authorities(Path(settings.DATA_DIR))
    wanted = Wanted(name=settings.SEAL_NAME, level=level, stamper=stamper, roots=roots, **words)
    with _opened(key) as holder:
        return seal(pdf, holder, wanted)


@contextmanager
def _opened(key: SealKey) -> Iterator[Any]:
    if key.pkcs12 is None:
        with open_token() as holder:
            yield holder
    else:
        yield _in_file(key.pkcs12, key.pkcs12.stat().st_mtime_ns, settings.SEAL_PASSPHRASE)


@lru_cache(maxsize=2)
def _in_file(path: Path, _changed: int, passphrase: str) -> Any:
    """The key of a file, kept in memory until the file changes."""
    from partnerships.documents.signer import key_in_file  # slow import

    return key_in_file(path.read_bytes(), passphrase)
