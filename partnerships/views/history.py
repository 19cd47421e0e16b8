"""The trail: who did what, and when. Nobody can change it."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.domain.anchoring import mark_of
from partnerships.domain.trail_changes import changes_of, kind_name, model_of
from partnerships.domain.trail_words import sentence, shown_name
from partnerships.doors.answers import csv_answer, page_of
from partnerships.doors.getters import require
from partnerships.doors.request import MemberRequest
from partnerships.filters.activity import ActivityFilter
from partnerships.models import Activity, TrailHead
from partnerships.views.parties import party_crumbs


@require_safe
def history(request: MemberRequest) -> HttpResponse:
    """Everything, or with ``?about=measure:12`` what happened to one thing."""
    require(request, "see_content")
    everything = Activity.objects.all()
    listed = ActivityFilter(request.GET, queryset=everything)
    page = page_of(request, listed.qs)
    about = request.GET.get("about", "")
    if model_of(about) is None:
        about = ""  # words from the address never become a heading
    here = reverse("partnerships:history", kwargs={"partnership": request.partnership.slug})
    crumbs = [*party_crumbs(request)[:1], (_("History"), here if about else "")]
    name = name_of(about) if about else ""
    return render(
        request,
        "partnerships/history.html",
        {
            "crumbs": [*crumbs, (name, "")] if about else crumbs,
            "page_tab": "history",
            "filter": listed,
            "page_obj": page,
            "about": name,
            "mark": mark_of(request.partnership, TrailHead.objects.first()),
            "rows": [(one, sentence(one), changes_of(one)) for one in page],
        },
    )


def name_of(about: str) -> str:
    """What the thing was called when something last happened to it."""
    newest = Activity.objects.filter(subject=about).first()
    return shown_name(newest.subject_name) if newest is not None else kind_name(about)


def in_utc(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""


@require_safe
def history_csv(request: MemberRequest) -> HttpResponse:
    """With number, hash and the text the hash is made of, so that anybody can check the chain elsewhere."""
    require(request, "see_content")
    header = (
        _("Number"), _("When"), _("Who"), _("On behalf of"), _("From where"), _("What"), _("Changed"), _("About"),
        _("Moment (UTC)"), _("Written (UTC)"), _("Imported"), _("Hash of the row before"), _("Hash"), _("Text the hash is made of"),
    )  # fmt: skip
    rows = [
        (
            one.number or "", timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M"), one.actor_name, one.on_behalf_of,
            one.origin, sentence(one), "; ".join(map(str, changes_of(one))), one.subject_name,
            in_utc(one.at), in_utc(one.recorded_at), _("yes") if one.imported else _("no"), one.previous_hash, one.hash,
            one.hashed_text if one.hash else "",
        )
        for one in ActivityFilter(request.GET, queryset=Activity.objects.all()).qs
    ]  # fmt: skip
    return csv_answer(f"logboek-{request.partnership.slug}.csv", header, rows)
