"""Evidence people send: a document of the partnership that never changes."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_upload
from partnerships.enums import DocumentKind
from partnerships.models import Cycle, Document, User


@all_or_nothing()
def add_evidence(
    cycle: Cycle,
    upload: "UploadedFile[bytes]",
    *,
    title: str,
    by: User | None,
    at: datetime,
    kind: DocumentKind = DocumentKind.EVIDENCE,
) -> Document:
    """File what somebody sent as evidence of this round. Raises ``Refused`` for a file we do not accept."""
    document = file_upload(cycle.partnership, upload, kind=kind, title=title, by=by, at=at, cycle=cycle)
    record(cycle.partnership, "added_document", by=by, at=at, cycle=cycle, about=document)
    return document


def filed_or_chosen(
    cycle: Cycle,
    document: Document | None,
    *,
    upload: "UploadedFile[bytes] | None",
    title: str,
    by: User | None,
    at: datetime,
) -> Document | None:
    """What proves something: a file that is sent now and filed here, else a document that was filed before."""
    if upload is None:
        return document
    return add_evidence(cycle, upload, title=title, by=by, at=at)
