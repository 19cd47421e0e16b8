"""Certificates: the partnership's list, the public page, and the body that takes one back (F78, F80, F105, F106)."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certification.domain.certifying import withdraw_certificate
from certification.domain.numbers import certificate_with
from certification.domain.wording import VALIDITY_STATES, level_name
from certification.doors import enter_for_body
from certification.forms.audit import WithdrawForm
from certification.models import Certificate
from partnerships.doors.getters import get_here, require
from partnerships.doors.request import MemberRequest, UserRequest
from partnerships.doors.serving import served
from partnerships.enums import AgreementKind
from partnerships.exceptions import Refused
from partnerships.models import Agreement


def card(certificate: Certificate) -> dict[str, Any]:
    """What a certificate says of itself today."""
    validity = certificate.validity_on(timezone.localdate())
    return {
        "certificate": certificate,
        "level": level_name(certificate),
        "scheme": certificate.cycle.scheme.name,
        "validity": validity,
        "state_kind": VALIDITY_STATES[validity],
        "last_day": certificate.counted_until,
    }


@require_safe
def certificates(request: MemberRequest) -> HttpResponse:
    """Every certificate of the partnership, and the recognitions that all have signed."""
    require(request, "see_certificate")
    recognitions = Agreement.objects.filter(
        kind=AgreementKind.RECOGNITION, completed_at__isnull=False, withdrawn_at__isnull=True
    ).order_by("-completed_at")
    context = {
        "cards": [card(one) for one in Certificate.objects.select_related("cycle").order_by("-issued_on", "-pk")],
        "recognitions": recognitions,
        "may_read": request.access.may("see_content"),
        "crumbs": [(str(request.partnership), request.partnership.get_absolute_url()), (_("Certificates"), "")],
        "page_tab": "certification",
    }
    return render(request, "certification/certificate_list.html", context)


@require_safe
def certificate_document(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The sealed PDF."""
    rows = Certificate.objects.filter(document__isnull=False).select_related("document")
    document = get_here(request, rows, act="see_certificate", pk=pk).document
    assert document is not None
    return served(document)


@require_safe
def recognition_document(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The signed recognition. It names who signed, so it takes more than seeing the certificate."""
    rows = Agreement.objects.filter(
        kind=AgreementKind.RECOGNITION, completed_at__isnull=False, document__isnull=False
    ).select_related("document")
    document = get_here(request, rows, act="see_content", pk=pk).document
    assert document is not None
    return served(document)


@login_not_required
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """The proof for anybody: what was certified, and whether it is valid today. Reads one frozen row, nothing else.

    The number may be written with or without capitals, spaces and dashes.
    """
    found = certificate_with(number)
    if found is None:
        raise Http404("No such certificate.")
    context = {
        **card(found), "about": found.cycle.scheme.summary, "successor": found.successor,
    }  # fmt: skip
    return render(request, "certification/certificate_show.html", context)


@require_http_methods(["GET", "POST"])
def certificate_withdraw(request: UserRequest, uuid: UUID) -> HttpResponse:
    """The body that gave the certificate of this audit takes it back."""
    audit = enter_for_body(request, uuid)
    found = Certificate.objects.filter(audit=audit, withdrawn_on__isnull=True).select_related("cycle").first()
    if found is None:
        raise Http404("No certificate that counts.")
    form = WithdrawForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    if asked and form.cleaned_data["confirmed"]:
        reason = form.cleaned_data["reason"]
        try:
            withdraw_certificate(found, reason=reason, by=request.user, on=timezone.localdate(), at=timezone.now())
        except Refused as refusal:
            messages.error(cast("HttpRequest", request), str(refusal))
        else:
            messages.success(cast("HttpRequest", request), _("The certificate is withdrawn."))
        return redirect("certification:audit-list")
    context = {
        "form": form,
        "ask": asked,
        "certificate": found,
        "crumbs": [(_("Audits"), reverse("certification:audit-list")), (found.number, "")],
    }
    return render(request, "certification/certificate_withdraw.html", context, status=422 if form.errors else 200)
