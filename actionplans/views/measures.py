"""The matrix of measures: list, sheet, one measure, add and change (F51)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actionplans.charts.quarters import quarters_between
from actionplans.domain.matrix import Overview, grouped, overview_of, row_of, rows_of
from actionplans.domain.measure_pages import history_of
from actionplans.domain.measure_sheet import as_csv, as_xlsx
from actionplans.domain.measures import add_measure, edit_measure
from actionplans.domain.plans import current_plan
from actionplans.filters import MeasureFilter
from actionplans.forms.measure import MeasureForm
from actionplans.models import Measure, Plan
from actionplans.rules import odd_deadline, why_not_report, why_not_work
from actionplans.views.answers import form_page, refused
from actionplans.views.getters import get_measure, get_plan, plan_crumbs, plan_url
from partnerships.doors.getters import open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused

PER_PAGE = 50
SHEETS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
def measures(request: MemberRequest) -> HttpResponse:
    """Counts, filters and the rows; by focus area unless an order is asked for."""
    require(request, "see_content")
    plan = current_plan(open_cycle(request))
    crumbs = [(str(request.partnership), request.partnership.get_absolute_url()), (_("Measures"), "")]
    may_edit = request.access.may("edit_plan")
    context: dict[str, Any] = {"crumbs": crumbs, "page_tab": "measures", "plan": plan, "may_edit": may_edit}
    if plan is None:
        return render(request, "actionplans/measures_empty.html", context)
    today = timezone.localdate()
    overview = overview_of(plan, on=today)
    found = _filtered(request, plan, overview)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list, plan, on=today)
    context |= {
        "overview": overview, "filter": found, "page": page,
        "reason": "" if may_edit else why_not("edit_plan"),
        "groups": [] if request.GET.get("sort") else grouped(rows), "rows": rows,
    }  # fmt: skip
    return render(request, "actionplans/measures.html", context)


@require_safe
def measures_export(request: MemberRequest, kind: str) -> HttpResponse:
    """Every row that is filtered now, not only this page, as a sheet."""
    plan = get_plan(request, act="see_content")
    today = timezone.localdate()
    found = _filtered(request, plan, overview_of(plan, on=today))
    write, media_type = SHEETS[kind]
    word = _("measures")
    name = f"{word}-{request.partnership.slug}-{today:%Y-%m-%d}.{kind}"
    response = HttpResponse(write(found.qs, on=today), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def measure(request: MemberRequest, pk: int) -> HttpResponse:
    """One measure: everything about it, what can be done with it now, and its history."""
    found = get_measure(request, pk, act="see_content")
    plan = found.plan
    context = {
        "crumbs": plan_crumbs(request, found.title, measures=True), "page_tab": "measures",
        "measure": found, "plan": plan,
        "row": row_of(found, quarters_between(plan.starts_on, plan.ends_on), on=timezone.localdate()),
        "why_not_report": why_not_report(request.access, found),
        "why_not_edit": why_not_work(plan) or ("" if request.access.may("edit_plan") else why_not("edit_plan")),
        "history": history_of(found),
    }  # fmt: skip
    return render(request, "actionplans/measure.html", context)


@require_http_methods(["GET", "POST"])
def measure_add(request: MemberRequest) -> HttpResponse:
    plan = get_plan(request, act="edit_plan")
    form = MeasureForm(request.POST or None, plan=plan, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        decided = {name: form.cleaned_data[name] for name in ("decision", "decided_on")}
        try:
            made = add_measure(plan, by=request.user, at=timezone.now(), **form.facts, **decided)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, made, _("The measure has been added."))
    note = "" if plan.objectives.exists() else _("There are no objectives yet. Add one to the plan first.")
    return form_page(request, form, title=_("Add a measure"), verb=_("Add the measure"), note=note, measures=True)


@require_http_methods(["GET", "POST"])
def measure_edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_measure(request, pk, act="edit_plan")
    back = plan_url(request, "measure", pk=pk)
    if reason := why_not_work(found.plan):
        return refused(request, reason, back=back)
    form = MeasureForm(request.POST or None, plan=found.plan, measure=found)
    if request.method == "POST" and form.is_valid():
        decided = {name: form.cleaned_data[name] for name in ("decision", "decided_on")}
        try:
            edit_measure(found, by=request.user, at=timezone.now(), **decided, **form.facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, found, _("The measure has been changed."))
    return form_page(request, form, title=found.title, verb=_("Save"), back=back, measures=True)


def _filtered(request: MemberRequest, plan: Plan, overview: Overview) -> MeasureFilter:
    rows = Measure.objects.filter(plan=plan).with_state(on=timezone.localdate()).for_matrix()
    return MeasureFilter(request.GET, queryset=rows, request=request, overview=overview)


def _saved(request: MemberRequest, found: Measure, words: str) -> HttpResponse:
    messages.success(request, words)
    if found.deadline and (remark := odd_deadline(found.plan, found.deadline)):
        messages.warning(request, remark)
    return redirect(plan_url(request, "measure", pk=found.pk))
