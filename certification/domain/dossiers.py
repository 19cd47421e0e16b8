"""Freezing a dossier and requesting the audit of it (F76; S001 step 4)."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from certification.domain.dossier_pieces import Piece, area_names, check_url, manifest_hash, pieces_of
from certification.domain.recipients import auditors_of
from certification.exceptions import AuditAlreadyOpen, GatesUnmet
from certification.gates import GateState, gates_before, unmet
from certification.models import Audit, Dossier, DossierItem
from partnerships.documents.ids import new_document_id
from partnerships.documents.render import render_pdf
from partnerships.documents.seal import seal_pdf
from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_rendered
from partnerships.domain.once import once
from partnerships.domain.outbox import queue_mail
from partnerships.enums import DocumentKind
from partnerships.exceptions import Refused
from partnerships.models import Cycle, Document, Organisation, User

ACT = "request_audit"


def open_audit(cycle: Cycle) -> Audit | None:
    return Audit.objects.filter(cycle=cycle, closed_at__isnull=True, withdrawn_on__isnull=True).first()


def why_not_now(cycle: Cycle, *, running: Audit | None) -> str:
    """What, apart from the scheme's conditions, keeps an audit from being requested; "" for nothing."""
    if cycle.scheme.ending.kind != "certificate":
        return _("This scheme does not end in an audit.")
    if cycle.closed_on:
        return _("This round is closed.")
    return str(AuditAlreadyOpen.default) if running else ""


def why_not_request(cycle: Cycle, *, on: date, running: Audit | None) -> str:
    """Why an audit of this cycle cannot be requested on this day; "" when it can. ``running`` is the open one, if any."""
    if reason := why_not_now(cycle, running=running):
        return reason
    names = unmet(gates_before(cycle, ACT, on=on))
    return str(GatesUnmet(names)) if names else ""


