"""Signing on the device that goes round, without an account. Every step asks again whether it may still be done."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.documents.blocks import parse_parts
from partnerships.domain.mandates import words_at_signing
from partnerships.domain.round_standing import round_standing
from partnerships.domain.signing import request_code, statement_for
from partnerships.domain.signing_tables import address_hint, still_to_sign, why_not_at_table
from partnerships.doors.signing_tables import enter_seat, enter_table
from partnerships.enums import SignatureMethod, SignatureState
from partnerships.exceptions import CodeJustSent, Refused
from partnerships.forms.signing_table import ReadForm, TableSignForm
from partnerships.limits import limited
from partnerships.models import Signature
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.signing import signed_with


def _back(uuid: UUID, token: str) -> HttpResponseRedirect:
    """The list, for the next person."""
    return redirect("partnerships:table", uuid=uuid, token=token)


def _cannot_sit(request: HttpRequest, signature: Signature) -> bool:
    """Is there nothing to sign for this person now? Whose turn has not come reads why, on the list."""
    now = timezone.now()
    if signature.state(at=now) == SignatureState.WAITING:
        messages.info(request, why_not_at_table(signature, at=now))
    return signature.state(at=now) != SignatureState.ASKED


def _seat(request: HttpRequest, signature: Signature, template: str, **more: object) -> HttpResponse:
    """A page of one person. When they walk away the list comes back by itself, once their code no longer works."""
    context = {
        "signature": signature, "agreement": signature.agreement, "mailbox": address_hint(signature.email),
        "mandate": words_at_signing(signature, on=timezone.localdate()), **more,
    }  # fmt: skip
    response = render(request, f"partnerships/{template}", context)
    response.headers["Refresh"] = f"{settings.SIGNING_CODE_MINUTES * 60}; url={more['list_url']}"
    return response


@login_not_required
@never_cache
@limited("table")
@require_safe
def table(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """Who still has to sign. Picking a name shows the text."""
    found = enter_table(request, uuid, token)
    agreement = found.agreement
    waiting = still_to_sign(agreement) if agreement.is_open else []
    now = timezone.now()
    context = {
        "agreement": agreement, "token": token, "table": found,
        "standing": round_standing(agreement, at=now),
        "waiting": [(one, why_not_at_table(one, at=now)) for one in waiting],
    }  # fmt: skip
    return render(request, "partnerships/table.html", context)


@login_not_required
@never_cache
@limited("table")
@require_http_methods(["GET", "HEAD", "POST"])
def table_read(request: HttpRequest, uuid: UUID, token: str, signatory: UUID) -> HttpResponse:
    """The text; who ticks that they read it gets a code at their own address."""
    signature = enter_seat(request, uuid, token, signatory)
    if _cannot_sit(request, signature):
        return _back(uuid, token)
    form = ReadForm(request.POST if request.method == "POST" else None)  # an unticked box sends nothing at all
    if form.is_valid() and _asked(request, signature):
        return redirect("partnerships:table-sign", uuid=uuid, token=token, signatory=signatory)
    return _seat(
        request, signature, "table_read.html", form=form, parts=parse_parts(signature.agreement.text),
        list_url=_list_url(uuid, token),
    )  # fmt: skip


def _list_url(uuid: UUID, token: str) -> str:
    return reverse("partnerships:table", kwargs={"uuid": uuid, "token": token})


def _asked(request: HttpRequest, signature: Signature) -> bool:
    """Mail the code; True when the person can go on, also when it was mailed just now."""
    try:
        request_code(signature, at=timezone.now(), method=SignatureMethod.DEVICE)
    except CodeJustSent as refusal:
        messages.info(request, str(refusal))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    else:
        transaction.on_commit(partial(soon, send_waiting_mail))
    return True


@login_not_required
@never_cache
@limited("table")
@require_http_methods(["GET", "HEAD", "POST"])
def table_sign(request: HttpRequest, uuid: UUID, token: str, signatory: UUID) -> HttpResponse:
    """Statement, name, function and the mailed code; then the list again, for the next person."""
    signature = enter_seat(request, uuid, token, signatory)
    if _cannot_sit(request, signature):
        return _back(uuid, token)
    known = {"name": signature.name, "function": signature.function, "seen": signature.agreement.text_sha256}
    form = TableSignForm(request.POST or None, initial=known, statement=statement_for(signature))
    said = _("Signed on behalf of %(organisation)s. The next person may sign.") % {
        "organisation": signature.partner.organisation.name
    }
    if form.is_valid() and signed_with(request, signature, form, method=SignatureMethod.DEVICE, said=said):
        return _back(uuid, token)
    return _seat(
        request, signature, "table_sign.html", form=form, minutes=settings.SIGNING_CODE_MINUTES,
        list_url=_list_url(uuid, token),
        read_url=reverse("partnerships:table-read", kwargs={"uuid": uuid, "token": token, "signatory": signatory}),
    )  # fmt: skip
