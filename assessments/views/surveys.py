"""Surveys that were held: list, record, correct, remove, export."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.surveys import change_survey, rate_of, record_survey, remove_survey
from assessments.filters.survey import SurveyFilter
from assessments.forms.survey import SurveyForm
from assessments.models import Survey
from assessments.rules import why_not_record
from assessments.views.page import draw, here
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused
from partnerships.models import Cycle
from partnerships.tabular import write_table


def surveys_in(request: MemberRequest, cycle: Cycle) -> SurveyFilter:
    rows = Survey.objects.filter(cycle=cycle).select_related("report")
    return SurveyFilter(request.GET, queryset=rows)


@require_safe
def surveys(request: MemberRequest) -> HttpResponse:
    """The surveys of this round with their response."""
    require(request, "see_content")
    cycle = open_cycle(request)
    filterset = surveys_in(request, cycle)
    return draw(
        request, "survey_list.html", title=_("Surveys"), filterset=filterset,
        lines=[(survey, rate_of(survey)) for survey in filterset.qs],
        total=Survey.objects.filter(cycle=cycle).count(), locked=why_not_record(cycle),
    )  # fmt: skip


@require_safe
def export(request: MemberRequest) -> HttpResponse:
    """The same list as CSV."""
    require(request, "see_content")
    header = (_("Who were asked"), _("Open from"), _("Closed on"), _("Number asked"), _("Number answered"), _("Remark"))
    rows = [
        (one.get_audience_display(), one.opened_on, one.closed_on, one.invited, one.answered, one.remark)
        for one in surveys_in(request, open_cycle(request)).qs
    ]  # fmt: skip
    headers = {"Content-Disposition": 'attachment; filename="enquetes.csv"'}
    return HttpResponse(write_table(header, rows), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
def survey_record(request: MemberRequest) -> HttpResponse:
    """Record a survey that was held."""
    require(request, "edit_analysis")
    cycle = open_cycle(request)
    form = SurveyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_survey(cycle, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The survey is recorded."))
            return redirect(here(request, "surveys"))
    return _draw_form(request, form, title=_("Record a survey"), locked=why_not_record(cycle))


@require_http_methods(["GET", "POST"])
def survey_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct a recorded survey."""
    survey = get_here(request, Survey, act="edit_analysis", pk=pk)
    known = {name: getattr(survey, name) for name in SurveyForm.base_fields if name != "report"}
    form = SurveyForm(request.POST or None, request.FILES or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            change_survey(survey, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The survey is changed."))
            return redirect(here(request, "surveys"))
    return _draw_form(request, form, title=_("Change the survey"), locked=why_not_record(survey.cycle))


@require_POST
def survey_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a recorded survey."""
    survey = get_here(request, Survey, act="edit_analysis", pk=pk)
    try:
        remove_survey(survey, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The survey is removed."))
    return redirect(here(request, "surveys"))


def _draw_form(request: MemberRequest, form: SurveyForm, *, title: str, locked: str) -> HttpResponse:
    above = ((_("Surveys"), here(request, "surveys")),)
    return draw(request, "analysis_form.html", title=title, form=form, locked=locked, above=above)
