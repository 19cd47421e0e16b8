"""The recognition in everybody's own name: the list for who leads, one's own for each, by link or signed in (F80)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification.domain.recognition_copies import receivers, start_hand_out, why_not_hand_out
from certification.doors import enter_recognition_copy
from certification.models import RecognitionCopy
from partnerships.doors.answers import csv_answer
from partnerships.doors.getters import get_here, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.doors.serving import served
from partnerships.enums import AgreementKind
from partnerships.exceptions import Refused
from partnerships.limits import limited
from partnerships.mailbox import mailbox_key
from partnerships.models import Agreement
from partnerships.tasks import run_waiting_jobs, soon


def _get(request: MemberRequest, pk: int, *, act: str) -> Agreement:
    rows = Agreement.objects.filter(kind=AgreementKind.RECOGNITION, completed_at__isnull=False)
    agreement: Agreement = get_here(request, rows.select_related("partnership", "cycle"), act=act, pk=pk)
    return agreement


def _own(request: MemberRequest, agreement: Agreement) -> RecognitionCopy | None:
    mine = Q(user=request.user) | Q(email__mailbox=request.user.email)
    found: RecognitionCopy | None = RecognitionCopy.objects.filter(
        mine, agreement=agreement, document__isnull=False
    ).first()
    return found


@require_safe
def recognition_copies(request: MemberRequest, pk: int) -> HttpResponse:
    """One's own to download; who leads sees who has theirs, and gives it to who has not."""
    agreement = _get(request, pk, act="see_content")
    leads = request.access.may("send_agreement")
    made = list(RecognitionCopy.objects.filter(agreement=agreement).select_related("document"))
    have = {mailbox_key(one.email) for one in made if one.document_id}
    no_give = "" if leads else why_not("send_agreement")
    up = reverse("certification:certificates", kwargs={"partnership": request.partnership.slug})
    context = {
        "agreement": agreement,
        "own": _own(request, agreement),
        "leads": leads,
        "copies": made if leads else [],
        "missing": [one for one in receivers(agreement, on=timezone.localdate()) if mailbox_key(one.email) not in have]
        if leads
        else [],
        "no_give": no_give or why_not_hand_out(agreement),
        "crumbs": [
            (str(request.partnership), request.partnership.get_absolute_url()), (_("Certificates"), up),
            (agreement.title, ""),
        ],
        "page_tab": "certification",
    }  # fmt: skip
    return render(request, "certification/recognition_copies.html", context)


@require_safe
def recognition_copies_csv(request: MemberRequest, pk: int) -> HttpResponse:
    agreement = _get(request, pk, act="send_agreement")
    header = (_("Name"), _("Function"), _("Organisation"), _("E-mail address"), _("Document number"), _("Made on"))
    rows = [
        (
            one.name, one.function, one.organisation, one.email, one.document.sealed_id if one.document else "",
            timezone.localtime(one.made_at).date() if one.made_at else "",
        )
        for one in RecognitionCopy.objects.filter(agreement=agreement).select_related("document")
    ]  # fmt: skip
    return csv_answer(f"waarderingen-{request.partnership.slug}.csv", header, rows)


@require_POST
def recognition_hand_out(request: MemberRequest, pk: int) -> HttpResponse:
    """Give everybody theirs: a job with a bar. Who has theirs keeps it."""
    agreement = _get(request, pk, act="send_agreement")
    try:
        job = start_hand_out(agreement, by=request.user, on=timezone.localdate(), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("certification:recognition-copies", partnership=request.partnership.slug, pk=pk)
    transaction.on_commit(partial(soon, run_waiting_jobs))
    return redirect("partnerships:job", partnership=request.partnership.slug, uuid=job.uuid)


@require_safe
def recognition_own(request: MemberRequest, pk: int) -> HttpResponseBase:
    """One's own, and nobody else's."""
    require(request, "see_content")
    own = _own(request, _get(request, pk, act="see_content"))
    if own is None or own.document is None:
        raise Http404("No recognition in this person's name.")
    return served(own.document)


@login_not_required
@never_cache
@limited("recognition")
@require_safe
def recognition_copy(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """By the link of the mail: what it is, and the way to the file."""
    copy = enter_recognition_copy(request, uuid, token)
    context = {"copy": copy, "agreement": copy.agreement, "token": token}
    return render(request, "certification/recognition_copy.html", context)


@login_not_required
@never_cache
@limited("recognition")
@require_safe
def recognition_copy_pdf(request: HttpRequest, uuid: UUID, token: str) -> HttpResponseBase:
    document = enter_recognition_copy(request, uuid, token).document
    if document is None:
        raise Http404("Not made yet.")
    return served(document)