def request_audit(
    cycle: Cycle,
    *,
    body: Organisation,
    by: User | None,
    on: date,
    at: datetime,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Audit:
    """Freeze the dossier and ask a certification body for an audit.

    Draws every missing document first (slow), then writes dossier, pieces, audit, trail and mails in one transaction,
    so that nothing is ever half there. Raises ``GatesUnmet``, ``AuditAlreadyOpen`` or ``Refused`` with the reason.
    """
    if open_audit(cycle):
        raise AuditAlreadyOpen
    if reason := why_not_now(cycle, running=None):
        raise Refused(reason)
    with translation.override(settings.LANGUAGE_CODE):
        states = gates_before(cycle, ACT, on=on)
    if names := unmet(states):
        raise GatesUnmet(names)
    gates = [frozen_gate(state) for state in states]
    with translation.override(settings.LANGUAGE_CODE):
        pieces = pieces_of(cycle, at=at, step=step)
        manifest = draw_manifest(cycle, pieces, gates=gates, at=at)
    return _file(cycle, pieces, gates=gates, manifest=manifest, body=body, by=by, on=on, at=at)


def frozen_gate(state: GateState) -> dict[str, Any]:
    """A gate as it stands, to be kept: what was needed, what was there, and a waiver with its reason."""
    waiver = state.waiver and {
        "reason": state.waiver.reason,
        "granted_for": state.waiver.granted_for,
        "granted_on": state.waiver.granted_on.isoformat(),
    }
    name = state.gate.name
    return {
        "id": state.gate.id, "name": {"nl": name.nl, "en": name.en}, "value": state.value, "needed": state.needed,
        "now": state.now, "met": state.met, "blocks": state.blocks, "waiver": waiver or None,
    }  # fmt: skip


def gate_line(gate: dict[str, Any]) -> dict[str, str]:
    """A frozen gate as a line on paper or screen, in the reader's language."""
    language = "en" if (translation.get_language() or "").startswith("en") else "nl"
    note = ""
    if waiver := gate["waiver"]:
        note = _("Set aside by %(who)s: %(reason)s") % {"who": waiver["granted_for"], "reason": waiver["reason"]}
    state = _("Met") if gate["met"] else _("Set aside") if waiver else _("Not met")
    return {"name": gate["name"][language], "needed": gate["needed"], "now": gate["now"], "state": state, "note": note}


def draw_manifest(
    cycle: Cycle, pieces: Sequence[Piece], *, gates: list[dict[str, Any]], at: datetime
) -> tuple[bytes, str]:
    """The sealed list of everything in the dossier, and its document number."""
    number, title = new_document_id(), _("Audit dossier")
    context = {
        "title": title, "partnership": str(cycle.partnership), "scheme": str(cycle.scheme), "areas": area_names(cycle),
        "document_id": number, "check_url": check_url(), "frozen_at": at, "gates": [gate_line(gate) for gate in gates],
        "manifest": [
            {
                "name": piece.title, "kind": piece.kind.label, "sha256": piece.sha256,
                "date": piece.document.created_at if piece.document else at,
            }
            for piece in pieces
        ],
    }  # fmt: skip
    pdf = render_pdf("documents/dossier.html", context, language=settings.LANGUAGE_CODE, title=title)
    return seal_pdf(pdf, document_id=number, reason=_("Frozen for the audit"), at=at), number


def filed(cycle: Cycle, piece: Piece, *, by: User | None, at: datetime) -> Document:
    """The document of a piece: the one that is there, or the new one put away."""
    if piece.document is not None:
        return piece.document
    return file_rendered(
        cycle.partnership, piece.content, filename=f"{piece.kind.value}.pdf", kind=piece.kind, title=piece.title, by=by,
        at=at, cycle=cycle, sealed_id=piece.sealed_id, sealed_at=at,
    )  # fmt: skip


@all_or_nothing()
def _file(
    cycle: Cycle, pieces: list[Piece], *, gates: list[dict[str, Any]], manifest: tuple[bytes, str],
    body: Organisation, by: User | None, on: date, at: datetime,
) -> Audit:  # fmt: skip
    content, number = manifest
    cover = file_rendered(
        cycle.partnership, content, filename="dossier.pdf", kind=DocumentKind.DOSSIER, title=_("Audit dossier"), by=by,
        at=at, cycle=cycle, sealed_id=number, sealed_at=at,
    )  # fmt: skip
    dossier = Dossier.objects.create(
        partnership_id=cycle.partnership_id, cycle=cycle, frozen_at=at, frozen_by=by, gates=gates, document=cover,
        manifest_sha256=manifest_hash(pieces),
    )  # fmt: skip
    DossierItem.objects.bulk_create(
        DossierItem(
            partnership_id=cycle.partnership_id, dossier=dossier, position=position, title=piece.title,
            document=filed(cycle, piece, by=by, at=at), sha256=piece.sha256,
        )
        for position, piece in enumerate(pieces, 1)
    )  # fmt: skip
    with once(Audit, AuditAlreadyOpen()):  # somebody was first while the pieces were drawn
        audit: Audit = Audit.objects.create(
            partnership_id=cycle.partnership_id, cycle=cycle, dossier=dossier, body=body, requested_on=on
        )
    record(
        cycle.partnership_id, "requested_audit", by=by, at=at, cycle=cycle, about=audit, body=body.name,
        sha256=dossier.manifest_sha256, pieces=len(pieces),
    )  # fmt: skip
    for auditor in auditors_of(body, on=on):
        queue_mail(
            cycle.partnership_id, "audit_requested", to=auditor.email, to_name=str(auditor), at=at,
            language=auditor.language, park=str(cycle.partnership), body=body.name,
            path=reverse("certification:audit-list"),
        )  # fmt: skip
    return audit


def manifest_is_intact(dossier: Dossier) -> bool:
    """Do the pieces still carry the hashes they were frozen with?"""
    lines = "\n".join(f"{item.document.sha256}  {item.title}" for item in dossier.items.select_related("document"))
    return hashlib.sha256(lines.encode()).hexdigest() == dossier.manifest_sha256
