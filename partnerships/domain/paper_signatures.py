"""Ink on paper: printing the frozen text, and recording with a scan who signed it (F16, S004).

What is recorded is never more than it is: somebody else says that ink stands on paper, and shows a picture of it. The
person hears of it and may object (``paper_objections.py``).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partnerships.documents.blocks import parse_blocks
from partnerships.documents.render import render_pdf
from partnerships.documents.square_code import square_of
from partnerships.domain.activity import record
from partnerships.domain.agreement_texts import require_same_text
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import PDF, file_upload, sniff
from partnerships.domain.outbox import queue_mail
from partnerships.domain.rounds import written_day
from partnerships.domain.sheets import check_address, named_in
from partnerships.domain.signing import put_signature
from partnerships.enums import DocumentKind, SignatureMethod
from partnerships.exceptions import AlreadyAnswered, NotYourTurn, Refused, SigningStopped, TextChanged
from partnerships.models import Agreement, Document, Signature, User

SCANS = (PDF, "image/jpeg", "image/png")
MARK = 8  # characters of the mark that are typed over from the paper


def print_paper(agreement: Agreement) -> bytes:
    """The frozen text with a block for every signature that is still to come, as a PDF to print. Not sealed.

    Raises ``SigningStopped`` when nobody can sign it, ``TextChanged`` when it is not the text that was sent.
    """
    if not agreement.is_open:
        raise SigningStopped
    require_same_text(agreement)
    language = settings.LANGUAGE_CODE
    waiting = agreement.signatures.filter(signed_at=None, declined_at=None).select_related("partner__organisation")
    context: dict[str, Any] = {
        "title": agreement.title, "round": agreement.round, **named_in(agreement),
        "frozen_at": agreement.sent_at, "sha256": agreement.text_sha256, "number": agreement.document_number,
        "blocks": parse_blocks(agreement.text), "signatures": list(waiting), "document_id": "",
        "check_url": settings.BASE_URL + reverse("partnerships:check"),
        "square": square_of(check_address(agreement.document_number)),
    }  # fmt: skip
    with translation.override(language):
        return render_pdf("documents/paper.html", context, language=language, title=agreement.title)


def paper_statement(signature: Signature, *, signed_on: date, by: User) -> str:
    """What the record says of itself; kept with the signature in these very words."""
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            "organisation": signature.partner.organisation.name,
            "day": written_day(signed_on),
            "by": str(by),
        }
        if signature.as_witness:
            return (
                _(
                    "Signed with ink on paper on %(day)s as a witness, on behalf of %(organisation)s. Recorded by %(by)s."
                )
                % words
            )
        return _("Signed with ink on paper on %(day)s on behalf of %(organisation)s. Recorded by %(by)s.") % words


def record_paper(
    signature: Signature, *, signed_on: date, name: str, function: str, mark: str, text_sha256: str,
    scan: "UploadedFile[bytes]", by: User, at: datetime,
) -> None:  # fmt: skip
    """Record that somebody signed the printed text with ink. They get a mail with a way to say that it is not so.

    ``mark``: the first characters of the mark at the foot of the paper; ``text_sha256``: mark of the text on the
    recorder's screen. Raises ``TextChanged`` when one of the two is of another text, ``Refused`` for a day or a scan
    that cannot be, ``AlreadyAnswered``, ``SigningStopped``, ``NotYourTurn``, and ``StaleState`` when they signed at
    the same moment.
    """
    agreement = signature.agreement
    if signature.signed_at or signature.declined_at:
        raise AlreadyAnswered
    if not agreement.is_open:
        raise SigningStopped
    if signature.waits:
        raise NotYourTurn
    require_same_text(agreement)
    typed = re.sub(r"\s", "", mark).lower()
    if text_sha256 != agreement.text_sha256:
        raise TextChanged
    if len(typed) < MARK or not agreement.text_sha256.startswith(typed):
        raise TextChanged(_("This is not the mark of this text. The paper is of another version. Do not record it."))
    if reason := why_not_day(agreement, signed_on, at=at):
        raise Refused(reason)
    with _filed(agreement, scan, title=_("Scan: %(who)s") % {"who": signature}, by=by, at=at) as document:
        put_signature(
            signature, proof={}, name=name, function=function, method=SignatureMethod.PAPER, at=at, on=signed_on, by=by,
            recorded_by=by, scan=document, signed_on_paper=signed_on, text_sha256=text_sha256,
            statement=paper_statement(signature, signed_on=signed_on, by=by),
        )  # fmt: skip
        record(
            agreement.partnership_id, "recorded_paper_signature", by=by, at=at, cycle=agreement.cycle, about=agreement,
            who=f"{name.strip()} ({signature.partner})", day=signed_on, sha256=document.sha256,
        )  # fmt: skip
        _tell_signatory(signature, signed_on, by=by, at=at)


def why_not_day(agreement: Agreement, signed_on: date, *, at: datetime) -> str:
    """Why nobody can have signed on this day; "" when they can."""
    if signed_on > timezone.localtime(at).date():
        return _("This day is still to come.")
    if agreement.sent_at and signed_on < timezone.localtime(agreement.sent_at).date():
        return _("The text was fixed after this day. Nobody can have signed it then.")
    return ""


@contextmanager
def _filed(
    agreement: Agreement, scan: "UploadedFile[bytes]", *, title: str, by: User, at: datetime
) -> Iterator[Document]:
    """The scan as evidence, in one transaction with what is done with it; no file stays when that is refused."""
    media = sniff(scan.read())
    scan.seek(0)
    if media not in SCANS:
        raise Refused(_("Send the scan as PDF, JPG or PNG."))
    with all_or_nothing():
        yield file_upload(
            agreement.partnership, scan, kind=DocumentKind.EVIDENCE, title=title, by=by, at=at,
            cycle=agreement.cycle, scheme_document=agreement.scheme_document, confidential=True,
        )  # fmt: skip


def _tell_signatory(signature: Signature, signed_on: date, *, by: User, at: datetime) -> None:
    queue_mail(
        signature.partnership_id, "paper_recorded", to=signature.email, to_name=signature.name, at=at,
        token_for=signature.link, title=signature.agreement.title, partnership_name=signature.partnership.name,
        organisation=signature.partner.organisation.name, day=written_day(signed_on), recorded_by=str(by),
        recorded_by_email=by.email,
    )  # fmt: skip
