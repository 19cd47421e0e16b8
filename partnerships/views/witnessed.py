"""A text somebody witnesses, for who sees nothing else of the partnership (F105)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships.documents.blocks import parse_parts
from partnerships.domain.witnessing import witnessed_by
from partnerships.doors.answers import home_url
from partnerships.doors.getters import get_here
from partnerships.doors.request import MemberRequest
from partnerships.doors.serving import served
from partnerships.models import Agreement, AgreementAnnex


def get_witnessed(request: MemberRequest, uuid: UUID) -> Agreement:
    """404 for a text that this person, or the party they speak for, was not asked to witness."""
    rows = witnessed_by(request.user.email, request.access.partner_ids)
    agreement: Agreement = get_here(request, rows, act="see_certificate", uuid=uuid)
    return agreement


@require_safe
def witnessed(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_witnessed(request, uuid)
    crumbs = [(str(request.partnership), home_url(request.partnership)), (agreement.title, "")]
    context = {
        "agreement": agreement, "parts": parse_parts(agreement.text), "crumbs": crumbs, "page_tab": "overview",
        "annexes": AgreementAnnex.objects.filter(agreement=agreement).select_related("document"),
    }  # fmt: skip
    return render(request, "partnerships/witnessed_text.html", context)


@require_safe
def witnessed_pdf(request: MemberRequest, uuid: UUID) -> HttpResponseBase:
    """The sealed document, once all have signed."""
    document = get_witnessed(request, uuid).document
    if document is None:
        raise Http404("Not sealed yet.")
    return served(document)


@require_safe
def witnessed_annex(request: MemberRequest, uuid: UUID, pk: int) -> HttpResponseBase:
    """A file that belongs to the text."""
    rows = AgreementAnnex.objects.filter(agreement=get_witnessed(request, uuid)).select_related("document")
    return served(get_object_or_404(rows, pk=pk).document)
