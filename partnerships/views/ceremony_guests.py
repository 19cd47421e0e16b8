"""The guest list of a ceremony, for who leads; and the invitation as a guest sees it, without an account (F79)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.ceremonies import moment
from partnerships.domain.ceremony_guests import (
    add_guest,
    answer_invitation,
    change_guest,
    invite_guests,
    remove_guest,
    why_not_answer,
)
from partnerships.doors.answers import csv_answer, refusals_said, refusals_to
from partnerships.doors.ceremony_guests import enter_guest
from partnerships.doors.getters import get_here
from partnerships.doors.request import MemberRequest
from partnerships.filters.ceremony_guest import GuestFilter
from partnerships.forms.ceremony import GuestForm
from partnerships.limits import limited
from partnerships.models import CeremonyGuest
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.ceremonies import get_ceremony, place_of


def _get(request: MemberRequest, pk: int) -> CeremonyGuest:
    rows = CeremonyGuest.objects.select_related("ceremony__partnership", "ceremony__cycle")
    guest: CeremonyGuest = get_here(request, rows, act="send_agreement", pk=pk)
    return guest


@require_http_methods(["GET", "POST"])
def guest_add(request: MemberRequest, uuid: UUID) -> HttpResponse:
    ceremony = get_ceremony(request, uuid, act="send_agreement")
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            add_guest(ceremony, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("On the list: %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect(ceremony)
    here = place_of(request, (ceremony.title, ceremony.get_absolute_url()), (_("Add a guest"), ""))
    return render(request, "partnerships/guest_form.html", {"form": form, "ceremony": ceremony, **here})


@require_http_methods(["GET", "POST"])
def guest_edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = _get(request, pk)
    ceremony = found.ceremony
    known = {name: getattr(found, name) for name in GuestForm.base_fields}
    form = GuestForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            change_guest(found, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Kept."))
            return redirect(ceremony)
    here = place_of(request, (ceremony.title, ceremony.get_absolute_url()), (found.name, ""))
    return render(request, "partnerships/guest_form.html", {"form": form, "ceremony": ceremony, "guest": found, **here})


@require_POST
def guest_remove(request: MemberRequest, pk: int) -> HttpResponse:
    found = _get(request, pk)
    with refusals_said(request):
        remove_guest(found, by=request.user, at=timezone.now())
        messages.success(request, _("Taken off the list: %(name)s.") % {"name": found.name})
    return redirect(found.ceremony)


@require_POST
def guests_invite(request: MemberRequest, uuid: UUID) -> HttpResponse:
    ceremony = get_ceremony(request, uuid, act="send_agreement")
    with refusals_said(request):
        number = invite_guests(ceremony, by=request.user, at=timezone.now())
        transaction.on_commit(partial(soon, send_waiting_mail))
        told = ngettext("%(number)s guest gets a mail.", "%(number)s guests get a mail.", number)
        messages.success(request, told % {"number": number})
    return redirect(ceremony)


@require_safe
def guests_csv(request: MemberRequest, uuid: UUID) -> HttpResponse:
    ceremony = get_ceremony(request, uuid, act="send_agreement")
    header = (
        _("Name"), _("Organisation"), _("E-mail address"), _("Press"), _("Coming?"), _("Invited at"), _("Answered at"),
    )  # fmt: skip
    rows = [
        (
            one.name, one.organisation, one.email, _("yes") if one.is_press else "", one.get_coming_display(),
            moment(one.invited_at) if one.invited_at else "", moment(one.answered_at) if one.answered_at else "",
        )
        for one in GuestFilter(request.GET, queryset=ceremony.guests.all()).qs
    ]  # fmt: skip
    return csv_answer(f"gasten-{request.partnership.slug}.csv", header, rows)


@login_not_required
@never_cache
@limited("guest")
@require_safe
def guest_open(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """The invitation. Opening it changes nothing: mail scanners open links too."""
    guest = enter_guest(request, uuid, token)
    no_answer = why_not_answer(guest.ceremony, at=timezone.now())
    context = {"guest": guest, "ceremony": guest.ceremony, "token": token, "no_answer": no_answer}
    return render(request, "partnerships/guest_open.html", context)


@login_not_required
@never_cache
@limited("guest")
@require_POST
def guest_answer(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    guest = enter_guest(request, uuid, token)
    with refusals_said(request):
        answer_invitation(guest, coming=request.POST.get("coming", ""), at=timezone.now())
        messages.success(request, _("Thank you, your answer has been passed on."))
    return redirect("partnerships:guest-open", uuid=uuid, token=token)
