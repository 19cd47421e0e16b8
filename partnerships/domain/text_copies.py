"""A text that was sent, read again: by whom, and as a file to keep that is not the sealed document (F16)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from partnerships.documents.blocks import parse_blocks
from partnerships.documents.render import render_pdf
from partnerships.domain.agreement_texts import require_same_text
from partnerships.domain.sheets import named_in
from partnerships.enums import AgreementState, SignatureState
from partnerships.exceptions import SigningStopped, TextChanged
from partnerships.models import Agreement, Signature


def shows_text(signature: Signature, *, at: datetime) -> bool:
    """May the link of this request still give the text and its annexes?

    Before the answer, as long as it can be given. After signing, as long as the text stands. When somebody refused, those
    who answered (signed, or refused) read what they answered until their link expires. What was withdrawn nobody reads
    by link: it may have been withdrawn for what stands in it.
    """
    agreement, answered = signature.agreement, bool(signature.signed_at or signature.declined_at)
    if agreement.withdrawn_at is None:
        return answered or signature.state(at=at) != SignatureState.EXPIRED
    refused = agreement.state == AgreementState.REFUSED and agreement.dropped_at is None
    return answered and refused and signature.expires_at > at


def is_unchanged(agreement: Agreement) -> bool:
    """Is the text still the one that was sent? One that was changed below us is never shown as what somebody signed."""
    try:
        require_same_text(agreement)
    except TextChanged:
        return False
    return True


def text_copy(agreement: Agreement) -> bytes:
    """The frozen text as a PDF to read and to keep. Not sealed, and it says so.

    Raises ``SigningStopped`` for a draft, ``TextChanged`` when it is not the text that was sent.
    """
    if agreement.sent_at is None:
        raise SigningStopped
    require_same_text(agreement)
    language = settings.LANGUAGE_CODE
    context: dict[str, Any] = {
        "title": agreement.title, "round": agreement.round, **named_in(agreement), "frozen_at": agreement.sent_at,
        "sha256": agreement.text_sha256, "number": agreement.document_number, "blocks": parse_blocks(agreement.text),
        "document_id": "", "check_url": settings.BASE_URL + reverse("partnerships:check"),
    }  # fmt: skip
    with translation.override(language):
        return render_pdf("documents/text_copy.html", context, language=language, title=agreement.title)
