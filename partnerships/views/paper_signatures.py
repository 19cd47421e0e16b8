"""Ink on paper: the leader prints the text and records who signed it; the person themselves may say it is not so."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.domain.paper_objections import object_to_paper, undo_paper, why_not_undo
from partnerships.domain.paper_signatures import print_paper, record_paper
from partnerships.domain.signing_tables import why_not_table
from partnerships.doors.answers import refusals_said, refusals_to
from partnerships.doors.getters import get_here
from partnerships.doors.request import MemberRequest
from partnerships.doors.signatures import enter_signature
from partnerships.enums import CodeFor, SignatureMethod
from partnerships.exceptions import NotYourTurn, Refused, StaleState
from partnerships.forms.agreement import ReasonForm
from partnerships.forms.paper_signature import ObjectionForm, PaperForm
from partnerships.limits import limited
from partnerships.models import Signature
from partnerships.tasks import seal_complete_agreements, send_waiting_mail, soon
from partnerships.views.agreements import below, get_agreement
from partnerships.views.code_step import done_with_code
from partnerships.views.signing import link_page


def _get(request: MemberRequest, uuid: UUID) -> Signature:
    seen = ("agreement__partnership", "agreement__cycle__partnership", "partner__organisation", "partnership", "scan")
    signature: Signature = get_here(request, Signature.objects.select_related(*seen), act="send_agreement", uuid=uuid)
    return signature


@require_safe
def paper(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Who still has to sign, who signed on paper, and what can be done about it."""
    agreement = get_agreement(request, uuid, act="send_agreement")
    rows = list(agreement.signatures.select_related("partner__organisation", "recorded_by", "scan"))
    on_paper = [one for one in rows if one.signed_at and one.method == SignatureMethod.PAPER]
    for one in rows:
        one.agreement = agreement
    context = {
        "why_not": why_not_table(agreement),
        "waiting": [
            (one, str(NotYourTurn.default) if one.waits else "")
            for one in rows if not one.signed_at and not one.declined_at
        ],
        "recorded": [(one, why_not_undo(one), _same_scan(one, on_paper)) for one in on_paper],
    }  # fmt: skip
    return render(request, "partnerships/paper.html", {**context, **below(request, agreement, _("Sign on paper"))})


def _same_scan(signature: Signature, rows: list[Signature]) -> str:
    """Who else was recorded with the very same scan: "" for nobody."""
    mark = signature.scan.sha256 if signature.scan else ""
    same = [one for one in rows if one.pk != signature.pk and one.scan and one.scan.sha256 == mark]
    return ", ".join(one.signed_name for one in same)


@require_safe
def paper_print(request: MemberRequest, uuid: UUID) -> HttpResponseBase:
    """The text with a block for each signature, to print."""
    agreement = get_agreement(request, uuid, act="send_agreement")
    try:
        pdf = print_paper(agreement)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("partnerships:paper", partnership=request.partnership.slug, uuid=uuid)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="papier-{slugify(agreement.title)[:80]}.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
def paper_record(request: MemberRequest, uuid: UUID) -> HttpResponse:
    signature = _get(request, uuid)
    agreement = signature.agreement
    known = {
        "name": signature.name, "function": signature.function, "seen": agreement.text_sha256,
        "signed_on": timezone.localdate(),
    }  # fmt: skip
    form = PaperForm(request.POST or None, request.FILES or None, initial=known)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        with refusals_to(form):
            record_paper(signature, text_sha256=data.pop("seen"), **data, by=request.user, at=timezone.now())
            transaction.on_commit(partial(soon, seal_complete_agreements))
            transaction.on_commit(partial(soon, send_waiting_mail))
            words = _(
                "Recorded. %(name)s gets a mail about it. Open the scan below and look whether the signature stands on it."
            )
            messages.success(request, words % {"name": signature.name})
            return redirect("partnerships:paper", partnership=request.partnership.slug, uuid=agreement.uuid)
    context = {"form": form, "signature": signature, **below(request, agreement, _("Record a signature on paper"))}
    return render(request, "partnerships/paper_record.html", context)


@require_http_methods(["GET", "POST"])
def paper_undo(request: MemberRequest, uuid: UUID) -> HttpResponse:
    signature = _get(request, uuid)
    agreement = signature.agreement
    back = redirect("partnerships:paper", partnership=request.partnership.slug, uuid=agreement.uuid)
    if reason := why_not_undo(signature):
        messages.error(request, reason)
        return back
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals_said(request):
            undo_paper(signature, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            transaction.on_commit(partial(soon, send_waiting_mail))
            messages.success(request, _("Taken back. %(name)s is asked to sign again.") % {"name": signature.name})
        return back
    context = {"form": form, "signature": signature, **below(request, agreement, _("Take back"))}
    return render(request, "partnerships/paper_undo.html", context)


@login_not_required
@never_cache
@limited("signing")
@require_http_methods(["GET", "HEAD", "POST"])
def paper_object(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """By the link of the mail: "this is not my signature"."""
    signature = enter_signature(request, uuid, token)
    back = redirect("partnerships:signature-open", uuid=uuid, token=token)
    if not signature.signed_at or signature.method != SignatureMethod.PAPER:
        return back
    if signature.objected_at:  # said already; saying it again changes nothing
        messages.info(request, _("You said before that this is not your signature. Everybody was told."))
        return back
    form = ObjectionForm(request.POST or None)
    try:
        done = form.is_valid() and done_with_code(
            signature, form, code_for=CodeFor.OBJECT,
            act=lambda code: object_to_paper(signature, reason=form.cleaned_data["reason"], code=code, at=timezone.now()),
        )  # fmt: skip
    except StaleState as refusal:
        messages.error(request, str(refusal))
        return back
    if not done:
        return link_page(request, signature, token, "paper_object.html", form=form)
    transaction.on_commit(partial(soon, send_waiting_mail))
    if Signature.objects.filter(pk=signature.pk, signed_at=None).exists():
        messages.success(request, _("The record was taken back. The project leader gets a mail with what you wrote."))
    else:
        messages.success(request, _("The project leader and everybody who signed get a mail with what you wrote."))
    return back
