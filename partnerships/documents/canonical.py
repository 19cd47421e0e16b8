"""A signature in the one spelling in which it is written here.

A signature covers the file and its own signed attributes, but not everything beside those: the case of its
hexadecimal digits, how lengths are written, the version numbers, the certificates above the signer's. Whoever changes
such a digit makes another file of which the signature still holds. So all of it is compared with what we would write
ourselves, the certificates with those we keep. Of a timestamp, which others write, we ask what their rules ask.
"""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate

if TYPE_CHECKING:
    from asn1crypto.algos import AlgorithmIdentifier
    from asn1crypto.cms import SignedData, SignerInfo
    from asn1crypto.x509 import Certificate as Asn1Certificate

_DIGITS = re.compile(rb"<((?:[0-9A-F]{2})+)>")
STAMP = "signature_time_stamp_token"


def signature_in(gap: bytes) -> tuple["SignedData", bytes]:
    """The signature between the two signed parts of a PDF, and its bytes.

    in: what stands there: capital hexadecimal digits in angle brackets, the signature and then zeros.
    errors: ValueError for anything else, also for one digit or space more.
    """
    from asn1crypto.cms import ContentInfo  # slow import

    found = _DIGITS.fullmatch(gap)
    if found is None:
        raise ValueError("Something other than a signature is left unsigned.")
    raw = bytes.fromhex(found[1].decode("ascii"))
    info = ContentInfo.load(raw)
    size = len(info.dump())
    if raw[size:].strip(b"\0"):
        raise ValueError("Something is hidden behind the signature.")
    return info["content"], raw[:size]


def is_our_spelling(signed: "SignedData", raw: bytes, known: Collection[Certificate]) -> bool:
    """Is a seal written as we write it, to the byte, with no unsigned attribute but one timestamp?

    in: a seal with few certificates (trusting.py), its bytes, and every certificate we know to be right.
    errors: ValueError when a part cannot be read.
    """
    signer = signed["signer_infos"][0]
    parts = [signer[name] for name in ("signed_attrs", "signature_algorithm")]
    return (
        _rewritten(signed, signer) == raw
        and all(part.copy().dump(force=True) == part.dump() for part in parts)
        and _are_ours(signed, known)
        and all(is_plain_stamp(one, known) for one in stamps_on(signed))
    )


def is_plain_stamp(signed: "SignedData", known: Collection[Certificate]) -> bool:
    """Does a timestamp have nothing unsigned that could be changed? Looser than a seal, for others write it."""
    signer = signed["signer_infos"][0]
    by_issuer = signer["sid"].name == "issuer_and_serial_number"
    digests = [one["algorithm"].native for one in signed["digest_algorithms"]]
    algorithms = (*signed["digest_algorithms"], signer["digest_algorithm"], signer["signature_algorithm"])
    return (
        signed["version"].native == "v3"
        and signer["version"].native == ("v1" if by_issuer else "v3")
        and digests == [signer["digest_algorithm"]["algorithm"].native]
        and all(_has_plain_parameters(one) for one in algorithms)
        and not signer["unsigned_attrs"]
        and _are_signed(signed, known)
    )


def _has_plain_parameters(algorithm: "AlgorithmIdentifier") -> bool:
    """None, or an empty value; only RSA-PSS has more to say, and cannot be checked when that is changed."""
    return algorithm["algorithm"].native == "rsassa_pss" or algorithm["parameters"].dump() in {b"", b"\x05\x00"}


def stamps_on(signed: "SignedData") -> list["SignedData"]:
    """The timestamps that were added to a signature, read."""
    attributes = list(signed["signer_infos"][0]["unsigned_attrs"])
    return [value["content"] for one in attributes if one["type"].native == STAMP for value in one["values"]]


def _are_ours(signed: "SignedData", known: Collection[Certificate]) -> bool:
    """Does a seal bring only certificates we know, beside that of its signer, whose mark is in what it signs?"""
    signer = _signer_of(signed)
    inside = [one.chosen.dump() for one in signed["certificates"]]
    return set(inside) - {signer.dump()} <= {one.public_bytes(Encoding.DER) for one in known}


def _are_signed(signed: "SignedData", known: Collection[Certificate]) -> bool:
    """Is every certificate in a timestamp one we know, or signed by another, or one above those for who trusts others?"""
    inside = [load_der_x509_certificate(one.chosen.dump()) for one in signed["certificates"]]
    return all(
        one in known
        or any(has_issued(issuer, one) for issuer in (*known, *inside))
        or (one.issuer != one.subject and any(has_issued(one, other) for other in inside))
        for one in inside
    )


def has_issued(issuer: Certificate, certificate: Certificate) -> bool:
    """Did this issuer sign this certificate, by name and by key?"""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _signer_of(signed: "SignedData") -> "Asn1Certificate":
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation  # slow import

    return extract_certs_for_validation(signed).signer_cert


def _rewritten(signed: "SignedData", signer: "SignerInfo") -> bytes:
    """The seal as we would write it, from what it holds: the shortest lengths, sets in order, and nothing more."""
    from asn1crypto import cms  # slow import

    certificate = _signer_of(signed)
    digest = {"algorithm": signer["digest_algorithm"]["algorithm"].native}
    ours = {
        "version": "v1", "digest_algorithm": digest, "signed_attrs": signer["signed_attrs"],
        "sid": {"issuer_and_serial_number": {
            "issuer": certificate.issuer, "serial_number": certificate.serial_number,
        }},
        "signature_algorithm": signer["signature_algorithm"], "signature": signer["signature"].native,
    }  # fmt: skip
    values = [value for one in signer["unsigned_attrs"] if one["type"].native == STAMP for value in one["values"]]
    if values:
        ours["unsigned_attrs"] = [{"type": STAMP, "values": values}]
    content = {
        "version": "v1", "digest_algorithms": [digest], "encap_content_info": {"content_type": "data"},
        "certificates": list(signed["certificates"]), "signer_infos": [ours],
    }  # fmt: skip
    rewritten: bytes = cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()
    return rewritten
