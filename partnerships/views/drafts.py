"""Drafting: choose the clauses, then write; to be changed until the text is sent."""

import json
from typing import Any
from uuid import UUID

from csp.constants import NONCE
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.documents.editor import editor_document
from partnerships.domain.agreement_documents import find_document
from partnerships.domain.agreement_texts import proposed_text, text_hash
from partnerships.domain.annexes import without_annexes
from partnerships.domain.drafting import discard_draft, draft_agreement, revise_draft
from partnerships.domain.party_lists import renew_party_list
from partnerships.domain.term_texts import without_term
from partnerships.doors.answers import refusals_said
from partnerships.doors.getters import open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused, StaleState
from partnerships.forms.draft import ClausesForm, DraftForm
from partnerships.models import Agreement, Cycle, Partner, Signature
from partnerships.scheme import DocumentDef
from partnerships.template_files import newest_template
from partnerships.views.agreements import agreement_crumbs, get_agreement

# The editor puts its own few rules of style in the page; the policy lets it with a one-time number.
EDITOR_POLICY = {"style-src": [NONCE]}


@require_http_methods(["GET", "POST"])
def draft(request: MemberRequest, document: str) -> HttpResponse:
    """A new round of one document: the text of the last round, else of the clauses that were chosen."""
    require(request, "send_agreement")
    cycle = open_cycle(request)
    try:
        wanted = find_document(cycle, document)
    except KeyError as error:
        raise Http404("Nothing of this name is signed here.") from error
    rounds = Agreement.objects.filter(cycle=cycle, scheme_document=wanted.id, parent__isnull=True)
    live = rounds.filter(withdrawn_at__isnull=True).select_related("partnership").first()
    if live is not None:
        return redirect(live)
    last = rounds.order_by("-round").first()
    general = all(one.id != wanted.id for one in cycle.scheme.documents)
    clauses = _clauses_form(request, wanted, general=general)
    starting = _starting_text(cycle, wanted, clauses, last)
    title = (last.title if last else "") or f"{wanted.name} {request.partnership.name}"
    form = DraftForm(request.POST or None, initial={"text": starting, "title": title[:200]}, with_title=general)
    if form.is_valid():
        try:
            made = draft_agreement(
                cycle, scheme_document=wanted.id, by=request.user, at=timezone.now(), text=form.cleaned_data["text"],
                title=form.cleaned_data.get("title", ""), party_ids=_party_ids(clauses, last),
            )  # fmt: skip
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("partnerships:agreements", partnership=request.partnership.slug)
        return redirect(made)
    context = {"clauses_form": clauses, "from_last": last if not request.GET else None, "refusal": refusal_of(last)}
    return _page(request, form, str(wanted.name), **context)


def _clauses_form(request: MemberRequest, document: DocumentDef, *, general: bool) -> ClausesForm | None:
    """What can be chosen of the template; None for a text without choices."""
    if not document.template:
        return None
    partners = list(Partner.objects.joined().select_related("organisation")) if general else None
    form = ClausesForm(request.GET or None, template=newest_template(document.template), partners=partners)
    return form if len(form.fields) > 1 else None


def _starting_text(cycle: Cycle, document: DocumentDef, clauses: ClausesForm | None, last: Agreement | None) -> str:
    if clauses is not None and clauses.is_bound and clauses.is_valid():
        return proposed_text(cycle, document, clauses=clauses.clauses(), party_ids=clauses.party_ids())
    return without_term(without_annexes(last.text)) if last else proposed_text(cycle, document)


def refusal_of(last: Agreement | None) -> Signature | None:
    """Who refused the round before, and why; None when nobody did."""
    if last is None:
        return None
    refused: Signature | None = (
        last.signatures.filter(declined_at__isnull=False).select_related("partner__organisation").first()
    )
    return refused


def _party_ids(clauses: ClausesForm | None, last: Agreement | None) -> list[int]:
    if clauses is not None and clauses.is_bound and clauses.is_valid():
        return clauses.party_ids()
    return list(last.party_ids) if last else []


def _page(request: MemberRequest, form: DraftForm, title: str, **more: Any) -> HttpResponse:
    crumbs = [*agreement_crumbs(request.partnership), (_("Draft"), "")]
    editor = {"json": json.dumps(editor_document(str(form["text"].value() or "")))}
    context = {"form": form, "title": title, "page_tab": "signing", "crumbs": crumbs, "editor": editor, **more}
    answer = render(request, "partnerships/agreement_draft.html", context)
    answer._csp_update = EDITOR_POLICY  # type: ignore[attr-defined]
    return answer


@require_http_methods(["GET", "POST"])
def revise(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change the words. Whoever began with a text that somebody else changed meanwhile keeps what they typed."""
    agreement = get_agreement(request, uuid, act="send_agreement")
    if agreement.sent_at:
        messages.error(request, _("This text has been sent and can no longer be changed. Another text is a new round."))
        return redirect(agreement)
    now_there = {"text": without_annexes(agreement.text), "seen": text_hash(agreement.text)}
    form = DraftForm(request.POST or None, initial=now_there)
    if form.is_valid():
        try:
            revise_draft(
                agreement, text=form.cleaned_data["text"], by=request.user, at=timezone.now(),
                seen_sha256=form.cleaned_data["seen"],
            )  # fmt: skip
        except StaleState:
            words = _(
                "Somebody else changed this draft meanwhile. Look at the versions first; what you typed stands below."
            )
            form = DraftForm({"text": form.cleaned_data["text"], "seen": now_there["seen"]})
            form.add_error("text", words)
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("The draft has been saved."))
            return redirect(agreement)
    return _page(request, form, agreement.title, agreement=agreement)


@require_POST
def renew_list(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """The parties of now in the list of the draft; what else was written stays, and the text before is a version."""
    agreement = get_agreement(request, uuid, act="send_agreement")
    with refusals_said(request):
        renew_party_list(agreement, by=request.user, at=timezone.now(), seen_sha256=request.POST.get("seen", ""))
        messages.success(
            request, _("The list of parties in the text is that of now. The text before stands under Versions.")
        )
    return redirect(agreement)


@require_POST
def discard(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="send_agreement")
    try:
        discard_draft(agreement, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(agreement)
    messages.success(request, _("The draft has been thrown away."))
    return redirect("partnerships:agreements", partnership=request.partnership.slug)
