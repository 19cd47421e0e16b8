"""Anybody may check a document: is it ours, unchanged, and does it still count? Nothing of the file is kept (B12)."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.documents.ids import normalise_document_id
from partnerships.documents.verify import examine_pdf
from partnerships.domain.checking import Known, agreements_with_annex, known_document
from partnerships.forms.check import CheckForm
from partnerships.limits import limited


@dataclass(frozen=True)
class Outcome:
    """What the page says of a file: all we know of one that is exactly ours, of a changed one its number alone."""

    verdict: str
    number: str = ""
    sealed_at: datetime | None = None
    stamped_at: datetime | None = None
    known: Known | None = None
    annex_of: list[Known] = field(default_factory=list)


def outcome_of(data: bytes, number: str = "") -> Outcome:
    """A number of ours in a file without our seal counts as changed: the seal was taken off, or it was printed anew.

    ``number``: what was filled in beside the file; only then an annex tells more than the numbers that name it.
    """
    today = timezone.localdate()
    found = examine_pdf(data)
    known = known_document(found.document_id or "", on=today)
    if found.verdict == "ours_unchanged":
        # A document that was never filed, or filed with other bytes, has a sound seal and nothing more.
        same = known if known and known.sha256 == found.sha256 else None
        return Outcome(found.verdict, found.document_id or "", found.signed_at, found.stamped_at, same)
    if annex_of := agreements_with_annex(found.sha256, on=today, asked=number):
        return Outcome("annex", annex_of=annex_of)
    if found.verdict == "ours_changed" or known:
        return Outcome("ours_changed", known.number if known else "")
    return Outcome(found.verdict)


@login_not_required
@never_cache
@limited("check")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """By file, or by number: the number leads to its own page, where the QR code on the sheet leads too."""
    form, outcome = CheckForm(), None
    if request.method == "POST":
        form = CheckForm(request.POST, request.FILES)
    if form.is_valid():
        if not form.cleaned_data["file"]:
            return redirect("partnerships:check-number", number=form.cleaned_data["number"])
        outcome = outcome_of(form.cleaned_data["file"].read(), form.cleaned_data["number"])
    return render(request, "partnerships/document_check.html", {"form": form, "outcome": outcome})


@login_not_required
@never_cache
@limited("check_number", reading=True)
@require_safe
def check_number(request: HttpRequest, number: str) -> HttpResponse:
    """What we know of a number. It says nothing of the copy in somebody's hands: that takes the file."""
    known = known_document(normalise_document_id(number), on=timezone.localdate())
    context = {"known": known, "number": number[:40]}
    answer = render(request, "partnerships/document_known.html", context, status=200 if known else 404)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
