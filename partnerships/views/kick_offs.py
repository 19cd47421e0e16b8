"""The kick-off for who organises it, and by link for who was invited (F15). Opening a link changes nothing."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.kick_offs import (
    answer_kick_off,
    cancel_kick_off,
    change_kick_off,
    invite_to_kick_off,
    kick_off_of,
    plan_kick_off,
    remind_of_kick_off,
    why_not_plan,
)
from partnerships.domain.party_overview import party_kinds, without_guests
from partnerships.doors.answers import csv_answer, refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.kick_offs import enter_invitee
from partnerships.doors.request import MemberRequest
from partnerships.enums import Attendance
from partnerships.forms.kick_off import KickOffCancelForm, KickOffForm, KickOffInviteForm
from partnerships.limits import limited
from partnerships.models import KickOff, KickOffInvitee
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.form_pages import form_page
from partnerships.views.parties import parties_url, partners_here, party_crumbs, reason_for

FIELDS = ("planned_on", "starts_at", "ends_at", "place", "agenda")


def kick_off_page(request: MemberRequest) -> tuple[str, str]:
    url = reverse("partnerships:kick-off", kwargs={"partnership": request.partnership.slug})
    return _("Kick-off"), url


def invitees_of(kick_off: KickOff | None) -> list[KickOffInvitee]:
    rows = KickOffInvitee.objects.filter(kick_off=kick_off) if kick_off else KickOffInvitee.objects.none()
    return list(rows.select_related("contact__partner__organisation"))


def get_kick_off(request: MemberRequest, pk: int) -> KickOff:
    return get_here(request, KickOff.objects.select_related("cycle"), act="manage_parties", pk=pk)


def why_not_now(kick_off: KickOff) -> str:
    """What was held or cancelled stays as it is."""
    return "" if kick_off.is_open else _("This kick-off was held or cancelled.")


def back_with(request: MemberRequest, reason: str) -> HttpResponse:
    """Back to the plan with the sentence that says why not."""
    messages.error(request, reason)
    return redirect(kick_off_page(request)[1])


@require_safe
def kick_off(request: MemberRequest) -> HttpResponse:
    """The plan, and who comes, who does not and who has not answered."""
    require(request, "see_content")
    cycle = open_cycle(request)
    row = kick_off_of(cycle)
    invitees = invitees_of(row)
    answers = [one.answer for one in invitees]
    context = {
        "crumbs": [*party_crumbs(request), (_("Kick-off"), "")],
        "page_tab": "parties",
        "kick_off": row,
        "invitees": invitees,
        "counts": [(answer.label, answers.count(answer)) for answer in Attendance],
        "no_manage": reason_for(request, "manage_parties"),
        "no_plan": reason_for(request, "manage_parties") or why_not_plan(cycle),
        "no_record": reason_for(request, "run_process"),
        "no_remind": "" if Attendance.OPEN in answers else _("Everybody has answered."),
    }
    return render(request, "partnerships/kick_off.html", context)


@require_safe
def kick_off_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    header = (_("Party"), _("Name"), _("Function"), _("Answer"), _("Answered on"))
    rows = [
        (one.contact.partner, one.contact, one.contact.function, one.answer.label, one.accepted_at or one.declined_at)
        for one in invitees_of(kick_off_of(open_cycle(request)))
    ]
    cells = [(*map(str, row[:4]), timezone.localdate(row[4]) if row[4] else "") for row in rows]
    return csv_answer(f"kick-off-{request.partnership.slug}.csv", header, cells)


@require_http_methods(["GET", "POST"])
def kick_off_plan(request: MemberRequest) -> HttpResponse:
    require(request, "manage_parties")
    cycle = open_cycle(request)
    if reason := why_not_plan(cycle):
        return back_with(request, reason)
    points = (_("Welcome"), _("Why we start"), _("What every party expects"), _("The next steps"))
    form = KickOffForm(request.POST or None, initial={"agenda": "\n".join(points)})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            made = plan_kick_off(
                cycle, **form.cleaned_data, by=request.user, on=timezone.localdate(), at=timezone.now()
            )
            messages.success(request, _("The kick-off was planned. Now invite the people."))
            return redirect("partnerships:kick-off-invite", request.partnership.slug, made.pk)
    return form_page(
        request, form, title=_("Plan the kick-off"), verb=_("Keep the plan"), parent=kick_off_page(request)
    )


@require_http_methods(["GET", "POST"])
def kick_off_change(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_kick_off(request, pk)
    if reason := why_not_now(row):
        return back_with(request, reason)
    form = KickOffForm(request.POST or None, initial={name: getattr(row, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            told = change_kick_off(
                row, **form.cleaned_data, by=request.user, on=timezone.localdate(), at=timezone.now()
            )
            soon(send_waiting_mail)
            messages.success(request, _("The kick-off was changed.") if not told else told_words(told))
            return redirect(kick_off_page(request)[1])
    lead = _("With another day, time or place everybody who was invited gets a mail and answers again.")
    return form_page(
        request, form, title=_("Change the kick-off"), verb=_("Keep the plan"), parent=kick_off_page(request), lead=lead
    )


def told_words(count: int) -> str:
    return ngettext("%(count)s person gets a mail.", "%(count)s people get a mail.", count) % {"count": count}


@require_http_methods(["GET", "POST"])
def kick_off_invite(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_kick_off(request, pk)
    if reason := why_not_now(row):
        return back_with(request, reason)
    form = KickOffInviteForm(request.POST or None, invited=[one.contact_id for one in invitees_of(row)])
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            count = invite_to_kick_off(row, form.cleaned_data["contacts"], by=request.user, at=timezone.now())
            soon(send_waiting_mail)
            messages.success(request, told_words(count))
            return redirect(kick_off_page(request)[1])
    lead = _(
        "You invite the contacts of parties that were asked or take part. Everybody gets a mail with a link of their "
        "own, and answers without an account."
    )
    return form_page(
        request, form, title=_("Invite to the kick-off"), verb=_("Send the invitations"), parent=kick_off_page(request),
        lead=lead, notice=lacking_words(request), way=(_("Go to the parties"), parties_url(request)),
    )  # fmt: skip


def lacking_words(request: MemberRequest) -> str:
    """Which required parties cannot be invited yet, and what to do first; "" when all can."""
    names = without_guests(party_kinds(open_cycle(request).scheme, partners_here()))
    if not names:
        return ""
    words = _("These required parties cannot be invited yet: %(names)s. First add the party and a contact of it.")
    return words % {"names": ", ".join(names)}


@require_POST
def kick_off_remind(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_kick_off(request, pk)
    with refusals_said(request):
        count = remind_of_kick_off(row, by=request.user, at=timezone.now())
        soon(send_waiting_mail)
        messages.success(request, told_words(count) if count else _("Everybody was reminded today already."))
    return redirect(kick_off_page(request)[1])


@require_http_methods(["GET", "POST"])
def kick_off_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_kick_off(request, pk)
    if reason := why_not_now(row):
        return back_with(request, reason)
    form = KickOffCancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            cancel_kick_off(row, **form.cleaned_data, by=request.user, at=timezone.now())
            soon(send_waiting_mail)
            messages.success(request, _("The kick-off was cancelled."))
            return redirect(kick_off_page(request)[1])
    lead = _("Everybody who was invited gets a mail with your reason. You can plan a new kick-off afterwards.")
    return form_page(
        request, form, title=_("Cancel the kick-off"), verb=_("Cancel the kick-off"), parent=kick_off_page(request),
        lead=lead, kind="danger",
    )  # fmt: skip


@login_not_required
@never_cache
@limited("kick_off")
@require_http_methods(["GET", "HEAD", "POST"])
def kick_off_open(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """What the link in the mail opens. GET shows, POST answers; one may answer otherwise until it is held."""
    invitee = enter_invitee(request, uuid, token)
    said = request.POST.get("answer")
    if request.method == "POST" and said in {"comes", "stays_away"}:
        with refusals_said(request):
            answer_kick_off(invitee, comes=said == "comes", at=timezone.now())
            messages.success(request, _("Thank you. Your answer has been passed on."))
        return redirect("partnerships:kick-off-open", uuid=uuid, token=token)
    return render(request, "partnerships/kick_off_open.html", {"invitee": invitee, "kick_off": invitee.kick_off})
