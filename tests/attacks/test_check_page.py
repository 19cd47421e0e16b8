"""The page where anybody checks a document: a small file may not keep it busy (B12)."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import cms
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from django.conf import settings as installed
from pyhanko.pdf_utils.reader import PdfFileReader

from partnerships.documents.sealkey import trusted_certificates
from partnerships.documents.trusting import MOST_CERTIFICATES, few_certificates, made_by
from partnerships.documents.verify import examine_pdf
from tests.effort import effort
from tests.partnerships.documents.conftest import (  # noqa: F401  fixtures
    agreement,
    drawn,
    home,
    ours,
    seal_in,
    seal_with,
    sealed,
)

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
CIRCLE = 9
Made = tuple[x509.Certificate, ec.EllipticCurvePrivateKey, list[x509.Certificate]]


@pytest.fixture(scope="module")
def circle() -> Made:
    """A signer, and certificates of authorities that all issued each other: the ways through them are a factorial."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _each in range(CIRCLE + 1)]

    def issue(subject: int, issuer: int) -> x509.Certificate:
        names = [
            x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"Ring {number}")]) for number in range(CIRCLE + 1)
        ]
        builder = x509.CertificateBuilder(
            names[issuer], names[subject], keys[subject].public_key(), x509.random_serial_number(), SINCE, UNTIL
        )
        basic = x509.BasicConstraints(ca=subject > 0, path_length=None)
        return builder.add_extension(basic, critical=True).sign(keys[issuer], hashes.SHA256())

    around = [issue(one, other) for one in range(1, CIRCLE + 1) for other in range(1, CIRCLE + 1) if one != other]
    return issue(0, 1), keys[0], around


def hostile(content: bytes, made: Made, key: bytes, *, times: int = 1) -> bytes:
    """A file with our key in it, and signatures that hold, with the certificates of the circle."""
    signer, private, around = made
    file = b"%PDF-1.7\n" + content + key
    for _each in range(times):
        head = file + b"\n/ByteRange [0 0000000000 0000000000 0000000000]\n"
        for _turn in range(2):
            builder = PKCS7SignatureBuilder().set_data(head + b"\n%%EOF").add_signer(signer, private, hashes.SHA256())
            for one in around:
                builder = builder.add_certificate(one)
            gap = (
                b"<" + builder.sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary]).hex().encode()
            )
            gap = gap.ljust(150_000, b"0") + b">"
            numbers = b"[0 %010d %010d %010d]" % (len(head), len(head) + len(gap), 6)
            head = head.rpartition(b"[0 ")[0] + numbers + b"\n"
        file = head + gap + b"\n%%EOF"
    return file


@pytest.mark.parametrize("times", [1, 12])
def test_certificates_that_issue_each_other_do_not_keep_the_page_busy(circle, sealed, ours, times):  # noqa: F811
    anchor = trusted_certificates(Path(installed.DATA_DIR))[0]
    key = anchor.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex().encode()
    file = hostile(b"", circle, key, times=times)
    assert examine_pdf(file).verdict == "ours_changed"
    assert effort(lambda: examine_pdf(file)) < 500


def test_a_genuine_seal_to_which_certificates_were_added_is_not_judged(circle, sealed, ours):  # noqa: F811
    signed = PdfFileReader(BytesIO(sealed)).embedded_signatures[0].signed_data
    anchors = trusted_certificates(Path(installed.DATA_DIR))
    assert few_certificates(signed)
    assert made_by(signed, anchors)
    more = signed.copy()
    more["certificates"] = [
        *more["certificates"],
        *(
            cms.CertificateChoices("certificate", Asn1Certificate.load(one.public_bytes(Encoding.DER)))
            for one in circle[2][:MOST_CERTIFICATES]
        ),
    ]
    assert not few_certificates(more)
    assert not made_by(_stamp(circle), anchors)


def _stamp(made: Made) -> cms.SignedData:
    signer, private, around = made
    builder = PKCS7SignatureBuilder().set_data(b"x").add_signer(signer, private, hashes.SHA256())
    for one in around:
        builder = builder.add_certificate(one)
    return cms.ContentInfo.load(builder.sign(Encoding.DER, [PKCS7Options.Binary]))["content"]


def test_certificates_hidden_in_a_timestamp_added_to_a_genuine_seal_are_counted(circle, sealed, ours):  # noqa: F811
    signed = PdfFileReader(BytesIO(sealed)).embedded_signatures[0].signed_data.copy()
    token = cms.ContentInfo({"content_type": "signed_data", "content": _stamp(circle)})
    stamp = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})
    signed["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([stamp])
    assert not few_certificates(signed)
