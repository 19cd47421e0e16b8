"""Telling by link how far something is, without an account. Opening the link changes nothing: scanners open links too."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actionplans.domain.matrix import MARKS, state_words
from actionplans.models import Measure
from oversight.domain.progress_links import MEASURE, measure_of, task_of, why_not_measure, why_not_task
from oversight.domain.reporting import may_tell_again, report_measure, tick_by_link
from oversight.doors.links import PROGRESS
from oversight.enums import TaskNews
from oversight.forms.progress_link import MeasureNewsForm, TaskAgainForm, TaskDoneForm
from oversight.models import Due, ProgressLink
from partnerships.doors.safe_links import enter_link, has_expired
from partnerships.exceptions import Refused, StaleState
from partnerships.limits import limited
from partnerships.models import Task


@dataclass(frozen=True)
class Shown:
    """The thing as its page shows it. ``done``: the sentence that says so; ``facts`` are labels with values."""

    title: str
    state: str
    words: str
    facts: tuple[tuple[str, str], ...] = ()
    done: str = ""


@login_not_required
@never_cache
@limited("progress")
@require_http_methods(["GET", "HEAD", "POST"])
def progress_link(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """What it is and how far; a form while it is open; what was done when it is done."""
    link: ProgressLink = enter_link(request, PROGRESS, uuid, token)
    now, today = timezone.now(), timezone.localdate()
    if has_expired(PROGRESS, link, at=now):
        return _ended(request, link, _("This link worked until %(day)s.") % {"day": date_format(link.expires_at)})
    of_measure = link.kind == MEASURE
    thing: Any = measure_of(link) if of_measure else task_of(link)
    why_not = why_not_measure if of_measure else why_not_task
    if reason := why_not(link, thing, on=today):
        return _ended(request, link, reason)
    again = may_tell_again(thing)
    kind = MeasureNewsForm if of_measure else TaskAgainForm if again else TaskDoneForm
    posted = request.method == "POST"
    form = kind(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid() and _told(request, link, thing, form):
        return redirect("oversight:progress-link", uuid=uuid, token=token)
    shown = measure_shown(thing, on=today) if of_measure else task_shown(thing, on=today)
    context = {
        "link": link, "shown": shown, "form": form if again or not shown.done else None,
        "with_choice": of_measure or again,
    }  # fmt: skip
    return render(request, "oversight/progress_link.html", context)


def _ended(request: HttpRequest, link: ProgressLink, reason: str) -> HttpResponse:
    """With this link nothing can be done any more; says nothing of the thing itself."""
    context = {"partnership": link.partnership, "reason": reason}
    return render(request, "oversight/progress_link_ended.html", context, status=410)


def _told(request: HttpRequest, link: ProgressLink, thing: Any, form: forms.Form) -> bool:
    """Do it; True when there is nothing left to fill in here, also when it was told before."""
    given, now = form.cleaned_data, timezone.now()
    note, photo = given["note"], given["photo"]
    try:
        if isinstance(thing, Measure):
            report_measure(link, thing, news=given["news"], note=note, photo=photo, at=now)
        else:
            tick_by_link(link, thing, news=given.get("news", TaskNews.DONE), remark=note, photo=photo, at=now)
    except StaleState as refusal:
        messages.info(request, str(refusal))
        return True
    except Refused as refusal:
        form.add_error("note", str(refusal))
        return False
    messages.success(request, _("Thank you. We have written it down."))
    return True


def measure_shown(measure: Measure, *, on: date) -> Shown:
    facts = [(_("Deadline"), date_format(measure.deadline) if measure.deadline else "–")]
    if measure.progress_on:
        facts.append((_("Last news"), f"{date_format(measure.progress_on)}: {measure.progress_note}"))
    done = ""
    if measure.done_on:
        done = _("This was reported as done on %(day)s.") % {"day": date_format(measure.done_on)}
        facts.append((_("Result"), measure.result))
    elif measure.dropped_on:
        done = _("This measure was dropped on %(day)s.") % {"day": date_format(measure.dropped_on)}
        facts.append((_("Reason"), measure.drop_reason))
    state = MARKS[measure.state_on(on)]
    return Shown(measure.title, state, state_words(measure, on=on), tuple(facts), done)


def task_shown(task: Task, *, on: date) -> Shown:
    title = str(task.cycle.scheme.task(task.task_id).name)
    due = Due.objects.filter(cycle=task.cycle, kind=Due.Kind.TASK, subject=task.task_id).first()
    due_on = task.due_on or (due.due_on if due else None)
    facts = [(_("Due on"), date_format(due_on) if due_on else "–")]
    if task.remark:
        facts.append((_("Remark"), task.remark))
    if task.done_on:
        done = _("This was reported as done on %(day)s.") % {"day": date_format(task.done_on)}
        return Shown(title, "done", _("Done"), tuple(facts), done)
    late = due_on is not None and due_on < on
    return Shown(title, "late" if late else "now", _("Late") if late else _("Open"), tuple(facts))
