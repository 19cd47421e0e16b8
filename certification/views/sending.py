"""Sending an agreement: the gates of the scheme come first, so the page that asks for it lives here."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.gates import gates_before, unmet
from partnerships.domain.agreements import send_agreement
from partnerships.domain.sending_warnings import keep_reason
from partnerships.doors.request import MemberRequest
from partnerships.enums import AgreementKind
from partnerships.exceptions import Refused, StaleState
from partnerships.forms.sending import SendForm
from partnerships.models import Agreement
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.agreements import agreement_page, get_agreement, send_form
from partnerships.views.sending_questions import question_before

# Signing these is an act a scheme may put gates before.
ACTS = {AgreementKind.RECOGNITION: "sign_recognition"}


@require_POST
def agreement_send(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Freeze the text and mail every signatory, once the scheme's conditions before this act are met."""
    agreement = get_agreement(request, uuid, act="send_agreement")
    form = send_form(agreement, request.POST)
    if not form.is_valid():
        if agreement.sent_at or "seen" in form.errors:
            messages.error(request, _("Nothing was sent. Open the page again and try once more."))
            return redirect(agreement)
        return agreement_page(request, agreement, form=form)
    question, reason = question_before(request, agreement, form)
    if question is not None:
        return question
    now: datetime = timezone.now()
    try:
        _send(request, agreement, form, reason=reason, at=now)
    except StaleState as refusal:
        messages.error(request, str(refusal))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return agreement_page(request, agreement, form=form)
    else:
        transaction.on_commit(partial(soon, send_waiting_mail))
        messages.success(
            request,
            _(
                "Sent. Every signatory gets a mail with a personal link, when it is their turn. The mails leave within a minute."
            ),
        )
    return redirect(agreement)


@transaction.atomic
def _send(request: MemberRequest, agreement: Agreement, form: SendForm, *, reason: str, at: datetime) -> None:
    """Send it, with the reason it goes in spite of a warning: the trail tells of that only when it went."""
    if held_back := unmet_before(agreement, at):
        raise Refused(_("Not yet. First: %(gates)s.") % {"gates": "; ".join(held_back)})
    if reason:
        keep_reason(agreement, reason=reason, by=request.user, at=at)
    send_agreement(
        agreement, by=request.user, at=at, witnesses=form.chosen(), seen_sha256=form.cleaned_data["seen"],
        plan=form.plan(),
    )  # fmt: skip


def unmet_before(agreement: Agreement, now: datetime) -> list[str]:
    """The gates that hold back sending this kind of agreement."""
    act = ACTS.get(AgreementKind(agreement.kind))
    return unmet(gates_before(agreement.cycle, act, on=timezone.localtime(now).date())) if act else []
