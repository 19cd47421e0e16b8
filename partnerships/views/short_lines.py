"""The contact card: whom to call for what, and when (F109)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.short_lines import (
    FIELDS,
    SAMPLES,
    CardLine,
    add_short_line,
    answers_in,
    card,
    change_short_line,
    confirm_short_line,
    remove_short_line,
)
from partnerships.doors.answers import csv_answer, home_url, refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.enums import LineHours
from partnerships.forms.short_line import ShortLineForm
from partnerships.models import Partner, ShortLine
from partnerships.views.parties import party_crumbs, writes_own
from partnerships.views.statements import why_not_write


def card_url(request: MemberRequest) -> str:
    return reverse("partnerships:short-lines", kwargs={"partnership": request.partnership.slug})


def card_crumbs(request: MemberRequest, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Who sees progress only, such as a security firm, has no page about the parties."""
    see = request.access.may("see_content")
    before = party_crumbs(request) if see else [(str(request.partnership), home_url(request.partnership))]
    return [*before, (_("Whom to call"), card_url(request) if more else ""), *more]


def groups_of(request: MemberRequest) -> list[tuple[str, list[CardLine]]]:
    """The card, for the part of the week the address asks for."""
    rows = ShortLine.objects.select_related("partner__organisation").filter(partner__left_on__isnull=True)
    when = request.GET.get("when", "")
    lines = [line for line in rows if when not in SAMPLES or answers_in(line, when)]
    reasons = {line.partner_id: why_not_write(request, line.partner) for line in lines}
    groups = card(lines, open_cycle(request).scheme, at=timezone.now(), reasons=reasons)
    if when == "now":
        groups = [(name, [one for one in shown if one.now]) for name, shown in groups]
    return [(name, shown) for name, shown in groups if shown]


@require_safe
def short_lines(request: MemberRequest) -> HttpResponse:
    require(request, "see_progress")
    groups = groups_of(request)
    joined = Partner.objects.joined().select_related("organisation")
    context: dict[str, Any] = {
        "crumbs": card_crumbs(request),
        "page_tab": "parties",
        "groups": groups,
        "stale": sum(1 for _name, shown in groups for one in shown if one.stale),
        "mine": [partner for partner in joined if not why_not_write(request, partner)],
        "parts_of_week": parts_of_week(),
        "asked": request.GET.get("when", ""),
        "at": timezone.localtime(),
    }
    return render(request, "partnerships/short_line_list.html", context)


def parts_of_week() -> list[tuple[str, str]]:
    """What the card can be narrowed to."""
    return [
        ("", _("All hours")), ("now", _("Now")), ("day", _("On a working day")), ("evening", _("In the evening")),
        ("night", _("At night")), ("weekend", _("In the weekend")),
    ]  # fmt: skip


@require_safe
def short_lines_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_progress")
    header = (
        _("Kind of problem"), _("Party"), _("Who answers"), _("Telephone"), _("Reachable"), _("Note"), _("Confirmed on"),
        _("Old"),
    )  # fmt: skip
    rows = [
        (
            name, str(one.line.partner), one.line.function, one.line.phone, hours_of(one.line), one.line.note,
            one.line.confirmed_on, _("Yes") if one.stale else _("No"),
        )
        for name, shown in groups_of(request)
        for one in shown
    ]  # fmt: skip
    return csv_answer(f"belkaart-{request.partnership.slug}.csv", header, rows)


def hours_of(line: ShortLine) -> str:
    """The hours in words."""
    if line.hours == LineHours.OWN and line.starts_at and line.ends_at:
        return f"{time_format(line.starts_at)}–{time_format(line.ends_at)}"
    return str(line.get_hours_display())


@require_http_methods(["GET", "POST"])
def short_line_add(request: MemberRequest, pk: int) -> HttpResponse:
    """An entry of one party: its own, or written down on its behalf."""
    partner = get_here(request, Partner.objects.select_related("organisation"), act="see_progress", pk=pk)
    if reason := why_not_write(request, partner):
        raise PermissionDenied(reason)
    form = ShortLineForm(
        request.POST or None, scheme=open_cycle(request).scheme, initial={"hours": LineHours.ALWAYS},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            add_short_line(partner, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The entry stands on the contact card."))
            return redirect(card_url(request))
    return entry_page(request, form, partner, _("Add an entry"))


@require_http_methods(["GET", "POST"])
def short_line(request: MemberRequest, pk: int) -> HttpResponse:
    line = get_line(request, pk)
    form = ShortLineForm(
        request.POST or None, scheme=open_cycle(request).scheme, initial={name: getattr(line, name) for name in FIELDS}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            change_short_line(line, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The entry was changed, and confirmed today."))
            return redirect(card_url(request))
    return entry_page(request, form, line.partner, _("Change an entry"), line=line)


def entry_page(request: MemberRequest, form: ShortLineForm, partner: Partner, title: str, **more: Any) -> HttpResponse:
    context = {
        "crumbs": card_crumbs(request, (title, "")), "page_tab": "parties", "form": form, "partner": partner,
        "title": title, "on_behalf": not writes_own(request, partner),
    }  # fmt: skip
    return render(request, "partnerships/short_line_form.html", context | more)


def get_line(request: MemberRequest, pk: int) -> ShortLine:
    """An entry this person may change. Raises ``PermissionDenied`` with the reason for that of another party."""
    rows = ShortLine.objects.select_related("partner__organisation")
    line: ShortLine = get_here(request, rows, act="see_progress", pk=pk)
    if reason := why_not_write(request, line.partner):
        raise PermissionDenied(reason)
    return line


@require_POST
def short_line_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    line = get_line(request, pk)
    with refusals_said(request):
        confirm_short_line(line, by=request.user, at=timezone.now())
        messages.success(request, _("Confirmed: %(name)s is still right.") % {"name": line})
    return redirect(card_url(request))


@require_POST
def short_line_remove(request: MemberRequest, pk: int) -> HttpResponse:
    line = get_line(request, pk)
    with refusals_said(request):
        remove_short_line(line, by=request.user, at=timezone.now())
        messages.success(request, _("The entry was removed from the contact card."))
    return redirect(card_url(request))
