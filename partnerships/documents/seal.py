"""The one door to pyHanko for sealing: the installation's electronic seal on a PDF."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from partnerships.documents.sealkey import SealKeyError, ensure_key

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner


def seal_pdf(pdf: bytes, *, document_id: str, reason: str, at: datetime) -> bytes:
    """Seal a PDF: a PAdES signature of the installation that allows no change afterwards.

    in: a PDF without signatures; the id printed in it; why it is sealed (a sentence in the document's
        language); the moment, with time zone.
    out: the sealed PDF. The page looks the same; the seal's field lies outside the page (PDF/UA).
    errors: SealKeyError when the key cannot be used, also when its certificate ran out before `at`.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # slow import
    from pyhanko.pdf_utils.writer import BasePdfFileWriter  # slow import
    from pyhanko.sign import fields, signers  # slow import
    from pyhanko.sign.signers.constants import ESIC_EXTENSION_1  # slow import

    if at.tzinfo is None:
        raise ValueError("The moment of sealing needs a time zone.")
    signer = _current_signer()
    if at > signer.signing_cert.not_valid_after:  # type: ignore[union-attr]
        raise SealKeyError("The certificate of the seal ran out.")

    class SignerAt(signers.PdfSigner):
        """Signs with the moment given, for time is an argument here."""

        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = at
            return session

        def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
            """Name PAdES only. pyHanko also names its curve, and for that calls the file PDF 2.0; PDF/UA-1 is 1.7."""
            pdf_out.register_extension(ESIC_EXTENSION_1)

    metadata = signers.PdfSignatureMetadata(
        field_name="Seal",
        name=settings.SEAL_NAME,
        reason=reason,
        contact_info=document_id,  # plain ASCII in the file, so that ids.py finds it in a damaged copy too
        certify=True,
        subfilter=fields.SigSeedSubFilter.PADES,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        md_algorithm="sha256",
    )
    field = fields.SigFieldSpec(
        "Seal",
        readable_field_name=f"{settings.SEAL_NAME} {document_id}",
        invis_sig_settings=fields.InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
    )
    out, door = BytesIO(), SignerAt(metadata, signer, new_field_spec=field)
    with ThreadPoolExecutor(max_workers=1) as apart:  # pyHanko starts an event loop; the caller's thread may have one
        apart.submit(door.sign_pdf, IncrementalPdfFileWriter(BytesIO(pdf)), output=out).result()
    return out.getvalue()


def _current_signer() -> "SimpleSigner":
    key = ensure_key(Path(settings.DATA_DIR))
    return _signer(key.pkcs12, key.pkcs12.stat().st_mtime_ns, settings.SEAL_PASSPHRASE)


@lru_cache(maxsize=2)
def _signer(path: Path, _changed: int, passphrase: str) -> "SimpleSigner":
    """The signer of a key file, kept in memory until the file changes."""
    from pyhanko.sign.signers import SimpleSigner  # slow import

    signer = SimpleSigner.load_pkcs12_data(path.read_bytes(), [], passphrase.encode() or None)
    if signer is None or signer.signing_cert is None:
        raise SealKeyError(f"No usable key in {path}.")
    return signer
