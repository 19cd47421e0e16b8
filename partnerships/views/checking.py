"""Anybody may check a PDF: is it ours, and unchanged? Nothing of the file is kept (B12)."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from partnerships.documents.verify import examine_pdf
from partnerships.forms.check import CheckForm
from partnerships.limits import limited
from partnerships.models import Document
from partnerships.tenancy.doors import sweep_door


@dataclass(frozen=True)
class Outcome:
    """What the page says: a title only for a document that is exactly ours, a number also for a changed one."""

    verdict: str
    number: str = ""
    title: str = ""
    sealed_at: datetime | None = None


def outcome_of(data: bytes) -> Outcome:
    """A number of ours in a file without our seal counts as changed: the seal was taken off, or it was printed anew."""
    found = examine_pdf(data)
    with sweep_door(Document):
        ours: Document | None = Document.objects.filter(sealed_id=found.document_id or "").first()
    if found.verdict == "ours_unchanged":
        return Outcome(found.verdict, found.document_id or "", ours.title if ours else "", found.signed_at)
    if found.verdict == "ours_changed" or ours:
        return Outcome("ours_changed", ours.sealed_id or "" if ours else "")
    return Outcome(found.verdict)


@login_not_required
@limited("check")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    form, outcome = CheckForm(), None
    if request.method == "POST":
        form = CheckForm(request.POST, request.FILES)
    if form.is_valid():
        outcome = outcome_of(form.cleaned_data["file"].read())
    return render(request, "partnerships/document_check.html", {"form": form, "outcome": outcome})
