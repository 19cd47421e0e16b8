"""Naming a colleague who signs instead, by link. Opening the page changes nothing: mail scanners open links too."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partnerships.domain.hand_over import hand_over as hand_over_to
from partnerships.doors.signatures import enter_signature
from partnerships.enums import CodeFor, SignatureState
from partnerships.exceptions import Refused
from partnerships.forms.signature import HandOverForm
from partnerships.limits import limited
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.code_step import done_with_code
from partnerships.views.signing import link_page, moved_page


@login_not_required
@never_cache
@limited("signing")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """Name a colleague. Afterwards this link is dead, so the answer is a page and not another address."""
    try:
        signature = enter_signature(request, uuid, token)
    except Http404:
        return moved_page(request, uuid, token)
    if signature.state(at=timezone.now()) != SignatureState.ASKED:
        return redirect("partnerships:signature-open", uuid=uuid, token=token)
    form = HandOverForm(request.POST or None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "function", "email", "note")}
        try:
            handed_over = done_with_code(
                signature, form, code_for=CodeFor.HAND_OVER,
                act=lambda code: hand_over_to(signature, **given, code=code, at=timezone.now()),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("email", str(refusal))
            handed_over = False
        if handed_over:
            transaction.on_commit(partial(soon, send_waiting_mail))
            signature.name, signature.email = form.cleaned_data["name"], form.cleaned_data["email"]
            return link_page(request, signature, token, "signature_handed_over.html")
    return link_page(request, signature, token, "signature_hand_over.html", form=form)
