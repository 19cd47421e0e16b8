"""Is this PDF a document of this installation, and is it unchanged?

The bytes are judged before the structure: a signature must be ours and cover what it says it covers. Only the
part that proves to be exactly what we sealed is then read as a PDF, so a hostile file is never unpacked. Behind the
seal nothing may stand but a small revision with a timestamp over all before it (level B-LTA).

Nor are ways to trust built through whatever certificates a file brings: their number grows as a factorial, so a small
file could keep a worker busy for minutes. A signature is judged only when one of our certificates made it, and brings
few others.
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
from cryptography.x509 import Certificate, SubjectKeyIdentifier
from django.conf import settings

from partnerships.documents.canonical import is_our_spelling, is_plain_stamp, signature_in
from partnerships.documents.ids import find_document_ids, normalise_document_id, unpacks_small
from partnerships.documents.sealkey import kept_issuers, trusted_certificates
from partnerships.documents.trusting import (
    believed_authorities,
    few_certificates,
    gen_time,
    made_by,
    seal_context,
    stamp_context,
    stamped_at,
)

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData
    from pyhanko.sign.validation import EmbeddedPdfSignature

Verdict = Literal["ours_unchanged", "ours_changed", "unknown", "not_a_pdf"]
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_SIGNATURES_READ = 3  # a seal and the timestamp behind it, and one to spare
_LONG_NUMBER = 8  # bytes: a shorter number of a certificate may stand in a file by chance
_SEAL_DIGITS = 200_000  # what a signature takes at most, in hexadecimal
_STAMP_BYTES = 400_000  # what a timestamp behind the seal takes at most, with the certificates it needs


@dataclass(frozen=True)
class Examination:
    """What a PDF turned out to be. `document_id` is what the file says, sealed or not; look it up before use.

    document_ids: every number in the file, for what is put in front may hide another;
    sealed_by_us: carries a seal of this installation, in whatever state; intact: the sealed part is as it was;
    whole_file: nothing was added after the seal but a timestamp; docmdp_ok: the rule "no changes" was kept;
    stamped_at: the moment confirmed by a time-stamping authority we believe, None without.
    """

    document_id: str | None
    sha256: str
    document_ids: tuple[str, ...] = ()
    sealed_by_us: bool = False
    intact: bool = False
    whole_file: bool = False
    docmdp_ok: bool = False
    signer_name: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
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
    ids = find_document_ids(data)
    found = replace(blank, document_id=next(iter(ids), None), document_ids=ids)
    if not ours:
        return found
    changed = replace(found, sealed_by_us=True, verdict="ours_changed")
    matches = list(_BYTE_RANGE.finditer(data))[-_SIGNATURES_READ:]
    with ThreadPoolExecutor(max_workers=1) as apart:  # pyHanko starts an event loop; the caller's thread may have one
        judged = list(apart.map(lambda match: _judge(changed, data, match, anchors), matches))
    return max(judged, key=lambda one: (one.verdict == "ours_unchanged", one.intact), default=changed)


def _names(data: bytes, anchor: Certificate) -> bool:
    """Does the file carry this certificate? True for our seals, also in a file too damaged to read.

    By its key, by the mark of that key in what it issued, or by its number where a signature names its signer: one
    changed digit must not make a seal of ours look as if it were none.
    """
    key = anchor.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    marks = [key, SubjectKeyIdentifier.from_public_key(anchor.public_key()).digest]
    number = anchor.serial_number.to_bytes(20).lstrip(b"\0")
    if len(number) >= _LONG_NUMBER:
        marks.append(number)
    digits = [mark.hex().encode() for mark in marks]
    return any(one in data or one.upper() in data for one in digits)


def _judge(changed: Examination, data: bytes, match: re.Match[bytes], anchors: Sequence[Certificate]) -> Examination:
    """What one signature says of the file; `changed` when it says nothing good."""
    start, end, tail = (int(number) for number in match.groups())
    try:
        if end - start > _SEAL_DIGITS:
            return changed
        signed, raw = signature_in(data[start:end])
        if not (few_certificates(signed) and made_by(signed, anchors)):
            return changed
        known = (*anchors, *kept_issuers(Path(settings.DATA_DIR)), *believed_authorities())
        if not is_our_spelling(signed, raw, known):
            return changed
        if not _signed_by_us(signed, data[:start] + data[end : end + tail], anchors):
            return changed
        return _read_sealed(changed, data, end + tail, anchors)
    except Exception:  # noqa: BLE001  a damaged signature may fail in any way; every way means "changed"
        return changed


def _signed_by_us(signed: "SignedData", content: bytes, anchors: Sequence[Certificate]) -> bool:
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms  # slow import

    context, stamps = seal_context(signed, anchors), stamp_context(stamped_at(signed))
    checking = async_validate_detached_cms(
        content, signed, signer_validation_context=context, ts_validation_context=stamps
    )
    return bool(asyncio.run(checking).bottom_line)


def _read_sealed(changed: Examination, data: bytes, end: int, anchors: Sequence[Certificate]) -> Examination:
    """Read the part that is proven ours as a PDF, and let pyHanko judge it by the rules for signed PDFs."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # slow import
    from pyhanko.sign.validation import validate_pdf_signature  # slow import
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # slow import

    seal = PdfFileReader(BytesIO(data[:end])).embedded_signatures[-1]
    moment = stamped_at(seal.signed_data)
    status = validate_pdf_signature(seal, seal_context(seal.signed_data, anchors), stamp_context(moment))
    sound = bool(status.bottom_line) and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    whole = end == len(data) or (sound and _only_stamped(data, end, anchors))
    return replace(
        changed,
        document_id=normalise_document_id(str(seal.sig_object.get("/ContactInfo", ""))) or changed.document_id,
        intact=sound,
        whole_file=whole,
        docmdp_ok=whole and bool(status.docmdp_ok),
        signer_name=str(status.signing_cert.subject.native.get("common_name", "")),
        signed_at=seal.self_reported_timestamp,
        stamped_at=moment if sound else None,
        verdict="ours_unchanged" if sound and whole and status.docmdp_ok else "ours_changed",
    )


