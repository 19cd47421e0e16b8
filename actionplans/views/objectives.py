"""Objectives: add, change, take out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actionplans.domain.objectives import add_objective, change_objective, remove_objective
from actionplans.forms.objective import ObjectiveForm
from actionplans.models import Objective, Plan
from actionplans.rules import why_not_change
from actionplans.views.answers import form_page, refused
from actionplans.views.getters import get_plan, plan_url
from assessments.models import Priority
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused


@require_http_methods(["GET", "POST"])
def objective_add(request: MemberRequest) -> HttpResponse:
    plan = get_plan(request, act="edit_plan")
    if reason := why_not_change(plan):
        return refused(request, reason)
    form = ObjectiveForm(request.POST or None, plan=plan, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            add_objective(plan, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The objective has been added."))
            return redirect(plan_url(request))
    note = "" if Priority.objects.filter(cycle=plan.cycle_id).exists() else _(
        "There are no focus areas yet. Choose them in the analysis first: every objective belongs to one."
    )  # fmt: skip
    return form_page(request, form, title=_("Add an objective"), verb=_("Add the objective"), note=note)


@require_http_methods(["GET", "POST"])
def objective_edit(request: MemberRequest, pk: int) -> HttpResponse:
    plan = get_plan(request, act="edit_plan")
    objective = _objective(plan, pk)
    if reason := why_not_change(plan):
        return refused(request, reason)
    form = ObjectiveForm(request.POST or None, plan=plan, objective=objective)
    if request.method == "POST" and form.is_valid():
        try:
            change_objective(objective, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The objective has been changed."))
            return redirect(plan_url(request))
    return form_page(request, form, title=str(objective), verb=_("Save"))


@require_POST
def objective_remove(request: MemberRequest, pk: int) -> HttpResponse:
    objective = _objective(get_plan(request, act="edit_plan"), pk)
    try:
        remove_objective(objective, by=request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, str(refusal))
    messages.success(request, _("The objective has been taken out."))
    return redirect(plan_url(request))


def _objective(plan: Plan, pk: int) -> Objective:
    objective: Objective = get_object_or_404(Objective, plan=plan, pk=pk)
    objective.plan = plan
    return objective
