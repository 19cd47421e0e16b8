"""The yearly pulse about the cooperation: asking, reminding, closing, and the trend (F108)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.pulses import (
    LEAST,
    answer_pulse,
    asked_and_answered,
    close_pulse,
    open_pulse,
    own_ask,
    remind_pulse,
    trends,
    why_not_answer,
    why_not_open,
    why_not_remind,
)
from partnerships.doors.answers import csv_answer, refusals_said, refusals_to
from partnerships.doors.getters import get_here, require
from partnerships.doors.request import MemberRequest
from partnerships.forms.pulse import PulseForm
from partnerships.models import Pulse
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.parties import party_crumbs, reason_for


def back(request: MemberRequest) -> HttpResponse:
    return redirect("partnerships:pulses", partnership=request.partnership.slug)


@require_safe
def pulses(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    today = timezone.localdate()
    running = Pulse.objects.filter(closed_on__isnull=True).first()
    asked, answered = asked_and_answered(running) if running else (0, 0)
    mine, no_run = own_ask(request.user), reason_for(request, "run_process")
    found = trends()
    context: dict[str, Any] = {
        "crumbs": [*party_crumbs(request), (_("Pulse"), "")],
        "page_tab": "parties",
        "running": running,
        "asked": asked,
        "answered": answered,
        "may_answer": mine is not None and not why_not_answer(mine),
        "trends": found,
        "years": [str(one.year) for one in found[0].outcomes],
        "least": LEAST,
        "no_open": no_run or why_not_open(today.year),
        "no_remind": no_run or (why_not_remind(running, on=today) if running else ""),
        "no_run": no_run,
    }
    return render(request, "partnerships/pulse_list.html", context)


@require_safe
def pulses_csv(request: MemberRequest) -> HttpResponse:
    """A row for each question and year; without a mean where too few people answered."""
    require(request, "see_content")
    header = (_("Question"), _("Year"), _("Number of answers"), _("Mean (1 to 5)"))
    too_few = _("fewer than %(least)s parties answered") % {"least": LEAST}
    rows = [
        (
            one.question, outcome.year, outcome.number if outcome.shown else too_few,
            "" if outcome.mean is None else number_format(outcome.mean, 1),
        )
        for one in trends()
        for outcome in one.outcomes
    ]  # fmt: skip
    return csv_answer(f"jaarlijkse-vragen-{request.partnership.slug}.csv", header, rows)


@require_POST
def pulse_start(request: MemberRequest) -> HttpResponse:
    require(request, "run_process")
    with refusals_said(request):
        open_pulse(request.partnership, by=request.user, at=timezone.now())
        soon(send_waiting_mail)
        messages.success(request, _("The questions are on their way."))
    return back(request)


@require_POST
def pulse_remind(request: MemberRequest, pk: int) -> HttpResponse:
    pulse = get_here(request, Pulse, act="run_process", pk=pk)
    with refusals_said(request):
        remind_pulse(pulse, by=request.user, at=timezone.now())
        soon(send_waiting_mail)
        messages.success(request, _("Everybody who has not answered gets a reminder."))
    return back(request)


@require_POST
def pulse_close(request: MemberRequest, pk: int) -> HttpResponse:
    pulse = get_here(request, Pulse, act="run_process", pk=pk)
    with refusals_said(request):
        close_pulse(pulse, by=request.user, at=timezone.now())
        messages.success(request, _("The pulse is closed."))
    return back(request)


@require_http_methods(["GET", "POST"])
def pulse_answer(request: MemberRequest) -> HttpResponse:
    """The same six questions for who is signed in; only for who was asked."""
    require(request, "see_content")
    ask = own_ask(request.user)
    if ask is None or why_not_answer(ask):
        messages.info(request, why_not_answer(ask) if ask else _("There are no questions for you now."))
        return back(request)
    form = PulseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            answer_pulse(ask, scores=form.cleaned_data)
            messages.success(request, _("Your answers were counted."))
            return back(request)
    crumbs = [*party_crumbs(request), (_("Pulse"), ""), (_("Answer"), "")]
    context = {"form": form, "crumbs": crumbs, "page_tab": "parties", "year": str(ask.pulse.year)}
    return render(request, "partnerships/pulse_answer.html", context)
