"""One task of the scheme: what it is, who does it, by when; tick, skip, plan."""

from typing import cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.forms.task import PlanTaskForm, SkipForm, TickForm
from certification.progress import TaskState, progress_of
from certification.rooms import PAGE_ACTS, page_address
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_upload
from partnerships.domain.tasks import plan_task, skip_task, tick_task, untick_task, why_not_tick
from partnerships.doors.getters import open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.enums import DocumentKind
from partnerships.exceptions import Refused
from partnerships.models import Cycle


@require_safe
def tasks(request: MemberRequest) -> HttpResponse:
    """Every task of the round, by phase, with date, party in charge and state."""
    require(request, "see_progress")
    today = timezone.localdate()
    progress = progress_of(open_cycle(request), on=today)
    crumbs = [(str(request.partnership), request.partnership.get_absolute_url()), (_("All tasks"), "")]
    context = {"progress": progress, "today": today, "crumbs": crumbs, "page_tab": "overview"}
    return render(request, "certification/tasks.html", context)


def task_of(request: MemberRequest, cycle: Cycle, task_id: str) -> TaskState:
    try:
        return progress_of(cycle, on=timezone.localdate()).task(task_id)
    except KeyError as error:
        raise Http404 from error


def show_task(
    request: MemberRequest, cycle: Cycle, state: TaskState, *, status: int = 200, **forms: Form
) -> HttpResponse:
    today = timezone.localdate()
    row = state.row
    planned = {"owner": row and row.owner_id, "due_on": row and row.due_on}
    crumbs = [
        (str(request.partnership), request.partnership.get_absolute_url()),
        (_("All tasks"), reverse("certification:tasks", kwargs={"partnership": request.partnership.slug})),
        (str(state.definition.name), ""),
    ]
    context = {
        "state": state,
        "cycle": cycle,
        "phase": cycle.scheme.phase_of(state.id),
        "room": state.definition.page and page_address(state.definition.page, request.partnership),
        "room_act": state.definition.page and PAGE_ACTS[state.definition.page],
        "why_not_tick": why_not_tick(state.definition),
        "why_not": "" if request.access.may("run_process") else why_not("run_process"),
        "role_name": state.role_name,
        "may_read": request.access.may("see_content"),
        "late": state.is_late_on(today),
        "tick_form": forms.get("tick") or TickForm(initial={"done_on": today, "remark": row.remark if row else ""}),
        "skip_form": forms.get("skip") or SkipForm(),
        "plan_form": forms.get("plan") or PlanTaskForm(initial=planned),
        "crumbs": crumbs,
        "page_tab": "overview",
    }
    return render(request, "certification/task.html", context, status=status)


@require_safe
def task(request: MemberRequest, task_id: str) -> HttpResponse:
    require(request, "see_progress")
    cycle = open_cycle(request)
    return show_task(request, cycle, task_of(request, cycle, task_id))


def done(request: MemberRequest, sentence: str) -> HttpResponse:
    messages.success(cast("HttpRequest", request), sentence)
    return redirect(request.partnership.get_absolute_url())


@require_POST
def task_tick(request: MemberRequest, task_id: str) -> HttpResponse:
    require(request, "run_process")
    cycle = open_cycle(request)
    state = task_of(request, cycle, task_id)
    form = TickForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_task(request, cycle, state, status=422, tick=form)
    now, upload = timezone.now(), form.cleaned_data["evidence"]
    try:
        if reason := why_not_tick(state.definition):
            raise Refused(reason)
        with all_or_nothing():
            evidence = upload and file_upload(
                request.partnership, upload, kind=DocumentKind.EVIDENCE, title=str(state.definition.name),
                by=request.user, at=now, cycle=cycle, scheme_document=state.definition.yields or "",
            )  # fmt: skip
            tick_task(
                cycle, task_id, done_on=form.cleaned_data["done_on"], remark=form.cleaned_data["remark"],
                evidence=evidence, by=request.user, at=now,
            )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_task(request, cycle, state, status=422, tick=form)
    return done(request, _("Done: %(task)s.") % {"task": state.definition.name})


@require_POST
def task_untick(request: MemberRequest, task_id: str) -> HttpResponse:
    require(request, "run_process")
    cycle = open_cycle(request)
    state = task_of(request, cycle, task_id)
    try:
        untick_task(cycle, task_id, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(cast("HttpRequest", request), str(refusal))
    return redirect("certification:task", partnership=request.partnership.slug, task_id=state.id)


@require_POST
def task_skip(request: MemberRequest, task_id: str) -> HttpResponse:
    require(request, "run_process")
    cycle = open_cycle(request)
    state = task_of(request, cycle, task_id)
    form = SkipForm(request.POST)
    if form.is_valid():
        try:
            skip_task(cycle, task_id, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("Skipped: %(task)s.") % {"task": state.definition.name})
    return show_task(request, cycle, state, status=422, skip=form)


@require_POST
def task_plan(request: MemberRequest, task_id: str) -> HttpResponse:
    require(request, "run_process")
    cycle = open_cycle(request)
    state = task_of(request, cycle, task_id)
    form = PlanTaskForm(request.POST)
    if not form.is_valid():
        return show_task(request, cycle, state, status=422, plan=form)
    plan_task(cycle, task_id, **form.cleaned_data, by=request.user, at=timezone.now())
    return done(request, _("Planned: %(task)s.") % {"task": state.definition.name})
