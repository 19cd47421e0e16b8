"""Signing by link, for people without an account. Opening a link changes nothing: mail scanners open links too."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.documents.blocks import Block, parse_parts
from partnerships.domain.hand_over import name_on_sheet
from partnerships.domain.mandates import words_at_signing
from partnerships.domain.senders import sender_words
from partnerships.domain.signatories import parties_seen
from partnerships.domain.signing import decline, request_code, sign, statement_for
from partnerships.domain.text_copies import is_unchanged, shows_text
from partnerships.doors.origin import client_address
from partnerships.doors.serving import served
from partnerships.doors.signatures import enter_signature, passed_on_by
from partnerships.enums import AgreementState, CodeFor, SignatureMethod, SignatureState
from partnerships.exceptions import CodeExpired, CodeJustSent, CodeWrong, Refused, StaleState
from partnerships.forms.agreement import RefusalForm
from partnerships.forms.signature import SignForm
from partnerships.limits import limited
from partnerships.models import Signature
from partnerships.tasks import seal_complete_agreements, send_waiting_mail, soon
from partnerships.views.code_step import done_with_code


def link_page(request: HttpRequest, signature: Signature, token: str, template: str, **more: object) -> HttpResponse:
    agreement = signature.agreement
    context = {
        "signature": signature, "agreement": agreement, "token": token, "minutes": settings.SIGNING_CODE_MINUTES,
        "mandate": words_at_signing(signature, on=timezone.localdate()), **more,
    }  # fmt: skip
    return render(request, f"partnerships/{template}", context)


def moved_page(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """The page of a link that ended when somebody else was asked: it says so, and nothing can be done with it.

    Raises ``Http404`` for a link that never was.
    """
    made = passed_on_by(uuid, token)
    if made is None:
        raise Http404("No such link.")
    context = {"made": made, "agreement": made.signature.agreement, "name": name_on_sheet(made)}
    return render(request, "partnerships/signature_moved.html", context, status=410)


def _text_again(signature: Signature) -> tuple[tuple[Block, ...], ...] | None:
    """What was answered, for the page after it: None when this link shows it no more, () when it is another text now."""
    if not shows_text(signature, at=timezone.now()):
        return None
    return parse_parts(signature.agreement.text) if is_unchanged(signature.agreement) else ()


def ended_page(request: HttpRequest, signature: Signature, token: str) -> HttpResponse | None:
    """The page of a link with which nothing can be signed any more, and that names nobody any more; None before that.

    An expired link names nobody but the person to ask. Who answered a text that was refused reads it again there.
    """
    if signature.state(at=timezone.now()) == SignatureState.EXPIRED:
        response = link_page(request, signature, token, "signature_expired.html")
        response.status_code = 410
        return response
    if signature.agreement.state in (AgreementState.REFUSED, AgreementState.WITHDRAWN):
        refusal = signature.agreement.signatures.filter(declined_at__isnull=False).select_related(
            "partner__organisation"
        )
        return link_page(
            request, signature, token, "signature_stopped.html", refusal=refusal.first(), parts=_text_again(signature)
        )
    return None


def _closed_page(request: HttpRequest, signature: Signature, token: str) -> HttpResponse | None:
    """The page of a link with which nothing can be done any more; None while it is open."""
    now = timezone.now()
    if (ended := ended_page(request, signature, token)) is not None:
        return ended
    if signature.state(at=now) == SignatureState.SIGNED:
        seen = parties_seen(signature, at=now, everybody="all" in request.GET)
        return link_page(request, signature, token, "signature_signed.html", parties=seen, parts=_text_again(signature))
    return None


@login_not_required
@never_cache
@limited("signing")
@require_safe
def open_link(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    try:
        signature = enter_signature(request, uuid, token)
    except Http404:
        return moved_page(request, uuid, token)
    closed = _closed_page(request, signature, token)
    if closed is not None:
        return closed
    seen = parties_seen(signature, at=timezone.now(), everybody="all" in request.GET)
    handed_over = signature.hand_overs.filter(to_email__mailbox=signature.email, replaced=False).last()
    return link_page(
        request, signature, token, "signature_open.html", handed_over=handed_over,
        parts=parse_parts(signature.agreement.text), parties=seen,
        asks=sender_words(signature.agreement, at=timezone.now()),
    )  # fmt: skip


@login_not_required
@never_cache
@limited("signing")
@require_POST
def code(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """Send a code, and go on to signing."""
    signature = enter_signature(request, uuid, token)
    try:
        request_code(signature, at=timezone.now())
    except CodeJustSent as refusal:
        messages.info(request, str(refusal))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("partnerships:signature-open", uuid=uuid, token=token)
    else:
        transaction.on_commit(partial(soon, send_waiting_mail))
    return redirect("partnerships:signature-sign", uuid=uuid, token=token)


@login_not_required
@never_cache
@limited("signing")
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """The second step: statement, name, function and the mailed code."""
    signature = enter_signature(request, uuid, token)
    if signature.state(at=timezone.now()) != SignatureState.ASKED:
        return redirect("partnerships:signature-open", uuid=uuid, token=token)
    known = {"name": signature.name, "function": signature.function, "seen": signature.agreement.text_sha256}
    form = SignForm(request.POST or None, initial=known, statement=statement_for(signature))
    if form.is_valid() and signed_with(request, signature, form):
        return redirect("partnerships:signature-open", uuid=uuid, token=token)
    return link_page(request, signature, token, "signature_sign.html", form=form)


def signed_with(
    request: HttpRequest, signature: Signature, form: SignForm, *, method: SignatureMethod = SignatureMethod.LINK,
    said: str = "",
) -> bool:  # fmt: skip
    """Sign; True when there is nothing left to fill in here, also when somebody else was first.

    ``said``: what the next page says of it.
    """
    data = form.cleaned_data
    try:
        sign(
            signature, name=data["name"], function=data["function"], statement_accepted=data["statement"],
            code=data["code"], ip=client_address(request), text_sha256=data["seen"], at=timezone.now(),
            method=method,
        )  # fmt: skip
    except StaleState as refusal:
        messages.info(request, str(refusal))
        return True
    except (CodeWrong, CodeExpired) as refusal:
        form.add_error("code", str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    transaction.on_commit(partial(soon, seal_complete_agreements))
    if said:
        messages.success(request, said)
    return True


@login_not_required
@never_cache
@limited("signing")
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    signature = enter_signature(request, uuid, token)
    if signature.state(at=timezone.now()) != SignatureState.ASKED:
        return redirect("partnerships:signature-open", uuid=uuid, token=token)
    form = RefusalForm(request.POST or None)
    try:
        if not form.is_valid() or not done_with_code(
            signature, form, code_for=CodeFor.REFUSE,
            act=lambda code: decline(signature, reason=form.cleaned_data["reason"], code=code, at=timezone.now()),
        ):  # fmt: skip
            return link_page(request, signature, token, "signature_refuse.html", form=form)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        transaction.on_commit(partial(soon, send_waiting_mail))
        messages.success(request, _("Your refusal has been passed on, with your reason."))
    return redirect("partnerships:signature-open", uuid=uuid, token=token)


@login_not_required
@never_cache
@limited("signing")
@require_safe
def pdf(request: HttpRequest, uuid: UUID, token: str) -> HttpResponseBase:
    """The sealed document, for whoever signed it."""
    document = enter_signature(request, uuid, token).agreement.document
    if document is None:
        raise Http404("Not sealed yet.")
    return served(document)
