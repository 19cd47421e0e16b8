"""Joining a text that everybody signed, leaving it with notice, and renewing it."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.attachments import (
    ask_notice,
    earliest_leaving,
    invite_to_join,
    may_join,
    may_leave,
    record_notice,
    why_not_attach,
)
from partnerships.domain.filing import file_upload
from partnerships.domain.renewals import renew_agreement
from partnerships.doors.answers import refusals_to
from partnerships.doors.getters import open_cycle
from partnerships.doors.request import MemberRequest
from partnerships.enums import DocumentKind
from partnerships.exceptions import Refused
from partnerships.forms.attachment import ON_PAPER, JoinForm, LeaveForm
from partnerships.models import Agreement
from partnerships.tasks import seal_complete_agreements, send_waiting_mail, soon
from partnerships.views.agreements import below, get_agreement


@require_http_methods(["GET", "POST"])
def join(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="send_agreement")
    parties = [] if why_not_attach(agreement) else may_join(agreement, on=timezone.localdate())
    form = JoinForm(request.POST or None, parties=parties)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            made = invite_to_join(
                agreement, form.chosen(), consented=form.cleaned_data["consented"], by=request.user, at=timezone.now()
            )
            transaction.on_commit(partial(soon, send_waiting_mail))
            messages.success(request, _("Sent. The party joins once its signatory has signed."))
            return redirect(made)
    nobody = _("Every party takes part in this text, or has been asked to. Add a new party first.")
    return _page(
        request, agreement, form, title=_("Let a party join"), words=_("Send the declaration of accession"),
        lead=_("The party signs one sheet of its own. The text everybody signed stays as it is."),
        why_not=why_not_attach(agreement) or ("" if parties else nobody),
        add_party=not why_not_attach(agreement) and request.access.may("manage_parties"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def leave(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement, today = get_agreement(request, uuid, act="send_agreement"), timezone.localdate()
    parties = [] if why_not_attach(agreement) else may_leave(agreement, on=today)
    known = {"counts_from": earliest_leaving(agreement, given_on=today), "given_on": today}
    form = LeaveForm(request.POST or None, request.FILES or None, parties=parties, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            return redirect(_leave(request, agreement, form))
    nobody = _("Every party has given notice, or was asked to sign it.")
    return _page(
        request, agreement, form, title=_("A party leaves"), words=_("Keep this notice"),
        lead=_("For the other parties the text stays in force. Everybody who signed it is told."),
        why_not=why_not_attach(agreement) or ("" if parties else nobody),
    )  # fmt: skip


@all_or_nothing()
def _leave(request: MemberRequest, agreement: Agreement, form: LeaveForm) -> Agreement:
    """Ask for the signature under a notice, or record the one on paper; the letter is filed with it or not at all."""
    data, now = form.cleaned_data, timezone.now()
    words: dict[str, Any] = {
        "reason": data["reason"],
        "counts_from": data["counts_from"],
        "by": request.user,
        "at": now,
    }
    if data["way"] != ON_PAPER:
        made = ask_notice(agreement, form.chosen(), **words)
        transaction.on_commit(partial(soon, send_waiting_mail))
        messages.success(request, _("Sent. The notice counts once its signatory has signed."))
        return made
    given_on: date = data["given_on"]
    title = _("Notice of %(party)s") % {"party": form.chosen()}
    scan = file_upload(
        request.partnership, data["upload"], kind=DocumentKind.EVIDENCE, title=title, by=request.user, at=now,
        confidential=True,
    )  # fmt: skip
    made = record_notice(agreement, data["contact"], given_on=given_on, scan=scan, **words)
    transaction.on_commit(partial(soon, seal_complete_agreements))
    transaction.on_commit(partial(soon, send_waiting_mail))
    messages.success(request, _("The notice was recorded. Everybody who signed the text is told."))
    return made


@require_POST
def renew(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="send_agreement")
    try:
        made = renew_agreement(agreement, cycle=open_cycle(request), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(agreement)
    except KeyError:
        messages.error(request, _("The scheme of this round does not sign this text any more."))
        return redirect(agreement)
    messages.success(request, _("A draft is ready. Read it, and send it to the parties of now."))
    return redirect(made)


def _page(request: MemberRequest, agreement: Agreement, form: Any, *, title: str, **more: object) -> HttpResponse:
    context = {"form": form, "title": title, **below(request, agreement, title), **more}
    return render(request, "partnerships/agreement_attach.html", context)
