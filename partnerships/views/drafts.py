"""Drafting: the scheme's text, filled in for this partnership, to be changed until it is sent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.domain.agreement_texts import proposed_text
from partnerships.domain.agreements import discard_draft, draft_agreement, find_document, revise_draft
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused
from partnerships.forms.agreement import AgreementTextForm
from partnerships.models import Agreement, Cycle
from partnerships.scheme import DocumentDef
from partnerships.views.agreements import agreement_crumbs


@require_http_methods(["GET", "POST"])
def draft(request: MemberRequest, document: str) -> HttpResponse:
    """A new round of one document: the text of the last round, else that of the scheme."""
    require(request, "send_agreement")
    cycle = open_cycle(request)
    try:
        wanted = find_document(cycle, document)
    except KeyError as error:
        raise Http404("This scheme signs no such document.") from error
    rounds = Agreement.objects.filter(cycle=cycle, scheme_document=wanted.id).select_related("partnership")
    live = rounds.filter(withdrawn_at__isnull=True).first()
    if live is not None:
        return redirect(live)
    form = AgreementTextForm(request.POST or None, initial={"text": _starting_text(cycle, wanted)})
    if form.is_valid():
        try:
            made = draft_agreement(
                cycle, scheme_document=wanted.id, by=request.user, at=timezone.now(), text=form.cleaned_data["text"]
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("partnerships:agreements", partnership=request.partnership.slug)
        return redirect(made)
    context = {"form": form, "title": str(wanted.name), "page_tab": "signing", "crumbs": _crumbs(request)}
    return render(request, "partnerships/agreement_draft.html", context)


def _starting_text(cycle: Cycle, document: DocumentDef) -> str:
    last = Agreement.objects.filter(cycle=cycle, scheme_document=document.id).order_by("-round").first()
    return last.text if last else proposed_text(cycle, document)


def _crumbs(request: MemberRequest) -> list[tuple[str, str]]:
    return [*agreement_crumbs(request.partnership), (_("Draft"), "")]


@require_http_methods(["GET", "POST"])
def revise(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = _get(request, uuid)
    form = AgreementTextForm(request.POST or None, initial={"text": agreement.text})
    if agreement.sent_at:
        messages.error(request, _("This text has been sent and can no longer be changed. Another text is a new round."))
        return redirect(agreement)
    if form.is_valid():
        try:
            revise_draft(agreement, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
            messages.success(request, _("The draft has been saved."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(agreement)
    context = {"form": form, "title": agreement.title, "page_tab": "signing", "crumbs": _crumbs(request)}
    return render(request, "partnerships/agreement_draft.html", context)


@require_POST
def discard(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = _get(request, uuid)
    try:
        discard_draft(agreement, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(agreement)
    messages.success(request, _("The draft has been thrown away."))
    return redirect("partnerships:agreements", partnership=request.partnership.slug)


def _get(request: MemberRequest, uuid: UUID) -> Agreement:
    rows = Agreement.objects.select_related("partnership", "cycle__partnership")
    agreement: Agreement = get_here(request, rows, act="send_agreement", uuid=uuid)
    return agreement
