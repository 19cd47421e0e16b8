"""What the project leader does for one signatory. The link itself is never on a page: it goes by mail only."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.domain.signatories import remind_signatory, replace_signatory
from partnerships.doors.getters import get_here
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused, StaleState
from partnerships.forms.signature import SignatoryForm
from partnerships.models import Signature
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.agreements import below


def _get(request: MemberRequest, uuid: UUID) -> Signature:
    rows = Signature.objects.select_related("agreement__partnership", "agreement__cycle", "partner__organisation")
    signature: Signature = get_here(request, rows, act="send_agreement", uuid=uuid)
    return signature


@require_POST
def remind(request: MemberRequest, uuid: UUID) -> HttpResponse:
    signature = _get(request, uuid)
    try:
        remind_signatory(signature, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        transaction.on_commit(partial(soon, send_waiting_mail))
        messages.success(request, _("%(name)s gets a reminder.") % {"name": signature.name})
    return redirect(signature.agreement)


@require_http_methods(["GET", "POST"])
def replace(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Another person or address, or a new link for the same person when the old one expired."""
    signature = _get(request, uuid)
    known = {name: getattr(signature, name) for name in ("name", "function", "email")}
    form = SignatoryForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            replace_signatory(signature, **form.cleaned_data, by=request.user, at=timezone.now())
        except StaleState as refusal:
            messages.error(request, str(refusal))
            return redirect(signature.agreement)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            transaction.on_commit(partial(soon, send_waiting_mail))
            messages.success(request, _("A new link has been sent. The old link no longer works."))
            return redirect(signature.agreement)
    context = {"signature": signature, "form": form, **below(request, signature.agreement, signature.name)}
    return render(request, "partnerships/signature_replace.html", context)
