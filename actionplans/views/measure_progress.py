"""What happens to a measure: news, done, dropped, opened again, the decision on its money."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actionplans.domain.measure_progress import complete_measure, drop_measure, reopen_measure, report_progress
from actionplans.domain.measures import decide_budget
from actionplans.forms.measure import DecisionForm, DoneForm, DropForm, ProgressForm
from actionplans.models import Measure
from actionplans.rules import why_not_work
from actionplans.views.answers import form_page, refused
from actionplans.views.getters import get_measure, get_own_measure, plan_url
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused


@require_http_methods(["GET", "POST"])
def measure_progress(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_own_measure(request, pk)
    form = ProgressForm(request.POST or None, initial={"on": timezone.localdate()})
    return _act(
        request, found, form, report_progress, title=_("Report progress"), said=_("The news has been recorded.")
    )


@require_http_methods(["GET", "POST"])
def measure_done(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_own_measure(request, pk)
    form = DoneForm(request.POST or None, initial={"on": timezone.localdate()})
    return _act(request, found, form, complete_measure, title=_("Report as done"), said=_("The measure is done."))


@require_http_methods(["GET", "POST"])
def measure_drop(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_measure(request, pk, act="edit_plan")
    form = DropForm(request.POST or None, initial={"on": timezone.localdate()})
    return _act(
        request, found, form, drop_measure, title=_("Drop the measure"), said=_("The measure has been dropped.")
    )


@require_http_methods(["GET", "POST"])
def measure_decision(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_measure(request, pk, act="edit_plan")
    initial = {"decision": found.decision, "decided_on": found.decided_on}
    form = DecisionForm(request.POST or None, initial=initial)
    said = _("The decision has been recorded.")
    return _act(request, found, form, decide_budget, title=_("Decision on the money"), said=said)


@require_POST
def measure_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_measure(request, pk, act="edit_plan")
    back = plan_url(request, "measure", pk=pk)
    try:
        reopen_measure(found, by=request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, str(refusal), back=back)
    messages.success(request, _("The measure is open again."))
    return redirect(back)


def _act(
    request: MemberRequest, found: Measure, form: Form, verb: Callable[..., Any], *, title: str, said: str
) -> HttpResponse:
    """The ten lines these pages share: ask, do, say it; a refusal stands above the form."""
    back = plan_url(request, "measure", pk=found.pk)
    if reason := why_not_work(found.plan):
        return refused(request, reason, back=back)
    if request.method == "POST" and form.is_valid():
        try:
            verb(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(back)
    return form_page(request, form, title=title, verb=_("Save"), lead=found.title, back=back, measures=True)
