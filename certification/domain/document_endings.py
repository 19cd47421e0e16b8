"""What certificates and recognitions know of a document or number somebody checks: withdrawn, or run out (B12)."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.domain.numbers import certificate_with, normalise_number
from certification.enums import Validity
from certification.models import Certificate, RecognitionCopy
from partnerships.domain.checking import Numbered, end_of, ending, newer_than, numbering
from partnerships.models import Agreement, Document, Partner, Signature
from partnerships.tenancy.doors import sweep_door


@ending
def end_of_certificate(document: Document, on: date) -> str:
    """Why the certificate in this document counts no longer; "" while it does, and for another document."""
    with sweep_door(Certificate):
        certificate = Certificate.objects.filter(document=document.pk).first()
    return "" if certificate is None else words_for(certificate, on)


def words_for(certificate: Certificate, on: date) -> str:
    """Why a certificate counts no longer on a day; "" while it does."""
    validity = certificate.validity_on(on)
    if validity == Validity.WITHDRAWN and certificate.withdrawn_on:
        return _("This certificate was withdrawn on %(day)s.") % {"day": date_format(certificate.withdrawn_on, "j F Y")}
    if validity == Validity.SUCCEEDED and certificate.succeeded_on:
        return _("This certificate was succeeded by the next one on %(day)s.") % {
            "day": date_format(certificate.succeeded_on, "j F Y")
        }
    if validity == Validity.EXPIRED:
        return _("This certificate was valid up to and including %(day)s.") % {
            "day": date_format(certificate.last_day, "j F Y")
        }
    return ""


@ending
def end_of_recognition_copy(document: Document, on: date) -> str:
    """A recognition in somebody's own name counts as long as the recognition that all have signed."""
    with sweep_door(RecognitionCopy, Agreement, Signature, Partner):
        copy = RecognitionCopy.objects.filter(document=document.pk).select_related("agreement").first()
        return "" if copy is None else end_of(copy.agreement, newer_than(copy.agreement), on=on)


@numbering
def number_of_certificate(text: str, on: date) -> Numbered | None:
    """The number of a certificate, its public page, and why it counts no longer."""
    number = normalise_number(text)
    if not number:
        return None
    certificate = certificate_with(number)
    if certificate is None:
        return Numbered(number)
    url = reverse("certification:certificate", kwargs={"number": certificate.number})
    return Numbered(certificate.number, url, words_for(certificate, on))
