"""Inspection rounds that were held: list, record, correct, remove, export."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.rounds import change_round, record_round, remove_round
from assessments.filters.inspection_round import InspectionRoundFilter
from assessments.forms.inspection_round import InspectionRoundForm
from assessments.models import InspectionRound
from assessments.rules import why_not_record
from assessments.views.page import draw, here
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused
from partnerships.models import Cycle
from partnerships.tabular import write_table


def rounds_in(request: MemberRequest, cycle: Cycle) -> InspectionRoundFilter:
    rows = InspectionRound.objects.filter(cycle=cycle).select_related("report")
    return InspectionRoundFilter(request.GET, queryset=rows)


@require_safe
def rounds(request: MemberRequest) -> HttpResponse:
    """The rounds of this cycle, latest first."""
    require(request, "see_content")
    cycle = open_cycle(request)
    filterset = rounds_in(request, cycle)
    return draw(
        request, "round_list.html", title=_("Inspection rounds"), filterset=filterset, lines=list(filterset.qs),
        total=InspectionRound.objects.filter(cycle=cycle).count(), locked=why_not_record(cycle),
    )  # fmt: skip


@require_safe
def export(request: MemberRequest) -> HttpResponse:
    """The same list as CSV."""
    require(request, "see_content")
    header = (_("Held on"), _("By day or in the dark"), _("Who took part, per organisation"), _("What was found"))
    rows = [
        (one.held_on.isoformat(), one.get_light_display(), one.participants, one.findings)
        for one in rounds_in(request, open_cycle(request)).qs
    ]
    headers = {"Content-Disposition": 'attachment; filename="schouwen.csv"'}
    return HttpResponse(write_table(header, rows), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
def round_record(request: MemberRequest) -> HttpResponse:
    """Record a round that was held."""
    require(request, "edit_analysis")
    cycle = open_cycle(request)
    form = InspectionRoundForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_round(cycle, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The round is recorded."))
            return redirect(here(request, "rounds"))
    return _draw_form(request, form, title=_("Record a round"), locked=why_not_record(cycle))


@require_http_methods(["GET", "POST"])
def round_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct a recorded round."""
    held = get_here(request, InspectionRound, act="edit_analysis", pk=pk)
    known = {name: getattr(held, name) for name in InspectionRoundForm.base_fields if name != "report"}
    form = InspectionRoundForm(request.POST or None, request.FILES or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            change_round(held, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The round is changed."))
            return redirect(here(request, "rounds"))
    return _draw_form(request, form, title=_("Change the round"), locked=why_not_record(held.cycle))


@require_POST
def round_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a recorded round."""
    held = get_here(request, InspectionRound, act="edit_analysis", pk=pk)
    try:
        remove_round(held, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The round is removed."))
    return redirect(here(request, "rounds"))


def _draw_form(request: MemberRequest, form: InspectionRoundForm, *, title: str, locked: str) -> HttpResponse:
    above = ((_("Inspection rounds"), here(request, "rounds")),)
    return draw(request, "analysis_form.html", title=title, form=form, locked=locked, above=above)
