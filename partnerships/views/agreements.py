"""Agreements of a partnership: what is signed, by whom, and what still has to be."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.documents.blocks import parse_parts
from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.agreements import withdraw_agreement
from partnerships.domain.signatories import planned_signers, possible_witnesses, standings
from partnerships.doors.answers import home_url
from partnerships.doors.getters import get_here, why_not
from partnerships.doors.request import MemberRequest
from partnerships.doors.serving import served
from partnerships.exceptions import Refused
from partnerships.forms.agreement import ReasonForm, SendForm
from partnerships.models import Agreement, Partnership
from partnerships.tasks import send_waiting_mail, soon

SEEN = ("cycle__partnership", "document", "sent_by", "partnership")


def agreement_crumbs(partnership: Partnership) -> list[tuple[str, str]]:
    """The way to the list of agreements, from the partnership on."""
    up = reverse("partnerships:agreements", kwargs={"partnership": partnership.slug})
    return [(str(partnership), home_url(partnership)), (_("Agreements"), up)]


def get_agreement(request: MemberRequest, uuid: UUID, *, act: str) -> Agreement:
    rows = Agreement.objects.select_related(*SEEN).prefetch_related("signatures__partner__organisation")
    agreement: Agreement = get_here(request, rows, act=act, uuid=uuid)
    return agreement


def _place(partnership: Partnership, agreement: Agreement | None = None) -> dict[str, object]:
    """Where the page is: its tab, and the way back."""
    crumbs = agreement_crumbs(partnership)
    here = [*crumbs, (agreement.title, "")] if agreement else [*crumbs[:-1], (crumbs[-1][0], "")]
    return {"page_tab": "signing", "crumbs": here}


@require_safe
def detail(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="see_content")
    leads = request.access.may("send_agreement")
    context = {
        "agreement": agreement,
        "parts": parse_parts(agreement.text),
        "leads": leads,
        "why_not_lead": "" if leads else why_not("send_agreement"),
        **_place(request.partnership, agreement),
        **(_plan(agreement) if not agreement.sent_at else {"standings": standings(agreement, at=timezone.now())}),
    }
    return render(request, "partnerships/agreement_detail.html", context)


def _plan(agreement: Agreement) -> dict[str, object]:
    """Who would get a mail, or why nobody can yet."""
    form = SendForm(possible=possible_witnesses(agreement), initial={"seen": text_hash(agreement.text)})
    try:
        return {"planned": planned_signers(agreement), "why_not_send": "", "send_form": form}
    except Refused as refusal:
        return {"planned": [], "why_not_send": str(refusal), "send_form": form}


@require_http_methods(["GET", "POST"])
def withdraw(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="send_agreement")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_agreement(agreement, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            transaction.on_commit(partial(soon, send_waiting_mail))
            messages.success(request, _("Withdrawn. Everybody who was asked gets a mail with your reason."))
        return redirect(agreement)
    context = {"agreement": agreement, "form": form, **_place(request.partnership, agreement)}
    return render(request, "partnerships/agreement_withdraw.html", context)


@require_safe
def pdf(request: MemberRequest, uuid: UUID) -> HttpResponseBase:
    agreement = get_agreement(request, uuid, act="see_content")
    if agreement.document is None:
        raise Http404("Not sealed yet.")
    return served(agreement.document)
