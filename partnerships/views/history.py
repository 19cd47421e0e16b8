"""The trail: who did what, and when. Nobody can change it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.domain.trail_words import sentence
from partnerships.doors.answers import csv_answer, page_of
from partnerships.doors.getters import require
from partnerships.doors.request import MemberRequest
from partnerships.filters.activity import ActivityFilter
from partnerships.models import Activity
from partnerships.views.parties import party_crumbs


@require_safe
def history(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    listed = ActivityFilter(request.GET, queryset=Activity.objects.all())
    page = page_of(request, listed.qs)
    return render(
        request,
        "partnerships/history.html",
        {
            "crumbs": [*party_crumbs(request)[:1], (_("History"), "")],
            "page_tab": "history",
            "filter": listed,
            "page_obj": page,
            "rows": [(one, sentence(one)) for one in page],
        },
    )


@require_safe
def history_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    header = (_("When"), _("Who"), _("What"))
    rows = [
        (timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M"), one.actor_name, sentence(one))
        for one in ActivityFilter(request.GET, queryset=Activity.objects.all()).qs
    ]
    return csv_answer(f"logboek-{request.partnership.slug}.csv", header, rows)
