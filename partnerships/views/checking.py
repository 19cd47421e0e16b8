"""Anybody may check a document: is it ours, unchanged, and does it still count? Nothing of the file is kept (B12)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.documents.ids import normalise_document_id
from partnerships.documents.verify import examine_pdf
from partnerships.domain.checking import (
    Known,
    Numbered,
    agreements_with_annex,
    known_document,
    known_documents,
    other_number,
)
from partnerships.forms.check import CheckForm
from partnerships.limits import limited


@dataclass(frozen=True)
class Outcome:
    """What the page says of a file: all we know of the very file that is filed here, of any other its numbers alone.

    verdict: ``genuine``        byte for byte the file that is filed here
             ``never_filed``    our seal holds, but nothing is filed under the number in it
             ``not_the_filed``  our seal or a number of ours, in another file than the one that is filed
             ``annex``          an agreement names this very file; we did not make or seal it
             ``unknown``, ``not_a_pdf``
    numbers: documents of ours that the file names, or whoever sent it: how each ended is said whatever the verdict.
    """

    verdict: str
    number: str = ""
    stamped_at: datetime | None = None
    known: Known | None = None
    numbers: list[Known] = field(default_factory=list)
    annex_of: list[Known] = field(default_factory=list)
    other: Numbered | None = None


def outcome_of(data: bytes, number: str = "") -> Outcome:
    """The verdict on a file. The order matters: a file with our seal or number is never an annex, whoever names it so.

    ``number``: what was filled in beside the file; only then an annex tells more than the numbers that name it.
    """
    today = timezone.localdate()
    found = examine_pdf(data)
    inside = known_documents([found.document_id or "", *found.document_ids], on=today)
    named = {one.number for one in inside}
    beside = [] if number in named else known_documents([number], on=today)
    rest: dict[str, Any] = {"numbers": inside + beside, "other": other_number(number, on=today)}
    filed = next((one for one in inside if one.sha256 == found.sha256), None)
    if filed:
        rest["numbers"] = beside
        return Outcome("genuine", filed.number, stamped_at=found.stamped_at, known=filed, **rest)
    if found.verdict == "ours_unchanged" and found.document_id not in named:
        return Outcome("never_filed", found.document_id or "", **rest)
    if found.sealed_by_us or inside:
        return Outcome("not_the_filed", found.document_id or "", **rest)
    if annex_of := agreements_with_annex(found.sha256, on=today, asked=number):
        told = {one.number for one in annex_of}
        rest["numbers"] = [one for one in beside if one.number not in told]
        return Outcome("annex", annex_of=annex_of, **rest)
    return Outcome(found.verdict, **rest)


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
    """What we know of a number, capitals or not. It says nothing of the copy in somebody's hands: that takes the file.

    The number of a certificate leads to the page of that certificate.
    """
    today = timezone.localdate()
    known = known_document(normalise_document_id(number), on=today)
    other = None if known else other_number(number, on=today)
    if other and other.url:
        return redirect(other.url)
    context = {"known": known, "number": number[:40]}
    answer = render(request, "partnerships/document_known.html", context, status=200 if known else 404)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
