"""The analysis at a glance, the sketch of the area, and reopening what was adopted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain.analyses import analysis_of, reopen_analysis, write_sketch
from assessments.domain.analysis_steps import analysis_steps
from assessments.domain.figure_choices import options_of
from assessments.domain.figure_series import overview_pictures
from assessments.forms.reopen import ReopenForm
from assessments.forms.sketch import SketchForm
from assessments.rules import why_not_change, why_not_reopen
from assessments.views.page import draw, here
from partnerships.doors.getters import open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused
from partnerships.navigation import address

MOST_CATEGORIES = 8


@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    """What is done, what is missing, what goes well, and the figures."""
    require(request, "see_content")
    cycle = open_cycle(request)
    analysis, options = analysis_of(cycle), options_of(cycle)
    steps = analysis_steps(cycle, analysis, options.sets)
    links = [(step, "" if step.page == "adoption" else here(request, step.page)) for step in steps]
    return draw(
        request,
        "overview.html",
        title=_("Analysis"),
        cycle=cycle,
        analysis=analysis,
        steps=links,
        done=sum(step.done for step in steps),
        pictures=overview_pictures(options),
        most=MOST_CATEGORIES + 1,
        sources=[str(source.name) for source in cycle.scheme.sources],
        locked=why_not_change(cycle, analysis),
        reopen_reason=_reopen_reason(request, why_not_reopen(cycle, analysis)),
        adopt_url=address("certification:analysis-adopt", partnership=request.partnership.slug),
        adopt_reason="" if request.access.may("adopt_analysis") else why_not("adopt_analysis"),
    )


def _reopen_reason(request: MemberRequest, reason: str) -> str:
    return reason or ("" if request.access.may("adopt_analysis") else why_not("adopt_analysis"))


@require_http_methods(["GET", "POST"])
def sketch(request: MemberRequest) -> HttpResponse:
    """Write the sketch of the area and both lists of F110."""
    require(request, "edit_analysis")
    cycle = open_cycle(request)
    analysis = analysis_of(cycle)
    fields = SketchForm.base_fields
    form = SketchForm(
        request.POST or None, initial={name: getattr(analysis, name) for name in fields} if analysis else {}
    )
    if request.method == "POST" and form.is_valid():
        try:
            write_sketch(cycle, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The sketch of the area is saved."))
            return redirect(here(request, "overview"))
    locked = why_not_change(cycle, analysis)
    return draw(request, "analysis_form.html", title=_("Sketch of the area"), form=form, locked=locked)


@require_http_methods(["GET", "POST"])
def reopen(request: MemberRequest) -> HttpResponse:
    """Take the adoption back, with the reason."""
    require(request, "adopt_analysis")
    cycle = open_cycle(request)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_analysis(cycle, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The analysis is open again. Adopt it again when it is ready."))
            return redirect(here(request, "overview"))
    locked = why_not_reopen(cycle, analysis_of(cycle))
    return draw(
        request, "analysis_form.html", title=_("Reopen the analysis"), form=form, locked=locked, verb=_("Reopen")
    )
