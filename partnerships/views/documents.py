"""Every document of the partnership, and the one way to a file: through the right to see it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.domain.evidence_files import add_evidence
from partnerships.doors.answers import csv_answer, page_of, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.doors.serving import served
from partnerships.enums import DocumentKind
from partnerships.filters.document import DocumentFilter
from partnerships.forms.document import DocumentForm
from partnerships.models import Document
from partnerships.views.parties import party_crumbs


def why_not_add(request: MemberRequest) -> str:
    """Who runs the process and who writes for a party may send evidence."""
    may = request.access.may("run_process") or request.access.may("write_for_partner")
    return "" if may else why_not("write_for_partner")


def reads_confidential(request: MemberRequest) -> bool:
    """Scans of signatures, mandates, letters and what is in somebody's name are read by who manages those."""
    return any(request.access.may(act) for act in ("send_agreement", "manage_parties"))


def readable(request: MemberRequest) -> QuerySet[Document]:
    """The documents this person may know of."""
    rows: QuerySet[Document] = Document.objects.select_related("created_by")
    return rows if reads_confidential(request) else rows.filter(confidential=False)


@require_safe
def documents(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    listed = DocumentFilter(request.GET, queryset=readable(request))
    return render(
        request,
        "partnerships/document_list.html",
        {
            "crumbs": [*party_crumbs(request)[:1], (_("Documents"), "")],
            "page_tab": "documents",
            "filter": listed,
            "page_obj": page_of(request, listed.qs),
            "total": readable(request).count(),
            "no_add": why_not_add(request),
        },
    )


@require_safe
def documents_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    header = (_("Title"), _("Kind of document"), _("Added on"), _("Added by"), _("File"), _("Bytes"), _("Number"))
    rows = [
        (
            one.title, one.get_kind_display(), timezone.localdate(one.created_at), str(one.created_by or ""),
            one.filename, one.size, one.sealed_id or "",
        )
        for one in DocumentFilter(request.GET, queryset=readable(request)).qs
    ]  # fmt: skip
    return csv_answer(f"documenten-{request.partnership.slug}.csv", header, rows)


@require_http_methods(["GET", "POST"])
def document_add(request: MemberRequest) -> HttpResponse:
    if reason := why_not_add(request):
        raise PermissionDenied(reason)
    form = DocumentForm(request.POST or None, request.FILES or None, initial={"kind": DocumentKind.EVIDENCE})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_to(form):
            add_evidence(
                open_cycle(request), data["file"], title=data["title"], kind=DocumentKind(data["kind"]),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The document was added."))
            return redirect("partnerships:documents", partnership=request.partnership.slug)
    crumbs = [*party_crumbs(request)[:1], (_("Add a document"), "")]
    context = {"form": form, "crumbs": crumbs, "page_tab": "documents"}
    return render(request, "partnerships/document_add.html", context)


@require_safe
def document(request: MemberRequest, uuid: UUID) -> HttpResponseBase:
    """The file as it was filed. With ``?show`` a PDF or picture opens in the browser, boxed in; the rest is saved."""
    found = get_here(request, Document, act="see_content", uuid=uuid)
    if found.confidential and not reads_confidential(request):
        raise PermissionDenied(why_not("send_agreement"))
    return served(found, shown="show" in request.GET)