def _only_stamped(data: bytes, end: int, anchors: Sequence[Certificate]) -> bool:
    """Is what stands behind the seal a timestamp over the whole file, by an authority we believe, and nothing else?"""
    from pyhanko.pdf_utils.reader import PdfFileReader  # slow import
    from pyhanko.sign.diff_analysis import ModificationLevel  # slow import
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp  # slow import
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # slow import

    if len(data) - end > _STAMP_BYTES or not unpacks_small(data[end:]):
        return False
    reader = PdfFileReader(BytesIO(data))
    seals, stamps = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
    if len(seals) != 1 or not 0 < len(stamps) < _SIGNATURES_READ:
        return False
    if not all(few_certificates(one.signed_data) for one in (*seals, *stamps)):  # this revision may bring others
        return False
    if not all(_is_plain(one, data) for one in stamps):
        return False
    moments = [stamp.self_reported_timestamp or gen_time(stamp.signed_data) for stamp in stamps]
    found = [validate_pdf_timestamp(one, stamp_context(at)) for one, at in zip(stamps, moments, strict=True)]
    seal = validate_pdf_signature(
        seals[0], seal_context(seals[0].signed_data, anchors), stamp_context(stamped_at(seals[0].signed_data))
    )
    believed = all(one.intact and one.valid and one.trusted for one in found)
    kept = seal.docmdp_ok and seal.modification_level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    return bool(believed and kept and found[-1].coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _is_plain(stamp: "EmbeddedPdfSignature", data: bytes) -> bool:
    """Has a timestamp behind the seal nothing unsigned that could be changed, the hole it stands in included?"""
    _zero, start, end, _tail = (int(number) for number in stamp.byte_range)
    signed, _raw = signature_in(data[start:end])
    return is_plain_stamp(signed, believed_authorities())
