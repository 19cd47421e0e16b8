"""Meetings that were held."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.domain.kick_offs import kick_off_of, minutes_of
from partnerships.domain.meetings import record_meeting
from partnerships.doors.answers import csv_answer, page_of, refusals_to
from partnerships.doors.getters import open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.enums import MeetingKind
from partnerships.filters.meeting import MeetingFilter
from partnerships.forms.meeting import MeetingForm
from partnerships.models import Meeting
from partnerships.views.parties import party_crumbs, reason_for


@require_safe
def meetings(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    listed = MeetingFilter(request.GET, queryset=Meeting.objects.select_related("minutes"))
    page = page_of(request, listed.qs)
    context: dict[str, Any] = {
        "crumbs": [*party_crumbs(request)[:1], (_("Meetings"), "")],
        "page_tab": "meetings",
        "filter": listed,
        "page_obj": page,
        "total": Meeting.objects.count(),
        "no_record": reason_for(request, "run_process"),
    }
    return render(request, "partnerships/meeting_list.html", context)


@require_safe
def meetings_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    header = (_("Held on"), _("Kind of meeting"), _("Who were there"), _("Decisions"), _("Minutes"))
    rows = [
        (one.held_on, one.get_kind_display(), one.attendees, one.decisions, one.minutes.filename if one.minutes else "")
        for one in MeetingFilter(request.GET, queryset=Meeting.objects.select_related("minutes")).qs
    ]
    return csv_answer(f"overleggen-{request.partnership.slug}.csv", header, rows)


@require_http_methods(["GET", "POST"])
def meeting_add(request: MemberRequest) -> HttpResponse:
    require(request, "run_process")
    today = timezone.localdate()
    asked: dict[str, Any] = {"held_on": today, "kind": request.GET.get("kind", "working_group")}
    planned = kick_off_of(open_cycle(request)) if asked["kind"] == MeetingKind.KICK_OFF else None
    if planned is not None and planned.is_open:
        asked |= minutes_of(planned)
    form = MeetingForm(request.POST or None, request.FILES or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            record_meeting(open_cycle(request), **form.cleaned_data, by=request.user, on=today, at=timezone.now())
            messages.success(request, _("The meeting was recorded."))
            return redirect("partnerships:meetings", partnership=request.partnership.slug)
    crumbs = [*party_crumbs(request)[:1], (_("Record a meeting"), "")]
    context = {"form": form, "crumbs": crumbs, "page_tab": "meetings"}
    return render(request, "partnerships/meeting_add.html", context)
