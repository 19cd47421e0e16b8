"""Annexes: chosen while drafting, fixed with the text, and open to who signs it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.domain.annexes import annexes_of, choose_annexes, possible_annexes
from partnerships.domain.text_copies import shows_text
from partnerships.doors.answers import refusals_to
from partnerships.doors.request import MemberRequest
from partnerships.doors.serving import served
from partnerships.doors.signatures import enter_signature
from partnerships.exceptions import AlreadySent
from partnerships.forms.draft import AnnexesForm
from partnerships.limits import limited
from partnerships.models import AgreementAnnex
from partnerships.views.agreements import below, get_agreement
from partnerships.views.signing import ended_page


@require_http_methods(["GET", "POST"])
def annexes(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="send_agreement")
    if agreement.sent_at or agreement.withdrawn_at:
        messages.error(request, str(AlreadySent.default))
        return redirect(agreement)
    chosen = [str(one.document.pk) for one in annexes_of(agreement)]
    form = AnnexesForm(request.POST or None, possible=possible_annexes(agreement), initial={"documents": chosen})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            choose_annexes(agreement, documents=form.chosen(), by=request.user, at=timezone.now())
            messages.success(request, _("The annexes were kept. They stand at the end of the text."))
            return redirect(agreement)
    context = {"form": form, **below(request, agreement, _("Annexes"))}
    return render(request, "partnerships/agreement_annexes.html", context)


@login_not_required
@never_cache
@limited("signing")
@require_safe
def signature_annex(request: HttpRequest, uuid: UUID, token: str, pk: int) -> HttpResponseBase:
    """An annex of the text, for whoever is asked to sign it; as long as the link shows the text itself."""
    signature = enter_signature(request, uuid, token)
    if not shows_text(signature, at=timezone.now()):
        ended = ended_page(request, signature, token)
        return ended or redirect("partnerships:signature-open", uuid=uuid, token=token)
    rows = AgreementAnnex.objects.filter(agreement=signature.agreement_id).select_related("document")
    return served(get_object_or_404(rows, pk=pk).document)
