"""How the seal is written into a PDF. Imported by seal.py only, when something is sealed: pyHanko is slow to import."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate as PlainCertificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers import Signer as KeyHolder
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from partnerships.exceptions import SealDelayed

FIELD, STAMP_FIELD = "Seal", "Timestamp"


@dataclass(frozen=True)
class Wanted:
    """How one document is sealed. ``level``: B-B, B-T (a timestamp), B-LT (with what is needed to check it after the
    certificates ran out), B-LTA (and a timestamp over that). ``roots``: whom we believe; needed above B-B."""

    name: str
    document_id: str
    reason: str
    at: datetime
    level: str = "B-B"
    stamper: TimeStamper | None = None
    roots: Sequence[PlainCertificate] = ()


def key_in_file(bundle: bytes, passphrase: str) -> KeyHolder:
    """The key of a PKCS#12, in memory and ready to seal."""
    holder: KeyHolder = SimpleSigner.load_pkcs12_data(bundle, [], passphrase.encode() or None)
    return holder


@lru_cache(maxsize=2)
def stamper_at(url: str, user: str, password: str, timeout: int) -> TimeStamper:
    """The time-stamping authority. Kept, for it remembers how large its answers are: one request less per seal."""
    proof = base64.b64encode(f"{user}:{password}".encode()).decode()
    return HTTPTimeStamper(url, timeout=timeout, headers={"Authorization": f"Basic {proof}"} if user else None)


def seal(pdf: bytes, key: KeyHolder, wanted: Wanted) -> bytes:
    """The PDF with a PAdES signature as a revision behind it, after which no change is allowed.

    errors: SealDelayed when an authority does not answer, or answers something we do not believe.
    """
    # PDF/UA wants a field that is not drawn to lie outside the page; other rules want it printable.
    outside = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
    label = f"{wanted.name} {wanted.document_id}"
    field = SigFieldSpec(FIELD, readable_field_name=label, invis_sig_settings=outside)
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    stamper = wanted.stamper if wanted.level != "B-B" else None
    signer = _SignerAt(_metadata(wanted), key, timestamper=stamper, new_field_spec=field, at=wanted.at)
    try:
        signer.sign_pdf(writer, output=out)
    except (OSError, SigningError, ValidationError, PathError) as error:
        if wanted.level == "B-B":
            raise
        raise SealDelayed from error
    return out.getvalue()


def _metadata(wanted: Wanted) -> PdfSignatureMetadata:
    for_long: dict[str, Any] = {}
    if wanted.level in ("B-LT", "B-LTA"):
        roots = [Certificate.load(root.public_bytes(Encoding.DER)) for root in wanted.roots]
        for_long = {
            "embed_validation_info": True,
            "use_pades_lta": wanted.level == "B-LTA",
            "timestamp_field_name": STAMP_FIELD,
            "validation_context": ValidationContext(
                trust_roots=roots, allow_fetching=True, revocation_mode="hard-fail"
            ),
            # In the revision of the seal itself, so that the seal covers the whole file.
            "dss_settings": DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        }
    return PdfSignatureMetadata(
        field_name=FIELD,
        name=wanted.name,
        reason=wanted.reason,
        contact_info=wanted.document_id,  # plain ASCII in the file, so that ids.py finds it in a damaged copy too
        certify=True,
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        md_algorithm="sha256",
        **for_long,
    )


class _SignerAt(PdfSigner):
    """Signs with the moment given, for time is an argument here."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session

    def register_extensions(self, pdf_out: BasePdfFileWriter, **_algorithm: str) -> None:
        """Name PAdES only. pyHanko also names its curve and calls the file PDF 2.0 for it; PDF/UA-1 is PDF 1.7."""
        pdf_out.register_extension(ESIC_EXTENSION_1)
