"""Making the document of a completed agreement: found by the clock, claimed with a lease, filed once (F16, B12).

A worker that dies half-way leaves a lease that runs out; the next run then does it all again. Filing is one
transaction, guarded by that lease and by the document's unique number, so nothing is made or mailed twice.
"""

import ipaddress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnerships.documents.blocks import parse_blocks
from partnerships.documents.render import render_pdf
from partnerships.documents.seal import seal_pdf
from partnerships.domain.activity import record
from partnerships.domain.filing import file_rendered
from partnerships.domain.outbox import queue_mail
from partnerships.domain.signatories import project_leaders, written
from partnerships.enums import DocumentKind, SignatureMethod
from partnerships.exceptions import StaleState
from partnerships.models import Agreement, Document, PartnershipArea, Signature

LEASE = timedelta(minutes=5)


def unsealed(*, at: datetime) -> QuerySet[Agreement]:
    """Completed agreements without a document that nobody is working on. Needs a door that opens ``Agreement``."""
    free = Q(sealing_until__isnull=True) | Q(sealing_until__lt=at)
    return Agreement.objects.filter(free, completed_at__isnull=False, document__isnull=True).order_by("completed_at")


def seal_agreement(agreement: Agreement, *, at: datetime) -> Document | None:
    """Claim, draw, seal and file one agreement. None when another worker was first."""
    lease = at + LEASE
    if not unsealed(at=at).filter(pk=agreement.pk).update(sealing_until=lease):
        return None
    agreement.refresh_from_db()
    pdf = _drawn(agreement, at=at)
    try:
        return _file(agreement, pdf, lease=lease, at=at)
    except StaleState:
        return None


def _drawn(agreement: Agreement, *, at: datetime) -> bytes:
    """The sealed PDF. Takes seconds, so it is made outside any transaction."""
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        pdf = render_pdf("documents/agreement.html", sheet_context(agreement), language=language, title=agreement.title)
        reason = _("Signed by all parties")
    return seal_pdf(pdf, document_id=agreement.document_number, reason=reason, at=at)


def sheet_context(agreement: Agreement) -> dict[str, Any]:
    """What documents/agreement.html asks for: the text and the signature sheet."""
    areas = PartnershipArea.objects.select_related("area").order_by("area__name")
    signatures = list(agreement.signatures.select_related("partner__organisation"))
    return {
        "title": agreement.title,
        "partnership": agreement.partnership.name,
        "scheme": str(agreement.cycle.scheme.name),
        "areas": [row.area.name for row in areas],
        "document_id": agreement.document_number,
        "check_url": settings.BASE_URL + reverse("partnerships:check"),
        "round": agreement.round,
        "frozen_at": agreement.sent_at,
        "sha256": agreement.text_sha256,
        "blocks": parse_blocks(agreement.text),
        "signatures": [_evidence(one) for one in signatures if not one.as_witness],
        "witnesses": [_evidence(one) for one in signatures if one.as_witness],
        "has_ink": any(one.method == SignatureMethod.PAPER for one in signatures),
    }


def _evidence(signature: Signature) -> dict[str, Any]:
    return {
        "organisation": signature.partner.organisation.name,
        "name": signature.signed_name,
        "function": signature.signed_function,
        "mandate": signature.mandate,
        "method": SignatureMethod(signature.method).label,
        "signed_at": signature.signed_at,
        "ip_short": short_address(signature.ip),
        "text_hash": signature.text_sha256,
        "statement": signature.statement,
    }


def short_address(ip: str | None) -> str:
    """An address without its last part: enough to compare, too little to point at a person."""
    if not ip:
        return ""
    if ipaddress.ip_address(ip).version == 4:
        return ".".join([*ip.split(".")[:3], "*"])
    return ":".join([*ipaddress.ip_address(ip).exploded.split(":")[:3], "*"])


@transaction.atomic
def _file(agreement: Agreement, pdf: bytes, *, lease: datetime, at: datetime) -> Document:
    """Document, agreement, trail and mails in one transaction. Raises ``StaleState`` when the lease was lost."""
    mine = Agreement.objects.select_for_update().filter(pk=agreement.pk, document=None, sealing_until=lease)
    if not mine.exists():
        raise StaleState
    document = file_rendered(
        agreement.partnership, pdf, filename=f"{slugify(agreement.title)[:80]}.pdf", kind=DocumentKind.AGREEMENT,
        title=agreement.title, at=at, cycle=agreement.cycle, scheme_document=agreement.scheme_document,
        sealed_id=agreement.document_number, sealed_at=at,
    )  # fmt: skip
    if not mine.update(document=document, sealing_until=None):
        raise StaleState
    record(
        agreement.partnership, "sealed_agreement", by=None, at=at, cycle=agreement.cycle, about=agreement,
        number=agreement.document_number,
    )  # fmt: skip
    _send_round(agreement, document, at=at)
    return document


def _send_round(agreement: Agreement, document: Document, *, at: datetime) -> None:
    """One mail with the document to every signatory and project leader; who is both gets one."""
    words: dict[str, Any] = {
        "title": agreement.title,
        "partnership_name": agreement.partnership.name,
        "number": agreement.document_number,
        "signed_on": written(agreement.completed_at or at),
        "check_url": settings.BASE_URL + reverse("partnerships:check"),
    }
    told: set[str] = set()
    for signature in agreement.signatures.all():
        if signature.email.lower() not in told:
            queue_mail(
                agreement.partnership_id, "agreement_complete", to=signature.email, to_name=signature.name, at=at,
                token_for=signature.link, attachment=document, **words,
            )  # fmt: skip
            told.add(signature.email.lower())
    for user in project_leaders(agreement.partnership_id, at=at):
        if user.email.lower() not in told:
            queue_mail(
                agreement.partnership_id, "agreement_complete", to=user.email, to_name=str(user), at=at,
                language=user.language, path=agreement.get_absolute_url(), attachment=document, **words,
            )  # fmt: skip
            told.add(user.email.lower())
