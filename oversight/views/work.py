"""My work: my partnerships and what waits for me in them, as the first page after signing in."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from oversight.domain.duty_words import Shelf, duty_act, duty_day, duty_title, is_late
from oversight.domain.portfolio import phase_name
from oversight.domain.work import SOON, Mine, from_before, my_duties, my_partnerships, seen
from oversight.filters.work import WorkFilter
from oversight.models import Due, Progress
from oversight.models.due import late_on
from partnerships.context_processors import offices_of
from partnerships.doors.answers import csv_answer, page_of
from partnerships.doors.request import UserRequest
from partnerships.enums import OfficerRole
from partnerships.navigation import PORTFOLIO, address
from partnerships.tenancy.doors import oversight_door

PER_PAGE = 25


@require_safe
def work(request: UserRequest) -> HttpResponse:
    """Counts, what waits (soonest first), and the partnerships with the phase they are in."""
    today = timezone.localdate()
    mine = my_partnerships(request.user, on=today)
    with oversight_door(seen(mine)):
        duties = my_duties(mine, on=today)
        counts = counts_of(duties, on=today)
        listed = filter_of(request, duties, mine, on=today)
        page = page_of(request, listed.qs.select_related("partnership"), per_page=PER_PAGE)
        shelf = Shelf()
        items = [work_item(due, shelf, on=today, old=from_before(due, mine)) for due in page]
        parks = park_lines(mine, duties, shelf, on=today)
    offices = offices_of(request)
    roles = {office.role for office in offices}
    context = {
        "today": today,
        "counts": counts,
        "work_count": counts["late"] + counts["soon"],
        "filter": listed,
        "page_obj": page,
        "items": items,
        "parks": parks,
        "offices": offices,
        "portfolio_url": address(PORTFOLIO) if OfficerRole.OVERSEER in roles else "",
        "audits_url": address("certification:audit-list") if OfficerRole.AUDITOR in roles else "",
        "found_url": address("partnerships:found"),
    }
    return render(request, "oversight/work.html", context)


@require_safe
def work_csv(request: UserRequest) -> HttpResponse:
    """The same list as a file."""
    today = timezone.localdate()
    mine = my_partnerships(request.user, on=today)
    shelf = Shelf()
    with oversight_door(seen(mine)):
        listed = filter_of(request, my_duties(mine, on=today), mine, on=today)
        rows = [
            (
                duty_day(due).isoformat(),
                duty_title(due, shelf.get(due.scheme_urn, due.scheme_version)),
                due.get_kind_display(),
                due.partnership.name,
                _("Yes") if is_late(due, on=today) else _("No"),
            )
            for due in listed.qs.select_related("partnership")
        ]
    header = (_("Due on"), _("What"), _("Kind"), _("Partnership"), _("Late"))
    return csv_answer("mijn-werk.csv", header, rows)


def filter_of(request: UserRequest, duties: Any, mine: list[Mine], *, on: date) -> WorkFilter:
    names = [(one.partnership.pk, one.partnership.name) for one in mine if one.sees_progress]
    return WorkFilter(request.GET, queryset=duties, on=on, partnerships=names)


def counts_of(duties: Any, *, on: date) -> dict[str, int]:
    """How many are late, due within two weeks, and later."""
    late, later = late_on(on), Q(due_on__gt=on + timedelta(days=SOON))
    found: dict[str, int] = duties.order_by().aggregate(
        late=Count("pk", filter=late), later=Count("pk", filter=later), total=Count("pk")
    )
    return {**found, "soon": found["total"] - found["late"] - found["later"]}


def work_item(due: Due, shelf: Shelf, *, on: date, old: bool = False) -> dict[str, Any]:
    """What the list draws: date, what, where, and the page that does it. ``old``: it was late before it was theirs."""
    days = (on - duty_day(due)).days
    state = "later" if due.optional or days < -SOON else "late" if days > 0 else "soon"
    late = ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
    scheme = shelf.get(due.scheme_urn, due.scheme_version)
    action, url = duty_act(due, scheme, due.partnership)
    if old:
        late = _("Was open already when you began here")
    words = {"late": late, "soon": _("Almost due"), "later": _("Optional") if due.optional else ""}
    if due.kind == Due.Kind.REFUSED:  # nobody agreed on a day for it: the list says since when it waits
        words["late"] = words["soon"] = _("Refused on %(day)s") % {"day": date_format(due.due_on)}
    return {
        "date": duty_day(due),
        "title": duty_title(due, scheme),
        "why": f"{due.partnership.name} ({due.get_kind_display().lower()})",
        "state": state,
        "state_text": words[state],
        "url": url,
        "action": action,
        "blocked": "",
    }


def park_lines(mine: list[Mine], duties: Any, shelf: Shelf, *, on: date) -> list[dict[str, Any]]:
    """One row for each of my partnerships: what I am there, how far it is, what is next for me."""
    progress = {row.partnership_id: row for row in Progress.objects.latest_rounds()}
    first: dict[int, Due] = {}
    for due in duties:
        first.setdefault(due.partnership_id, due)
    return [
        park_line(one, progress.get(one.partnership.pk), first.get(one.partnership.pk), shelf, on=on) for one in mine
    ]


def park_line(one: Mine, row: Progress | None, due: Due | None, shelf: Shelf, *, on: date) -> dict[str, Any]:
    scheme = shelf.get(due.scheme_urn, due.scheme_version) if due else None
    return {
        "partnership": one.partnership,
        "roles": [
            f"{member.get_role_display()}, {member.partner}" if member.partner else member.get_role_display()
            for member in one.memberships
        ],
        "scheme": shelf.name(row.scheme_urn, row.scheme_version) if row else "",
        "progress": row,
        "phase": phase_name(row, shelf) if row else "",
        "next": duty_title(due, scheme) if due else "",
        "next_url": duty_act(due, scheme, one.partnership)[1] if due else "",
        "next_on": duty_day(due) if due else None,
        "next_late": due is not None and is_late(due, on=on),
    }
