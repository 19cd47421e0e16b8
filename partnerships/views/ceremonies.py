"""Ceremonies of a partnership: planning, moving and cancelling one, and the paper for the day itself (F79)."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.domain.ceremonies import FIELDS, cancel_ceremony, change_ceremony, plan_ceremony, why_not_change
from partnerships.domain.ceremony_guests import why_not_invite
from partnerships.domain.round_standing import round_standing
from partnerships.doors.answers import page_of, refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.enums import Coming
from partnerships.filters.ceremony_guest import GuestFilter
from partnerships.forms.agreement import ReasonForm
from partnerships.forms.ceremony import CeremonyForm
from partnerships.models import Agreement, Ceremony, Signature
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.agreements import agreement_crumbs


def place_of(request: MemberRequest, *more: tuple[str, str]) -> dict[str, object]:
    """Where a page about ceremonies is."""
    up = reverse("partnerships:ceremonies", kwargs={"partnership": request.partnership.slug})
    return {"page_tab": "signing", "crumbs": [*agreement_crumbs(request.partnership), (_("Ceremonies"), up), *more]}


def get_ceremony(request: MemberRequest, uuid: UUID, *, act: str) -> Ceremony:
    rows = Ceremony.objects.select_related("partnership", "cycle", "agreement")
    ceremony: Ceremony = get_here(request, rows, act=act, uuid=uuid)
    return ceremony


def signing_list(ceremony: Ceremony) -> list[Signature]:
    """Who signs there, parties first; their place is their number in this list."""
    if ceremony.agreement is None:
        return []
    return list(ceremony.agreement.signatures.select_related("partner__organisation"))


def signing_of(ceremony: Ceremony) -> dict[str, object]:
    """Who signs there and how that round stands; no round before there is a text."""
    text = ceremony.agreement
    return {"signing": signing_list(ceremony), "standing": round_standing(text, at=timezone.now()) if text else None}


def no_lead(request: MemberRequest) -> str:
    return "" if request.access.may("send_agreement") else why_not("send_agreement")


@require_safe
def ceremonies(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    rows = (
        Ceremony.objects.annotate(asked=Count("guests"), coming=Count("guests", filter=Q(guests__coming=Coming.YES)))
        .select_related("agreement")
        .order_by("-starts_at", "-pk")
    )
    context: dict[str, Any] = {"page_obj": page_of(request, rows), "now": timezone.now(), "no_lead": no_lead(request)}
    here = place_of(request)
    here["crumbs"] = [*agreement_crumbs(request.partnership), (_("Ceremonies"), "")]
    return render(request, "partnerships/ceremony_list.html", {**context, **here})


@require_safe
def ceremony(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """The plan, who signs, the guests and the photos. Addresses of guests are for who leads."""
    found = get_ceremony(request, uuid, act="see_content")
    guests = GuestFilter(request.GET, queryset=found.guests.all())
    context = {
        "ceremony": found,
        **signing_of(found),
        "filter": guests,
        "page_obj": page_of(request, guests.qs),
        **found.guests.aggregate(total=Count("pk"), coming=Count("pk", filter=Q(coming=Coming.YES))),
        "photos": found.photos.select_related("document"),
        "leads": not no_lead(request),
        "no_change": no_lead(request) or why_not_change(found),
        "no_invite": no_lead(request) or why_not_invite(found, at=timezone.now()),
        "no_lead": no_lead(request),
        **place_of(request, (found.title, "")),
    }
    return render(request, "partnerships/ceremony_show.html", context)


@require_safe
def ceremony_day(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Programme, signing list and guests on one page, to print for the day."""
    found = get_ceremony(request, uuid, act="see_content")
    here = place_of(request, (found.title, found.get_absolute_url()), (_("The day"), ""))
    context = {"ceremony": found, **signing_of(found), "guests": found.guests.exclude(coming=Coming.NO)}
    return render(request, "partnerships/ceremony_day.html", {**context, **here})


def _agreements(request: MemberRequest) -> Any:
    """The texts of this round that are not over."""
    return Agreement.objects.filter(cycle=open_cycle(request), withdrawn_at=None)


@require_http_methods(["GET", "POST"])
def ceremony_add(request: MemberRequest) -> HttpResponse:
    require(request, "send_agreement")
    texts = _agreements(request)
    asked = texts.filter(uuid=request.GET["agreement"]).first() if _is_uuid(request.GET.get("agreement")) else None
    form = CeremonyForm(request.POST or None, agreements=texts, initial={"agreement": asked})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            made = plan_ceremony(open_cycle(request), **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The ceremony was planned. Now put the guests on the list."))
            return redirect("partnerships:ceremony", partnership=request.partnership.slug, uuid=made.uuid)
    context = {"form": form, **place_of(request, (_("Plan a ceremony"), ""))}
    return render(request, "partnerships/ceremony_add.html", context)


def _is_uuid(text: str | None) -> bool:
    try:
        return bool(UUID(text or ""))
    except ValueError:
        return False


@require_http_methods(["GET", "POST"])
def ceremony_edit(request: MemberRequest, uuid: UUID) -> HttpResponse:
    found = get_ceremony(request, uuid, act="send_agreement")
    if reason := why_not_change(found):
        messages.error(request, reason)
        return redirect(found)
    texts = Agreement.objects.filter(Q(pk=found.agreement_id) | Q(cycle=found.cycle, withdrawn_at=None))
    known = {name: getattr(found, name) for name in FIELDS}
    form = CeremonyForm(request.POST or None, agreements=texts, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            moved = change_ceremony(found, **form.cleaned_data, by=request.user, at=timezone.now())
            transaction.on_commit(partial(soon, send_waiting_mail))
            told = _("Kept. Everybody who was invited gets a mail with the new time and place.")
            messages.success(request, told if moved else _("Kept."))
            return redirect(found)
    here = place_of(request, (found.title, found.get_absolute_url()), (_("Change"), ""))
    return render(request, "partnerships/ceremony_edit.html", {"form": form, "ceremony": found, **here})


@require_http_methods(["GET", "POST"])
def ceremony_cancel(request: MemberRequest, uuid: UUID) -> HttpResponse:
    found = get_ceremony(request, uuid, act="send_agreement")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals_said(request):
            cancel_ceremony(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            transaction.on_commit(partial(soon, send_waiting_mail))
            messages.success(request, _("Cancelled. Everybody who was invited gets a mail with your reason."))
        return redirect(found)
    here = place_of(request, (found.title, found.get_absolute_url()), (_("Cancel"), ""))
    return render(request, "partnerships/ceremony_cancel.html", {"form": form, "ceremony": found, **here})
