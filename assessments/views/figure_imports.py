"""From file to figures: upload, preview, confirm, throw away."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.analyses import analysis_of
from assessments.domain.figure_sets import standing
from assessments.domain.figures import (
    MAX_DIRECT,
    confirm_import,
    discard_import,
    queue_confirm,
    rows_of,
    stage_import,
)
from assessments.forms.figures import AreaChoiceForm, ConfirmForm, FigureUploadForm
from assessments.models import FigureImport
from assessments.rules import why_not_change, why_not_confirm
from assessments.views.jobs import job_page
from assessments.views.page import draw, here
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused
from partnerships.tasks import run_waiting_jobs


@require_http_methods(["GET", "POST"])
def upload(request: MemberRequest) -> HttpResponse:
    """Send a file; the worker reads it."""
    require(request, "edit_analysis")
    cycle = open_cycle(request)
    form = FigureUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, source = form.cleaned_data["file"], form.cleaned_data["source"]
        try:
            with transaction.atomic():
                staged = stage_import(cycle, file, source=source, by=request.user, at=timezone.now())
                transaction.on_commit(run_waiting_jobs.delay)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return job_page(request, staged.job)
    locked = why_not_change(cycle, analysis_of(cycle))
    return draw(
        request, "figure_import.html", title=_("Import figures"), form=form, locked=locked,
        above=((_("Figures"), here(request, "figures")),),
    )  # fmt: skip


def _municipalities(request: MemberRequest) -> str:
    names = request.partnership.areas.values_list("municipality__name", flat=True).distinct()
    return ", ".join(sorted(set(names)))


def _confirm_form(request: MemberRequest, staged: FigureImport, ticked: list[str]) -> ConfirmForm:
    replaces = "; ".join(str(one) for one in standing(staged, ticked))
    data = request.POST if request.method == "POST" else None
    return ConfirmForm(
        data, areas=ticked, municipality=_municipalities(request), replaces=replaces, initial={"area": ticked}
    )


@require_safe
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What the file says, what is wrong with it, and which areas to take."""
    staged = get_here(request, FigureImport, act="edit_analysis", pk=pk)
    return _draw_preview(request, staged)


def _draw_preview(request: MemberRequest, staged: FigureImport, confirm: ConfirmForm | None = None) -> HttpResponse:
    found: dict[str, Any] = staged.preview or {}
    areas = found.get("areas", [])
    known = {area["name"]: area for area in areas}
    asked = request.POST if request.method == "POST" else request.GET
    ticked = [name for name in asked.getlist("area") if name in known]
    own = set(request.partnership.areas.values_list("name", flat=True))
    choose = AreaChoiceForm(request.GET or None, areas=areas, ticked=set(ticked) or own & set(known))
    if "q" in request.GET and not ticked and not request.GET["q"].strip() and choose.is_valid():
        choose.add_error("area", _("Choose at least one area."))
    locked = why_not_change(staged.cycle, analysis_of(staged.cycle)) or why_not_confirm(staged)
    if ticked and not locked and confirm is None:
        confirm = _confirm_form(request, staged, ticked)
    return draw(
        request, "figure_preview.html", title=_("Check %(file)s") % {"file": staged.filename}, staged=staged,
        found=found, choose=choose, confirm=confirm, chosen=[known[name] for name in ticked], locked=locked,
        rows=rows_of(staged, ticked), municipality=_municipalities(request),
        above=((_("Figures"), here(request, "figures")),),
    )  # fmt: skip


@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the chosen areas into the analysis; many rows are left to the worker."""
    staged = get_here(request, FigureImport, act="edit_analysis", pk=pk)
    known = {area["name"] for area in (staged.preview or {}).get("areas", [])}
    ticked = [name for name in request.POST.getlist("area") if name in known]
    form = _confirm_form(request, staged, ticked)
    if not form.is_valid():
        return _draw_preview(request, staged, form)
    replace, at = bool(form.cleaned_data.get("replace")), timezone.now()
    try:
        if rows_of(staged, ticked) > MAX_DIRECT:
            with transaction.atomic():
                queued = queue_confirm(staged, areas=ticked, replace=replace, by=request.user, at=at)
                transaction.on_commit(run_waiting_jobs.delay)
            return job_page(request, queued.job)
        made = confirm_import(staged, areas=ticked, replace=replace, by=request.user, at=at)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _draw_preview(request, staged, form)
    text = ngettext("%(number)s set of figures is imported.", "%(number)s sets of figures are imported.", len(made))
    messages.success(request, text % {"number": len(made)})
    return redirect(here(request, "figures"))


@require_POST
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw the file away."""
    staged = get_here(request, FigureImport, act="edit_analysis", pk=pk)
    try:
        discard_import(staged, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file is thrown away. Nothing has been changed."))
    return redirect(here(request, "figures"))
