"""A certificate authority of our own on loopback: OCSP, a list of revoked certificates and a time-stamping service."""

import base64
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import unquote

from asn1crypto import keys, tsp
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@cache
def tsa_key() -> rsa.RSAPrivateKey:
    """pyHanko's time-stamper for tests knows RSA only; making such a key takes a moment, so it is made once."""
    return rsa.generate_private_key(65537, 2048)


class Authority:
    """Issues certificates and answers for them. ``stopped`` makes the time-stamping service fail."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.stopped = False
        self.stamps = 0
        self.asked: list[str] = []
        self.credentials = ""
        self.address = ""

    def open(self, address: str) -> None:
        self.address = address
        self.root = self._build(named("A test authority"), self.key.public_key(), is_root=True)
        self.tsa = self._build(named("A test time-stamper"), tsa_key().public_key(), stamps=True)
        self.stamper = DummyTimeStamper(
            Asn1Certificate.load(self.tsa.public_bytes(Encoding.DER)),
            keys.PrivateKeyInfo.load(tsa_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        )

    def bundle(self, name: str = "Seal of a test", *, until: datetime = UNTIL) -> bytes:
        """A PKCS#12 with a new P-256 key, its certificate and the root."""
        key, leaf = self.leaf(name, until=until)
        return pkcs12.serialize_key_and_certificates(b"seal", key, leaf, [self.root], NoEncryption())

    def leaf(
        self, name: str = "Seal of a test", *, until: datetime = UNTIL
    ) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        key = ec.generate_private_key(ec.SECP256R1())
        return key, self._build(named(name), key.public_key(), until=until)

    def _build(
        self, subject: x509.Name, public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, *, is_root: bool = False,
        stamps: bool = False, until: datetime = UNTIL,
    ) -> x509.Certificate:  # fmt: skip
        issuer = named("A test authority")
        uri = x509.UniformResourceIdentifier
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=not is_root, key_cert_sign=is_root, crl_sign=is_root,
            key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
            decipher_only=False,
        )  # fmt: skip
        builder = (
            x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number(), SINCE, until)
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if stamps:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            # The time-stamper is answered for by a list, the others by OCSP: so both ways are used.
            places = [x509.DistributionPoint([uri(f"{self.address}/crl")], None, None, None)]
            builder = builder.add_extension(x509.CRLDistributionPoints(places), critical=False)
        elif not is_root:
            place = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, uri(f"{self.address}/ocsp"))
            builder = builder.add_extension(x509.AuthorityInformationAccess([place]), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def answer(self, path: str, body: bytes) -> tuple[str, bytes]:
        """Media type and content of the answer to a request."""
        self.asked.append(path)
        if path == "/tsa":
            self.stamps += 1
            return "application/timestamp-reply", self.stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
        if path.startswith("/ocsp/"):  # asked by GET
            body, path = base64.b64decode(unquote(path.removeprefix("/ocsp/"))), "/ocsp"
        if path == "/ocsp":
            return "application/ocsp-response", self.status_of(ocsp.load_der_ocsp_request(body))
        return "application/pkix-crl", self.revoked()

    def status_of(self, request: ocsp.OCSPRequest) -> bytes:
        now = datetime.now(UTC)
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            request.issuer_name_hash, request.issuer_key_hash, request.serial_number, request.hash_algorithm,
            ocsp.OCSPCertStatus.GOOD, now - timedelta(minutes=1), now + timedelta(days=1), None, None,
        )  # fmt: skip
        for extension in request.extensions:  # the nonce
            builder = builder.add_extension(extension.value, critical=False)
        response = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.root).sign(self.key, hashes.SHA256())
        return response.public_bytes(Encoding.DER)

    def revoked(self) -> bytes:
        now = datetime.now(UTC)
        listed = x509.CertificateRevocationListBuilder(
            issuer_name=self.root.subject, last_update=now - timedelta(minutes=1), next_update=now + timedelta(days=1)
        )
        number = listed.add_extension(x509.CRLNumber(1), critical=False)
        by = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return number.add_extension(by, critical=False).sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


@contextmanager
def open_authority() -> Iterator[Authority]:
    """An authority that answers on loopback until the end of the block."""
    authority = Authority()

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path == "/tsa":
                authority.credentials = self.headers.get("Authorization", "")
            if authority.stopped and self.path == "/tsa":
                self.send_error(503)
                return
            media, content = authority.answer(self.path, body)
            self.send_response(200)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    authority.open(f"http://127.0.0.1:{server.server_port}")
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
