"""Whom we believe when a seal is judged, and what a timestamp says."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from django.conf import settings

from partnerships.documents.sealkey import authorities
from partnerships.exceptions import SealKeyError

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData
    from pyhanko_certvalidator import ValidationContext


def stamped_at(signed: "SignedData") -> datetime | None:
    """The moment in the timestamp on a signature; None without one. Believed only once the timestamp was checked."""
    attributes = signed["signer_infos"][0]["unsigned_attrs"]
    for attribute in attributes:
        if attribute["type"].native == "signature_time_stamp_token":
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
    try:
        roots = authorities(Path(settings.DATA_DIR))
    except SealKeyError:
        roots = ()
    return _trusting(roots, moment)


def _trusting(certificates: Sequence[Certificate], moment: datetime | None) -> "ValidationContext":
    from asn1crypto.x509 import Certificate as Asn1Certificate  # slow import
    from pyhanko_certvalidator import ValidationContext  # slow import

    roots = [Asn1Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates]
    return ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False, retroactive_revinfo=True)
