"""What belongs in a dossier: the documents of the round, and what was adopted without a document (F76)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplans.models import Plan
from assessments.models import Analysis
from certification.domain.frozen_records import analysis_record, plan_record
from partnerships.documents.ids import new_document_id
from partnerships.documents.render import render_pdf
from partnerships.documents.seal import seal_pdf
from partnerships.enums import DocumentKind
from partnerships.models import Agreement, Area, Cycle, Document, Meeting, Task

ORDER = [
    DocumentKind.AGREEMENT,
    DocumentKind.ANALYSIS,
    DocumentKind.PLAN,
    DocumentKind.REPORT,
    DocumentKind.MINUTES,
    DocumentKind.EVIDENCE,
]


@dataclass(frozen=True)
class Piece:
    """One piece before it is filed: a document that is there, or the bytes of a new one with its number."""

    title: str
    kind: DocumentKind
    sha256: str
    document: Document | None = None
    content: bytes = b""
    sealed_id: str = ""


def existing_documents(cycle: Cycle) -> list[Document]:
    """The documents of the round that an auditor reads, agreements first; not those that were withdrawn or replaced."""
    named = [
        *Meeting.objects.filter(cycle=cycle, minutes__isnull=False).values_list("minutes", flat=True),
        *Task.objects.filter(cycle=cycle, evidence__isnull=False).values_list("evidence", flat=True),
        *Analysis.objects.filter(cycle=cycle, document__isnull=False).values_list("document", flat=True),
        *Plan.objects.filter(cycle=cycle, document__isnull=False).values_list("document", flat=True),
    ]
    gone = [
        *Agreement.objects.filter(withdrawn_at__isnull=False, document__isnull=False).values_list(
            "document", flat=True
        ),
        *Plan.objects.filter(superseded_on__isnull=False, document__isnull=False).values_list("document", flat=True),
    ]
    found = Document.objects.filter(Q(cycle=cycle) | Q(pk__in=named), kind__in=ORDER, confidential=False).exclude(
        pk__in=gone
    )
    return sorted(
        found, key=lambda document: (ORDER.index(DocumentKind(document.kind)), document.created_at, document.pk)
    )


def check_url() -> str:
    """Where anybody can check a copy of a document."""
    return f"{settings.BASE_URL}{reverse('partnerships:check')}"


def area_names(cycle: Cycle) -> list[str]:
    areas = Area.objects.filter(coverage__partnership=cycle.partnership_id).order_by("name")
    return list(areas.values_list("name", flat=True))


def drawn(cycle: Cycle, record: dict[str, object], *, kind: DocumentKind, at: datetime) -> Piece:
    """What was adopted, drawn and sealed as it stands at this moment."""
    number = new_document_id()
    title = str(record["title"])
    frame = {
        "partnership": str(cycle.partnership), "scheme": str(cycle.scheme), "areas": area_names(cycle),
        "document_id": number, "check_url": check_url(), "frozen_at": at,
    }  # fmt: skip
    pdf = render_pdf("documents/frozen_record.html", {**record, **frame}, language=settings.LANGUAGE_CODE, title=title)
    sealed = seal_pdf(pdf, document_id=number, reason=_("Frozen for the audit"), at=at)
    return Piece(title, kind, hashlib.sha256(sealed).hexdigest(), content=sealed, sealed_id=number)


def pieces_of(cycle: Cycle, *, at: datetime, step: Callable[[int, int], None]) -> list[Piece]:
    """Every piece of the dossier in order; draws what is missing, so it is slow. ``step`` hears how far it is."""
    documents = existing_documents(cycle)
    pieces = [Piece(one.title, DocumentKind(one.kind), one.sha256, document=one) for one in documents]
    analysis = Analysis.objects.filter(cycle=cycle, adopted_on__isnull=False, document__isnull=True).first()
    plan = Plan.objects.filter(
        cycle=cycle, adopted_on__isnull=False, superseded_on__isnull=True, document__isnull=True
    ).first()
    missing = [(DocumentKind.ANALYSIS, analysis_record(analysis))] if analysis is not None else []
    missing += [(DocumentKind.PLAN, plan_record(plan, on=timezone.localdate(at)))] if plan is not None else []
    for number, (kind, record) in enumerate(missing, 1):
        pieces.append(drawn(cycle, record, kind=kind, at=at))
        step(number, len(missing) + 1)
    return sorted(pieces, key=lambda piece: ORDER.index(piece.kind))


def manifest_hash(pieces: list[Piece]) -> str:
    """SHA-256 over one line per piece, in order: its hash, two spaces, its title (as ``sha256sum`` writes it)."""
    lines = "\n".join(f"{piece.sha256}  {piece.title}" for piece in pieces)
    return hashlib.sha256(lines.encode()).hexdigest()
