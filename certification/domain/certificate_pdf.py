"""The certificate as a sealed PDF: drawn outside any transaction, filed once (F78)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from certification.domain.certifying import public_address
from certification.domain.wording import level_name
from certification.models import Certificate
from partnerships.documents.ids import new_document_id
from partnerships.documents.render import render_pdf
from partnerships.documents.seal import seal_pdf
from partnerships.documents.square_code import square_of
from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_rendered
from partnerships.enums import DocumentKind
from partnerships.exceptions import StaleState


def draw(certificate: Certificate, *, number: str, at: datetime) -> bytes:
    """The sealed PDF of a certificate, with ``number`` as its document number."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Certificate %(number)s") % {"number": certificate.number}
        context = {
            "heading": _("Certificate"), "holder": certificate.holder, "scheme": str(certificate.cycle.scheme.name),
            "level": level_name(certificate), "areas": certificate.area_names, "stars": certificate.stars or 0,
            "number": certificate.number, "body": certificate.body_name, "issued_on": certificate.issued_on,
            "valid_until": certificate.valid_until - timedelta(days=1), "document_id": number,
            "check_url": public_address(certificate), "square": square_of(public_address(certificate)),
        }  # fmt: skip
        pdf = render_pdf("documents/certificate.html", context, language=settings.LANGUAGE_CODE, title=title)
        return seal_pdf(pdf, document_id=number, reason=title, at=at)


def file_certificate(certificate: Certificate, *, at: datetime) -> None:
    """Draw, seal and file the PDF, unless that was done already. A worker killed halfway leaves nothing behind.

    Raises ``StaleState`` when another worker was first; its file is the one that counts.
    """
    if certificate.document_id is not None:
        return
    number = new_document_id()
    content = draw(certificate, number=number, at=at)
    with all_or_nothing():
        document = file_rendered(
            certificate.partnership, content, filename=f"{certificate.number}.pdf", kind=DocumentKind.CERTIFICATE,
            title=_("Certificate %(number)s") % {"number": certificate.number}, at=at, cycle=certificate.cycle,
            scheme_document=certificate.cycle.scheme.ending.document or "", sealed_id=number, sealed_at=at,
        )  # fmt: skip
        if not Certificate.objects.filter(pk=certificate.pk, document__isnull=True).update(document=document):
            raise StaleState
        record(
            certificate.partnership_id, "filed_certificate", by=None, at=at, cycle=certificate.cycle, about=certificate,
            sha256=document.sha256,
        )  # fmt: skip
