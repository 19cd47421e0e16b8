"""What the certificates know of a document somebody checks: withdrawn, or run out (B12)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.enums import Validity
from certification.models import Certificate
from partnerships.domain.checking import ending
from partnerships.models import Document
from partnerships.tenancy.doors import sweep_door


@ending
def end_of_certificate(document: Document, on: date) -> str:
    """Why the certificate in this document counts no longer; "" while it does, and for another document."""
    with sweep_door(Certificate):
        certificate = Certificate.objects.filter(document=document.pk).first()
    if certificate is None:
        return ""
    validity = certificate.validity_on(on)
    if validity == Validity.WITHDRAWN and certificate.withdrawn_on:
        return _("This certificate was withdrawn on %(day)s.") % {"day": date_format(certificate.withdrawn_on, "j F Y")}
    if validity == Validity.EXPIRED:
        return _("This certificate was valid up to and including %(day)s.") % {
            "day": date_format(certificate.last_day, "j F Y")
        }
    return ""
