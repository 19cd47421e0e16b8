"""Is this PDF a document of this installation, and is it unchanged?

The bytes are judged before the structure: a signature must be ours and cover what it says it covers. Only the
part that proves to be exactly what we sealed is then read as a PDF, so a hostile file is never unpacked.
"""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import Certificate
from django.conf import settings

from partnerships.documents.ids import find_document_id
from partnerships.documents.sealkey import trusted_certificates

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData
    from pyhanko_certvalidator import ValidationContext

Verdict = Literal["ours_unchanged", "ours_changed", "unknown", "not_a_pdf"]
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_SIGNATURES_READ = 10


@dataclass(frozen=True)
class Examination:
    """What a PDF turned out to be. `document_id` is what the file says, sealed or not; look it up before use.

    sealed_by_us: carries a seal of this installation, in whatever state; intact: the sealed part is as it was;
    whole_file: nothing was added after the seal; docmdp_ok: the rule "no changes" was kept.
    """

    document_id: str | None
    sha256: str
    sealed_by_us: bool = False
    intact: bool = False
    whole_file: bool = False
    docmdp_ok: bool = False
    signer_name: str = ""
    signed_at: datetime | None = None
    verdict: Verdict = "unknown"


def examine_pdf(data: bytes) -> Examination:
    """Examine a file somebody hands in. The caller limits its size.

    out: a verdict, always: never raises, however damaged or hostile the file.
        ours_unchanged - byte for byte as sealed here;
        ours_changed   - carries our seal, but something was changed or added;
        unknown        - no seal of ours (a copy printed anew keeps its document_id but has no seal).
    """
    blank = Examination(document_id=None, sha256=hashlib.sha256(data).hexdigest())
    anchors = trusted_certificates(Path(settings.DATA_DIR))
    ours = any(_names(data, anchor) for anchor in anchors)
    if not ours and b"%PDF-" not in data[:1024]:
        return replace(blank, verdict="not_a_pdf")
    found = replace(blank, document_id=find_document_id(data))
    if not ours:
        return found
    changed = replace(found, sealed_by_us=True, verdict="ours_changed")
    matches = list(_BYTE_RANGE.finditer(data))[-_SIGNATURES_READ:]
    with ThreadPoolExecutor(max_workers=1) as apart:  # pyHanko starts an event loop; the caller's thread may have one
        judged = list(apart.map(lambda match: _judge(changed, data, match, anchors), matches))
    return max(judged, key=lambda one: (one.verdict == "ours_unchanged", one.intact), default=changed)


def _names(data: bytes, anchor: Certificate) -> bool:
    """Does the file carry this certificate's key? True for our seals, also in a file too damaged to read."""
    key = anchor.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex().encode()
    return key in data or key.upper() in data


def _judge(changed: Examination, data: bytes, match: re.Match[bytes], anchors: Sequence[Certificate]) -> Examination:
    """What one signature says of the file; `changed` when it says nothing good."""
    start, end, tail = (int(number) for number in match.groups())
    try:
        signed = _signature_in(data[start:end])
        if not _signed_by_us(signed, data[:start] + data[end : end + tail], anchors):
            return changed
        return _read_sealed(changed, data, end + tail, anchors)
    except Exception:  # noqa: BLE001  a damaged signature may fail in any way; every way means "changed"
        return changed


def _signature_in(gap: bytes) -> "SignedData":
    """The signature between the two signed parts: hexadecimal in angle brackets, then only zeros."""
    from asn1crypto.cms import ContentInfo  # slow import

    if not (gap.startswith(b"<") and gap.endswith(b">")):
        raise ValueError("Something other than a signature is left unsigned.")
    raw = bytes.fromhex(gap[1:-1].decode("ascii"))
    info = ContentInfo.load(raw)
    if raw[len(info.dump()) :].strip(b"\0"):
        raise ValueError("Something is hidden behind the signature.")
    return info["content"]


def _signed_by_us(signed: "SignedData", content: bytes, anchors: Sequence[Certificate]) -> bool:
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms  # slow import

    context = _context(signed, anchors)
    status = asyncio.run(async_validate_detached_cms(content, signed, signer_validation_context=context))
    return bool(status.bottom_line)


def _read_sealed(changed: Examination, data: bytes, end: int, anchors: Sequence[Certificate]) -> Examination:
    """Read the part that is proven ours as a PDF, and let pyHanko judge it by the rules for signed PDFs."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # slow import
    from pyhanko.sign.validation import validate_pdf_signature  # slow import
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # slow import

    seal = PdfFileReader(BytesIO(data[:end])).embedded_signatures[-1]
    status = validate_pdf_signature(seal, _context(seal.signed_data, anchors))
    sound = bool(status.bottom_line) and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    whole = end == len(data)
    return replace(
        changed,
        document_id=find_document_id(data[:end]),
        intact=sound,
        whole_file=whole,
        docmdp_ok=whole and bool(status.docmdp_ok),
        signer_name=str(status.signing_cert.subject.native.get("common_name", "")),
        signed_at=seal.self_reported_timestamp,
        verdict="ours_unchanged" if sound and whole and status.docmdp_ok else "ours_changed",
    )


def _context(signed: "SignedData", anchors: Sequence[Certificate]) -> "ValidationContext":
    """Whom to trust: our certificates alone, at a moment the signer's certificate was valid.

    Trust rests on our key, not on the calendar: a document sealed in time stays ours after the certificate ran
    out, and seal.py does not seal after that.
    """
    from asn1crypto.x509 import Certificate as Asn1Certificate  # slow import
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation  # slow import
    from pyhanko_certvalidator import ValidationContext  # slow import

    signer = extract_certs_for_validation(signed).signer_cert
    roots = [Asn1Certificate.load(anchor.public_bytes(Encoding.DER)) for anchor in anchors]
    return ValidationContext(
        trust_roots=roots,
        moment=signer.not_valid_after,
        allow_fetching=False,
        retroactive_revinfo=True,
    )
