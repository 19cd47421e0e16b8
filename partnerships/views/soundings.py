"""Sounding out who pulls the initiative: the log, and who is firm, soft or not in (F07)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.soundings import add_sounding, change_sounding, remove_sounding, standing_of
from partnerships.doors.answers import csv_answer, page_of, refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.filters.sounding import SoundingFilter
from partnerships.forms.sounding import SoundingForm
from partnerships.models import Partner, SoundingOut
from partnerships.views.form_pages import form_page
from partnerships.views.parties import party_crumbs, reason_for

FIELDS = (
    "partner", "organisation_name", "function", "held_on", "channel", "outcome", "commitment", "next_step", "next_on",
)  # fmt: skip


def soundings_page(request: MemberRequest) -> tuple[str, str]:
    url = reverse("partnerships:soundings", kwargs={"partnership": request.partnership.slug})
    return _("Sounding out"), url


def rows_here() -> Any:
    return SoundingOut.objects.select_related("partner__organisation")


@require_safe
def soundings(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    listed = SoundingFilter(request.GET, queryset=rows_here())
    everything = list(rows_here())
    context = {
        "crumbs": [*party_crumbs(request), (_("Sounding out"), "")],
        "page_tab": "parties",
        "filter": listed,
        "page_obj": page_of(request, listed.qs),
        "total": len(everything),
        "standing": standing_of(everything),
        "today": timezone.localdate(),
        "no_edit": reason_for(request, "manage_parties"),
    }
    return render(request, "partnerships/sounding_list.html", context)


@require_safe
def soundings_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    header = (
        _("Contact on"), _("Organisation"), _("Function of the person"), _("How?"), _("Outcome"), _("Commitment"),
        _("Next step"), _("Next step on"),
    )  # fmt: skip
    rows = [
        (
            one.held_on, one, one.function, one.get_channel_display(), one.outcome, one.get_commitment_display(),
            one.next_step, one.next_on or "",
        )
        for one in SoundingFilter(request.GET, queryset=rows_here()).qs
    ]  # fmt: skip
    return csv_answer(f"polsen-{request.partnership.slug}.csv", header, [[str(cell) for cell in row] for row in rows])


@require_http_methods(["GET", "POST"])
def sounding_add(request: MemberRequest) -> HttpResponse:
    require(request, "manage_parties")
    today, asked = timezone.localdate(), request.GET.get("party", "")
    party = Partner.objects.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 10 else None
    form = SoundingForm(
        request.POST or None, scheme=open_cycle(request).scheme,
        initial={"held_on": today, "partner": party and party.pk},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            add_sounding(request.partnership, **form.cleaned_data, by=request.user, on=today, at=timezone.now())
            messages.success(request, _("The contact was written down."))
            return redirect(soundings_page(request)[1])
    return form_page(
        request, form, title=_("Write down a contact"), verb=_("Keep this talk"), parent=soundings_page(request)
    )


@require_http_methods(["GET", "POST"])
def sounding(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_here(request, rows_here(), act="manage_parties", pk=pk)
    known = {name: getattr(row, name) for name in FIELDS}
    form = SoundingForm(
        request.POST or None, scheme=open_cycle(request).scheme, initial={**known, "partner": row.partner_id}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            change_sounding(row, **form.cleaned_data, by=request.user, on=timezone.localdate(), at=timezone.now())
            messages.success(request, _("The contact was changed."))
            return redirect(soundings_page(request)[1])
    return form_page(
        request, form, title=_("Change a contact"), verb=_("Keep this talk"), parent=soundings_page(request)
    )


@require_POST
def sounding_remove(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_here(request, rows_here(), act="manage_parties", pk=pk)
    with refusals_said(request):
        remove_sounding(row, by=request.user, at=timezone.now())
        messages.success(request, _("The contact was removed."))
    return redirect(soundings_page(request)[1])
