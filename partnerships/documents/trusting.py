"""Whom we believe when a seal is judged, and what a timestamp says."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate
from django.conf import settings

from partnerships.documents.canonical import STAMP, has_issued
from partnerships.documents.sealkey import authorities
from partnerships.exceptions import SealKeyError

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData
    from pyhanko_certvalidator import ValidationContext

MOST_CERTIFICATES = 5  # in one signature or timestamp: that of the signer, and a chain of those above it


def few_certificates(signed: "SignedData") -> bool:
    """Does a signature bring few certificates, and the one timestamp added to it too? Reads no certificate.

    What is added stands outside what is signed, so anybody can add something to a seal of ours: a timestamp is all
    that a level of sealing needs, so anything else is refused.
    """
    if len(signed["certificates"]) > MOST_CERTIFICATES or len(signed["signer_infos"]) != 1:
        return False
    attributes = list(signed["signer_infos"][0]["unsigned_attrs"])
    stamps = [one for one in attributes if one["type"].native == STAMP]
    if len(stamps) != len(attributes) or len(stamps) > 1 or any(len(one["values"]) != 1 for one in stamps):
        return False
    return all(few_certificates(one["values"][0]["content"]) for one in stamps)


def made_by(signed: "SignedData", anchors: Sequence[Certificate]) -> bool:
    """Does the signature name a certificate of ours: one we keep, or one that a certificate we keep issued itself?"""
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation  # slow import

    signer = load_der_x509_certificate(extract_certs_for_validation(signed).signer_cert.dump())
    return signer in anchors or any(has_issued(anchor, signer) for anchor in anchors)


def stamped_at(signed: "SignedData") -> datetime | None:
    """The moment in the timestamp on a signature; None without one. Believed only once the timestamp was checked."""
    attributes = signed["signer_infos"][0]["unsigned_attrs"]
    for attribute in attributes:
        if attribute["type"].native == STAMP:
            return gen_time(attribute["values"][0]["content"])
    return None


def gen_time(signed: "SignedData") -> datetime:
    moment: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def seal_context(signed: "SignedData", anchors: Sequence[Certificate]) -> "ValidationContext":
    """Whom to trust: our certificates alone, at a moment the signer's certificate was valid.

    Trust rests on our key, not on the calendar: a document sealed in time stays ours after the certificate ran
    out, and seal.py does not seal after that.
    """
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation  # slow import

    return _trusting(anchors, extract_certs_for_validation(signed).signer_cert.not_valid_after)


def stamp_context(moment: datetime | None) -> "ValidationContext":
    """Whom to trust for timestamps: the authorities we believe or believed, at the moment they wrote down."""
    return _trusting(believed_authorities(), moment)


def believed_authorities() -> tuple[Certificate, ...]:
    """The roots of time-stamping authorities we believe or believed; none when their file cannot be read."""
    try:
        return authorities(Path(settings.DATA_DIR))
    except SealKeyError:
        return ()


def _trusting(certificates: Sequence[Certificate], moment: datetime | None) -> "ValidationContext":
    from asn1crypto.x509 import Certificate as Asn1Certificate  # slow import
    from pyhanko_certvalidator import ValidationContext  # slow import

    roots = [Asn1Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates]
    return ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False, retroactive_revinfo=True)
