"""Annexes of an agreement: documents held by their SHA-256, named at the end of the text (design: one hash for all).

The list of annexes is part of the text of the draft, so the mark of the text covers the annexes as well: who signs the
text signs for these files and no others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from partnerships.documents.inline import literal
from partnerships.documents.verify import examine_pdf
from partnerships.domain.activity import changes, record
from partnerships.enums import DocumentKind
from partnerships.exceptions import AlreadySent, Refused
from partnerships.models import Agreement, AgreementAnnex, CeremonyPhoto, Document, User

NEVER_ANNEX = (DocumentKind.LOGO, DocumentKind.DOSSIER)
LISTED = re.compile(r"(?<!\n)\n*## [^\n]+\n\n(?:\d+\. [^\n]* SHA-256 [0-9a-f]{64}(?:\n|$))+$")


@dataclass(frozen=True)
class AnnexLine:
    """What a page or PDF prints of one annex."""

    position: int
    title: str
    filename: str
    sha256: str
    document: Document


def annexes_of(agreement: Agreement) -> list[AnnexLine]:
    """The annexes of an agreement in their order, for the page, the PDF and who checks a file."""
    rows = AgreementAnnex.objects.filter(agreement=agreement).select_related("document")
    return [AnnexLine(row.position, row.title, row.document.filename, row.sha256, row.document) for row in rows]


def possible_annexes(agreement: Agreement) -> list[Document]:
    """Documents of the partnership that can be an annex: the plans first, then the newest."""
    photos = CeremonyPhoto.objects.values("document")  # who withdraws consent takes the picture away again
    documents = Document.objects.exclude(kind__in=NEVER_ANNEX).exclude(pk__in=photos).filter(confidential=False)
    if agreement.document_id:
        documents = documents.exclude(pk=agreement.document_id)
    return sorted(documents, key=lambda one: one.kind != DocumentKind.PLAN)


def without_annexes(text: str) -> str:
    """The text people wrote, without the list of annexes at its end."""
    return LISTED.sub("", text).rstrip()


def with_annexes(text: str, agreement: Agreement) -> str:
    """The text people wrote, with the list of the agreement's annexes at its end."""
    body, annexes = without_annexes(text), annexes_of(agreement)
    if not annexes:
        return body
    with translation.override(settings.LANGUAGE_CODE):
        heading = _("List of annexes")
    lines = [f"{one.position}. {literal(one.title)} ({literal(one.filename)}), SHA-256 {one.sha256}" for one in annexes]
    return f"{body}\n\n## {heading}\n\n" + "\n".join(lines)


def why_not_annex(document: Document) -> str:
    """Why a document cannot be an annex; "" when it can.

    A file with our seal or number that is not the document we filed looks like one of ours and is not: as an annex it
    would be vouched for by everybody who signs. The filed document itself may be one.
    """
    if document.sealed_id:
        return ""
    with document.file.open("rb") as file:
        found = examine_pdf(file.read())
    if not found.sealed_by_us and not found.document_ids:
        return ""
    if Document.objects.filter(sealed_id__in=found.document_ids, sha256=found.sha256).exists():
        return ""
    return _(
        "“%(title)s” bears a seal or a number of this installation, but it is not the document that is filed here. "
        "Choose that document itself, or a file without our number."
    ) % {"title": document.title}


def choose_annexes(agreement: Agreement, *, documents: Sequence[Document], by: User, at: datetime) -> None:
    """Make ``documents`` the annexes of a draft, in this order.

    Raises ``AlreadySent`` once the text went out, ``Refused`` for a file that passes for a document of ours.
    """
    if reason := next((words for words in map(why_not_annex, documents) if words), ""):
        raise Refused(reason)
    _choose(agreement, documents, by=by, at=at)


@transaction.atomic
def _choose(agreement: Agreement, documents: Sequence[Document], *, by: User, at: datetime) -> None:
    draft = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if draft.sent_at or draft.withdrawn_at:
        raise AlreadySent
    before = [one.title for one in annexes_of(draft)]
    AgreementAnnex.objects.filter(agreement=draft).delete()
    put_annexes(draft, documents)
    agreement.text = with_annexes(draft.text, draft)
    Agreement.objects.filter(pk=draft.pk).update(text=agreement.text)
    after = [one.title for one in annexes_of(draft)]
    record(
        draft.partnership_id, "changed_annexes", by=by, at=at, cycle=draft.cycle, about=draft,
        changed=changes({"annexes": ", ".join(before)}, {"annexes": ", ".join(after)}),
    )  # fmt: skip


def put_annexes(agreement: Agreement, documents: Sequence[Document]) -> None:
    """The rows of annexes, in this order; part of a verb's transaction."""
    AgreementAnnex.objects.bulk_create(
        AgreementAnnex(
            partnership_id=agreement.partnership_id, agreement=agreement, document=document, position=place,
            title=document.title, sha256=document.sha256,
        )
        for place, document in enumerate(documents, start=1)
    )  # fmt: skip
