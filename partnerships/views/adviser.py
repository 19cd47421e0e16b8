"""The adviser: ten services with their state, the step back to on request, and questions after that (F82, F107)."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.adviser import (
    adviser_of,
    answer_question,
    ask_adviser,
    end_on_request,
    put_on_request,
    recognised_on,
    service_lines,
    set_service,
    standing_of,
    why_not_ask,
    why_not_on_request,
    withdraw_question,
)
from partnerships.doors.answers import csv_answer, refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.enums import ServiceState
from partnerships.forms.adviser import AnswerForm, OnRequestForm, QuestionForm, ServiceForm
from partnerships.models import AdviserQuestion
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.form_pages import form_page
from partnerships.views.parties import party_crumbs, reason_for


def adviser_url(request: MemberRequest) -> str:
    return reverse("partnerships:adviser", kwargs={"partnership": request.partnership.slug})


@require_safe
def adviser(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    cycle = open_cycle(request)
    party, standing = adviser_of(cycle), standing_of(request.partnership)
    lines = service_lines(cycle)
    questions = AdviserQuestion.objects.select_related("asked_by", "answered_by", "partner__organisation")
    context: dict[str, Any] = {
        "crumbs": [*party_crumbs(request), (_("Adviser"), "")],
        "page_tab": "parties",
        "party": party,
        "needed": cycle.scheme.adviser and cycle.scheme.party_name(cycle.scheme.adviser.party),
        "standing": standing,
        "recognised_on": recognised_on(cycle),
        "lines": lines,
        "settled": sum(1 for line in lines if line.state in (ServiceState.DONE, ServiceState.NOT_NEEDED)),
        "questions": questions,
        "no_run": reason_for(request, "run_process"),
        "no_ask": reason_for(request, "run_process") or why_not_ask(cycle, standing, party),
        "no_step_back": reason_for(request, "run_process") or why_not_on_request(cycle, standing),
    }
    return render(request, "partnerships/adviser.html", context)


@require_safe
def adviser_csv(request: MemberRequest) -> HttpResponse:
    """The questions and what came of them."""
    require(request, "see_content")
    header = (_("Asked on"), _("Question"), _("Asked by"), _("State"), _("Answer"), _("Answered on"))
    rows = [
        (
            timezone.localdate(one.asked_at), one.question, str(one.asked_by or ""), question_state(one), one.answer,
            one.answered_on or "",
        )
        for one in AdviserQuestion.objects.select_related("asked_by")
    ]  # fmt: skip
    return csv_answer(f"vragen-adviseur-{request.partnership.slug}.csv", header, rows)


def question_state(question: AdviserQuestion) -> str:
    if question.withdrawn_on:
        return _("withdrawn")
    return _("answered") if question.answered_on else _("waits for an answer")


@require_http_methods(["GET", "POST"])
def adviser_service(request: MemberRequest, task_id: str) -> HttpResponse:
    require(request, "run_process")
    cycle = open_cycle(request)
    line = next((one for one in service_lines(cycle) if one.task.id == task_id), None)
    if line is None:
        raise Http404("No such service in this scheme.")
    form = ServiceForm(request.POST or None, initial={"state": line.state, "note": line.note})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            set_service(cycle, task_id, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Kept: %(name)s.") % {"name": line.task.name})
            return redirect(adviser_url(request))
    return _page(request, form, str(line.task.name))


@require_http_methods(["GET", "POST"])
def adviser_on_request(request: MemberRequest) -> HttpResponse:
    require(request, "run_process")
    cycle = open_cycle(request)
    if reason := why_not_on_request(cycle, standing_of(request.partnership)):
        messages.error(request, reason)
        return redirect(adviser_url(request))
    today = timezone.localdate()
    form = OnRequestForm(request.POST or None, request.FILES or None, initial={"since": recognised_on(cycle) or today})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            put_on_request(cycle, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The adviser comes on request now. You can put questions to it."))
            return redirect(adviser_url(request))
    lead = _("The group goes on by itself. The adviser comes when you ask for it.")
    return _page(request, form, _("The adviser steps back"), lead)


@require_POST
def adviser_return(request: MemberRequest) -> HttpResponse:
    require(request, "run_process")
    standing = standing_of(request.partnership)
    with refusals_said(request):
        if standing is not None:
            end_on_request(standing, by=request.user, at=timezone.now())
            messages.success(request, _("The adviser takes part again."))
    return redirect(adviser_url(request))


@require_http_methods(["GET", "POST"])
def adviser_ask(request: MemberRequest) -> HttpResponse:
    require(request, "run_process")
    cycle = open_cycle(request)
    party = adviser_of(cycle)
    if reason := why_not_ask(cycle, standing_of(request.partnership), party):
        messages.error(request, reason)
        return redirect(adviser_url(request))
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            ask_adviser(cycle, **form.cleaned_data, by=request.user, at=timezone.now())
            soon(send_waiting_mail)
            messages.success(request, _("Your question is on its way to %(party)s.") % {"party": party})
            return redirect(adviser_url(request))
    lead = _("The contacts of %(party)s get your question by mail. The answer comes to your own address.")
    return _page(request, form, _("Put a question to the adviser"), lead % {"party": party})


@require_http_methods(["GET", "POST"])
def adviser_answer(request: MemberRequest, pk: int) -> HttpResponse:
    question = get_here(request, AdviserQuestion, act="run_process", pk=pk)
    form = AnswerForm(request.POST or None, initial={"answered_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            answer_question(question, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The answer was kept."))
            return redirect(adviser_url(request))
    return _page(request, form, _("Write down the answer"), question.question)


@require_POST
def adviser_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    question = get_here(request, AdviserQuestion, act="run_process", pk=pk)
    with refusals_said(request):
        withdraw_question(question, by=request.user, at=timezone.now())
        messages.success(request, _("The question was withdrawn."))
    return redirect(adviser_url(request))


def _page(request: MemberRequest, form: Form, title: str, lead: str = "") -> HttpResponse:
    parent = (_("Adviser"), adviser_url(request))
    return form_page(request, form, title=title, verb=_("Keep"), parent=parent, lead=lead)
