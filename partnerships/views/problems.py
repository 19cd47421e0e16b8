"""The problems of the area and what says so; the answers given before the start (F04, F05)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.intake import answers_here, prove_answer
from partnerships.domain.problems import add_problem, change_problem, remove_problem, two_columns
from partnerships.doors.answers import csv_answer, refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.enums import Basis
from partnerships.filters.problem import ProblemFilter
from partnerships.forms.problem import ProblemForm, StartAnswerForm
from partnerships.models import ProblemRecord, StartAnswer
from partnerships.scheme_parts import NO_LABEL, IntakeQuestion
from partnerships.views.form_pages import form_page
from partnerships.views.parties import party_crumbs, reason_for


def problems_page(request: MemberRequest) -> tuple[str, str]:
    url = reverse("partnerships:problems", kwargs={"partnership": request.partnership.slug})
    return _("Problems in the area"), url


@require_safe
def problems(request: MemberRequest) -> HttpResponse:
    """The report with its two columns."""
    require(request, "see_content")
    listed = ProblemFilter(request.GET, queryset=ProblemRecord.objects.select_related("document"))
    found = list(listed.qs)
    context = {
        "crumbs": [*party_crumbs(request), (_("Problems in the area"), "")],
        "page_tab": "parties",
        "filter": listed,
        "pairs": two_columns(found),
        "shown": len(found),
        "total": ProblemRecord.objects.count(),
        "answers": answers_here(open_cycle(request).scheme),
        "no_edit": reason_for(request, "run_process"),
    }
    return render(request, "partnerships/problem_list.html", context)


@require_safe
def problems_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    header = (_("Objective"), _("Subjective"), _("Source"), _("Document"), _("Noted on"))
    rows = [
        (
            one.problem if one.basis == Basis.OBJECTIVE else "", one.problem if one.basis == Basis.SUBJECTIVE else "",
            one.source, one.document.filename if one.document else "", one.noted_on,
        )
        for one in ProblemFilter(request.GET, queryset=ProblemRecord.objects.select_related("document")).qs
    ]  # fmt: skip
    return csv_answer(f"problemen-{request.partnership.slug}.csv", header, rows)


@require_http_methods(["GET", "POST"])
def problem_add(request: MemberRequest) -> HttpResponse:
    require(request, "run_process")
    form = ProblemForm(request.POST or None, request.FILES or None, initial={"noted_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            add_problem(open_cycle(request), **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The problem was written down."))
            return redirect(problems_page(request)[1])
    lead = _("Figures or a feeling: both count, as long as it is clear which of the two it is.")
    return form_page(
        request, form, title=_("Write down a problem"), verb=_("Keep this problem"), parent=problems_page(request),
        lead=lead,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def problem(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_here(request, ProblemRecord, act="run_process", pk=pk)
    known: dict[str, Any] = {
        name: getattr(row, name) for name in ("problem", "basis", "source", "noted_on", "document")
    }
    form = ProblemForm(request.POST or None, request.FILES or None, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            change_problem(row, open_cycle(request), **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The problem was changed."))
            return redirect(problems_page(request)[1])
    return form_page(
        request, form, title=_("Change a problem"), verb=_("Keep this problem"), parent=problems_page(request)
    )


@require_POST
def problem_remove(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_here(request, ProblemRecord, act="run_process", pk=pk)
    with refusals_said(request):
        remove_problem(row, by=request.user, at=timezone.now())
        messages.success(request, _("The problem was removed."))
    return redirect(problems_page(request)[1])


@require_http_methods(["GET", "POST"])
def start_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """The figures or the source behind an answer given before the start."""
    row = get_here(request, StartAnswer, act="run_process", pk=pk)
    asked = {question.id: question for question in open_cycle(request).scheme.intake}
    question = asked.get(row.question_id) or IntakeQuestion(row.question_id, NO_LABEL, NO_LABEL)
    known = {name: getattr(row, name) for name in ("basis", "source", "document")}
    form = StartAnswerForm(request.POST or None, request.FILES or None, initial=known, question=question)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            prove_answer(row, open_cycle(request), **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("What the answer rests on was kept."))
            return redirect(problems_page(request)[1])
    return form_page(
        request, form, title=_("What does this answer rest on?"), verb=_("Keep this"), parent=problems_page(request),
        lead=str(question.name),
    )  # fmt: skip
