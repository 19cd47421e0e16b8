"""What an overseer sees: the partnerships on the ground of the municipality, exceptions first, no content (F104)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from oversight.domain.duty_words import Shelf, duty_day, duty_title, is_late, party_name
from oversight.domain.portfolio import FINE, lines_of, offices_of, overseen, portfolio, reasons
from oversight.filters.portfolio import PortfolioFilter
from oversight.models import Due
from partnerships.access import partnerships_of
from partnerships.doors.answers import csv_answer, page_of
from partnerships.doors.request import UserRequest
from partnerships.models import Officer, Partnership
from partnerships.tenancy.doors import oversight_door

FIRST = 6  # exceptions shown above the list


@contextmanager
def overseers_door(request: UserRequest, *, on: date) -> Iterator[tuple[list[Officer], list[int]]]:
    """The offices of this person today and the partnerships they show; 403 with the reason without an office."""
    offices = offices_of(request.user, on=on)
    if not offices:
        raise PermissionDenied(
            _("Only an overseer of a municipality or another authority sees this list. Your office may have ended.")
        )
    ids = overseen(request.user, offices)
    with oversight_door(ids):
        yield offices, ids


def home_of(request: UserRequest, *, on: date) -> set[int]:
    """The partnerships this person is a member of as well."""
    return {partnership.pk for partnership, _memberships in partnerships_of(request.user, on=on)}


@require_safe
def portfolio_list(request: UserRequest) -> HttpResponse:
    today = timezone.localdate()
    members = home_of(request, on=today)
    with overseers_door(request, on=today) as (offices, _ids):
        everything = portfolio(on=today)
        counts = everything.order_by().aggregate(total=Count("pk"), attention=Count("pk", filter=Q(urgency__lt=FINE)))
        urgent = everything.filter(urgency__lt=FINE).order_by("urgency", "partnership__name", "pk")[:FIRST]
        listed = PortfolioFilter(request.GET, queryset=everything, on=today)
        page = page_of(request, listed.qs)
        rows = {row.pk: row for row in (*urgent, *page)}  # the words of both lists in one go
        lines = dict(zip(rows, lines_of(list(rows.values()), on=today, member_of=members), strict=True))
        context = {
            "today": today,
            "offices": offices,
            "counts": counts,
            "headline": headline(counts),
            "eyebrow": ", ".join(office.organisation.name for office in offices),
            "exceptions": [(lines[row.pk], reasons(lines[row.pk], on=today)) for row in urgent],
            "more": max(counts["attention"] - FIRST, 0),
            "filter": listed,
            "page_obj": page,
            "lines": [lines[row.pk] for row in page],
            "crumbs": [(_("My work"), reverse("oversight:work")), (_("Portfolio"), "")],
        }
        return render(request, "oversight/portfolio_list.html", context)


def headline(counts: dict[str, int]) -> str:
    """The answer of the page: how many, and how many of them ask for attention."""
    total, attention = counts["total"], counts["attention"]
    everything = ngettext("%(n)s partnership", "%(n)s partnerships", total) % {"n": total}
    asking = ngettext("%(n)s asks for attention", "%(n)s ask for attention", attention) % {"n": attention}
    return f"{everything}, {asking}" if total else everything


@require_safe
def portfolio_csv(request: UserRequest) -> HttpResponse:
    """The list as a file: same filters, same order, same columns."""
    today = timezone.localdate()
    with overseers_door(request, on=today):
        rows = list(PortfolioFilter(request.GET, queryset=portfolio(on=today), on=today).qs)
        lines = lines_of(rows, on=today, member_of=set())
    header = (
        _("Partnership"), _("Areas"), _("Scheme"), _("Phase number"), _("Phases"), _("Phase"), _("Certificate"),
        _("State"), _("Valid until"), _("Late duties"), _("Last activity"),
    )  # fmt: skip
    return csv_answer("portefeuille.csv", header, (csv_row(line) for line in lines))


def csv_row(line: Any) -> tuple[object, ...]:
    row = line.row
    return (
        row.partnership.name, ", ".join(line.areas), line.scheme, row.phase_number, row.phase_count, line.phase,
        line.level, line.state_text, line.last_day or "", row.overdue, row.last_activity_on or "",
    )  # fmt: skip


@require_safe
def portfolio_partnership(request: UserRequest, slug: str) -> HttpResponse:
    """How far one partnership is: its phases and its open duties, in words of the scheme only."""
    today = timezone.localdate()
    members = home_of(request, on=today)
    with overseers_door(request, on=today) as (offices, ids):
        partnership = get_object_or_404(Partnership, slug=slug, pk__in=ids)
        row = get_object_or_404(portfolio(on=today), partnership=partnership)
        (line,) = lines_of([row], on=today, member_of=members)
        shelf = Shelf()
        scheme = shelf.get(row.scheme_urn, row.scheme_version)
        duties = list(Due.objects.waiting(on=today).filter(partnership=partnership))
    context = {
        "today": today,
        "offices": offices,
        "line": line,
        "reasons": reasons(line, on=today),
        "phases": phases_of(row, scheme),
        "duties": [
            {
                "title": duty_title(due, scheme),
                "kind": due.get_kind_display(),
                "owner": party_name(due.owner_kind, scheme),
                "due_on": duty_day(due),
                "late": is_late(due, on=today),
            }
            for due in duties
        ],
        "crumbs": [
            (_("My work"), reverse("oversight:work")),
            (_("Portfolio"), reverse("oversight:portfolio")),
            (partnership.name, ""),
        ],
    }
    return render(request, "oversight/portfolio_partnership.html", context)


def phases_of(row: Any, scheme: Any) -> list[dict[str, Any]]:
    """What the phase line draws: before the phase of now all are done, after it all are to come."""
    found = []
    for number, phase in enumerate(scheme.phases if scheme else (), 1):
        done = not row.phase_id or number < row.phase_number
        state = "done" if done else "now" if number == row.phase_number else "later"
        found.append({"number": number, "name": phase.name, "state": state, "note": "", "url": ""})
    return found
