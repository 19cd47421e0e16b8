"""The start of collective security: its conditions, and the agreed first day (F67)."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.domain.starting import ACT, start_operations, why_not_start
from certification.forms.audit import StartForm
from certification.gates import gates_before
from certification.models import OperationalStart
from certification.views.readiness import grouped
from partnerships.doors.getters import open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused


@require_http_methods(["GET", "POST"])
def operations(request: MemberRequest) -> HttpResponse:
    require(request, "run_process" if request.method == "POST" else "see_content")
    cycle, today = open_cycle(request), timezone.localdate()
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            start_operations(cycle, **form.cleaned_data, by=request.user, on=today, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(cast("HttpRequest", request), _("The start is recorded."))
            return redirect("certification:operations", partnership=request.partnership.slug)
    may = request.access.may("run_process")
    context = {
        "start": OperationalStart.objects.filter(cycle=cycle).first(),
        "fits": cycle.scheme.ending.kind == "operational_start",
        "groups": grouped(gates_before(cycle, ACT, on=today), request.partnership),
        "form": form,
        "reason": why_not_start(cycle, on=today) if may else why_not("run_process"),
        "crumbs": [(str(request.partnership), request.partnership.get_absolute_url()), (_("Start"), "")],
        "page_tab": "certification",
    }
    return render(request, "certification/operations.html", context, status=422 if form.errors else 200)
