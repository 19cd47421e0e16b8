"""Making the document of a completed agreement: found by the clock, claimed with a lease, filed once (F16, B12).

A worker that dies half-way leaves a lease that runs out; the next run then does it all again. Filing is one
transaction, guarded by that lease and by the document's unique number, so nothing is made or mailed twice.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnerships.documents.render import render_pdf
from partnerships.documents.seal import seal_pdf
from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_rendered
from partnerships.domain.outbox import mail_row, queue_mails
from partnerships.domain.rounds import written
from partnerships.domain.sheets import check_address, sheet_context
from partnerships.domain.signatories import project_leaders
from partnerships.enums import DocumentKind, SealLevel
from partnerships.exceptions import SealDelayed, SealKeyError, StaleState
from partnerships.mailbox import mailbox_key
from partnerships.models import Agreement, Document, Outbox

LEASE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=2)

log = logging.getLogger(__name__)


def unsealed(*, at: datetime) -> QuerySet[Agreement]:
    """Completed agreements without a document that nobody is working on. Needs a door that opens ``Agreement``."""
    free = Q(sealing_until__isnull=True) | Q(sealing_until__lt=at)
    return Agreement.objects.filter(free, completed_at__isnull=False, document__isnull=True).order_by("completed_at")


def seal_agreement(agreement: Agreement, *, at: datetime) -> Document | None:
    """Claim, draw, seal and file one agreement. None when another worker was first, or when it has to wait.

    It waits when an authority does not answer or the key cannot be used: with growing pauses, and the others go on.
    After ``SEAL_TRIES`` tries it is sealed without timestamp, unless ``TIMESTAMP_REQUIRED``; that is written in the
    seal, in the trail and on the page where anybody checks.
    """
    lease = at + LEASE
    if not unsealed(at=at).filter(pk=agreement.pk).update(sealing_until=lease):
        return None
    agreement.refresh_from_db()
    try:
        pdf, level = _sealed(agreement, at=at)
    except (SealDelayed, SealKeyError) as error:
        log.warning("agreement %s not sealed, try %s: %r", agreement.pk, agreement.sealing_tries + 1, error.__cause__)
        _postpone(agreement, lease=lease, at=at)
        return None
    try:
        return _file(agreement, pdf, level=level, lease=lease, at=at)
    except StaleState:
        return None


def _postpone(agreement: Agreement, *, lease: datetime, at: datetime) -> None:
    pause = min(timedelta(minutes=2 ** min(agreement.sealing_tries + 1, 7)), LONGEST_PAUSE)
    mine = Agreement.objects.filter(pk=agreement.pk, sealing_until=lease)
    mine.update(sealing_until=at + pause, sealing_tries=F("sealing_tries") + 1)


def _sealed(agreement: Agreement, *, at: datetime) -> tuple[bytes, str]:
    """The sealed PDF and its level. Takes seconds, so it is made outside any transaction."""
    language, number, level = settings.LANGUAGE_CODE, agreement.document_number, settings.SEAL_LEVEL
    with translation.override(language):
        pdf = render_pdf("documents/agreement.html", sheet_context(agreement), language=language, title=agreement.title)
        reason = _("Signed by all parties")
        without = _("Signed by all parties. Without timestamp: the service for it did not answer.")
    try:
        return seal_pdf(pdf, document_id=number, reason=reason, at=at, level=level), level
    except SealDelayed:
        if settings.TIMESTAMP_REQUIRED or agreement.sealing_tries + 1 < settings.SEAL_TRIES:
            raise
    return seal_pdf(pdf, document_id=number, reason=without, at=at, level=SealLevel.PLAIN), SealLevel.PLAIN


@all_or_nothing()
def _file(agreement: Agreement, pdf: bytes, *, level: str, lease: datetime, at: datetime) -> Document:
    """Document, agreement, trail and mails in one transaction. Raises ``StaleState`` when the lease was lost."""
    mine = Agreement.objects.select_for_update().filter(pk=agreement.pk, document=None, sealing_until=lease)
    if not mine.exists():
        raise StaleState
    document = file_rendered(
        agreement.partnership, pdf, filename=f"{slugify(agreement.title)[:80]}.pdf", kind=DocumentKind.AGREEMENT,
        title=agreement.title, at=at, cycle=agreement.cycle, scheme_document=agreement.scheme_document,
        sealed_id=agreement.document_number, sealed_at=at, seal_level=level,
    )  # fmt: skip
    if not mine.update(document=document, sealing_until=None):
        raise StaleState
    record(
        agreement.partnership, "sealed_agreement", by=None, at=at, cycle=agreement.cycle, about=agreement,
        number=agreement.document_number,
    )  # fmt: skip
    if level == SealLevel.PLAIN and settings.SEAL_LEVEL != SealLevel.PLAIN:
        record(
            agreement.partnership, "sealed_without_timestamp", by=None, at=at, cycle=agreement.cycle, about=agreement
        )
    _send_round(agreement, document, at=at)
    return document


def _send_round(agreement: Agreement, document: Document, *, at: datetime) -> None:
    """One mail with the document to every signatory and project leader; who is both gets one."""
    words: dict[str, Any] = {
        "title": agreement.title,
        "partnership_name": agreement.partnership.name,
        "number": agreement.document_number,
        "signed_on": written(agreement.completed_at or at),
        "check_url": check_address(agreement.document_number),
    }
    mails = [
        mail_row(
            agreement.partnership_id, "agreement_complete", to=signature.email, to_name=signature.name, at=at,
            token_for=signature.link, attachment=document, **words,
        )
        for signature in agreement.signatures.all()
    ] + [
        mail_row(
            agreement.partnership_id, "agreement_complete", to=user.email, to_name=str(user), at=at,
            language=user.language, path=agreement.get_absolute_url(), attachment=document, **words,
        )
        for user in project_leaders(agreement.partnership_id, at=at)
    ]  # fmt: skip
    first: dict[str, Outbox] = {}
    for mail in mails:
        first.setdefault(mailbox_key(mail.to), mail)
    queue_mails(first.values())
