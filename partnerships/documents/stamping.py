"""A timestamp (RFC 3161) on a hash: an authority says that it was there at that moment. The seal asks the same authority."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from partnerships.documents.sealkey import keep_authorities
from partnerships.documents.trusting import few_certificates, gen_time, stamp_context
from partnerships.exceptions import SealDelayed


def stamp_hash(sha256: str) -> tuple[bytes, datetime]:
    """Ask the authority of TIMESTAMP_URL for a timestamp.

    in: a SHA-256, in hexadecimal. out: the signed answer (a token, DER), checked, and the moment in it.
    errors: SealDelayed when the authority does not answer, or with something we do not believe; SealKeyError when
        SEAL_TRUST cannot be read.
    """
    try:
        token = _apart(_asked, sha256)
    except (OSError, ValueError, TypeError) as error:  # away, or an answer that is none
        raise SealDelayed from error
    keep_authorities(Path(settings.DATA_DIR))
    moment = stamped_moment(token, sha256)
    if moment is None:
        raise SealDelayed
    return token, moment


def stamped_moment(token: bytes, sha256: str) -> datetime | None:
    """When an authority that we believe, or believed, put its timestamp on this hash. None when the token does not hold."""
    try:
        found: datetime | None = _apart(_checked, token, sha256)
    except Exception:  # noqa: BLE001  what somebody put in the place of a token may fail in any way
        return None
    return found


def _apart(work: Any, *values: Any) -> Any:
    """In a thread: pyHanko starts an event loop, and the caller's thread may have one."""
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(work, *values).result()


def _asked(sha256: str) -> bytes:
    from partnerships.documents.signer import stamper_at  # slow import

    stamper = stamper_at(
        settings.TIMESTAMP_URL, settings.TIMESTAMP_USER, settings.TIMESTAMP_PASSWORD, settings.TIMESTAMP_TIMEOUT
    )
    answer: bytes = asyncio.run(stamper.async_timestamp(bytes.fromhex(sha256), "sha256")).dump()
    return answer


def _checked(token: bytes, sha256: str) -> datetime | None:
    from asn1crypto.cms import ContentInfo  # slow import
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data  # slow import
    from pyhanko.sign.validation.status import TimestampSignatureStatus  # slow import

    signed = ContentInfo.load(token, strict=True)["content"]
    if not few_certificates(signed):
        return None
    moment = gen_time(signed)

    def imprint(algorithm: str) -> bytes:
        return bytes.fromhex(sha256) if algorithm == "sha256" else b""

    told = asyncio.run(validate_tst_signed_data(signed, stamp_context(moment), imprint))
    status = TimestampSignatureStatus(**told)
    return moment if status.intact and status.valid and status.trusted else None
