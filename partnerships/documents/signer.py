"""How the seal is written into a PDF. Imported by seal.py only, when something is sealed: pyHanko is slow to import."""

from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1

FIELD = "Seal"


class Signer:
    """A key in memory, ready to seal."""

    def __init__(self, bundle: bytes, passphrase: str) -> None:
        self._signer = SimpleSigner.load_pkcs12_data(bundle, [], passphrase.encode() or None)
        self.certificate: Certificate = self._signer.signing_cert

    def seal(self, pdf: bytes, *, name: str, document_id: str, reason: str, at: datetime) -> bytes:
        """The PDF with a PAdES signature as a revision behind it, after which no change is allowed."""
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            name=name,
            reason=reason,
            contact_info=document_id,  # plain ASCII in the file, so that ids.py finds it in a damaged copy too
            certify=True,
            subfilter=SigSeedSubFilter.PADES,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            md_algorithm="sha256",
        )
        # PDF/UA wants a field that is not drawn to lie outside the page; other rules want it printable.
        outside = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
        field = SigFieldSpec(FIELD, readable_field_name=f"{name} {document_id}", invis_sig_settings=outside)
        out = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        _SignerAt(metadata, self._signer, new_field_spec=field, at=at).sign_pdf(writer, output=out)
        return out.getvalue()


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
