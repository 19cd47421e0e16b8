"""A text that was sent, as a file to read and to keep: by link, for members, and for who witnesses it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partnerships.domain.text_copies import shows_text, text_copy
from partnerships.doors.request import MemberRequest
from partnerships.doors.signatures import enter_signature
from partnerships.exceptions import Refused, SigningStopped
from partnerships.limits import limited
from partnerships.models import Agreement
from partnerships.views.agreements import get_agreement
from partnerships.views.witnessed import get_witnessed


@login_not_required
@never_cache
@limited("signing")
@require_safe
def signature_text(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """By link, for as long as its page shows the text."""
    signature = enter_signature(request, uuid, token)
    back = redirect("partnerships:signature-open", uuid=uuid, token=token)
    return _answer(request, signature.agreement, back) if shows_text(signature, at=timezone.now()) else back


@require_safe
def agreement_text(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="see_content")
    return _answer(request, agreement, redirect(agreement))


@require_safe
def witnessed_text(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_witnessed(request, uuid)
    back = redirect("partnerships:witnessed", partnership=request.partnership.slug, uuid=uuid)
    return _answer(request, agreement, back)


def _answer(request: HttpRequest, agreement: Agreement, back: HttpResponse) -> HttpResponse:
    """The file; ``back`` with the reason when there is none to give, and a 404 for a draft."""
    try:
        pdf = text_copy(agreement)
    except SigningStopped as error:
        raise Http404("A draft has no copy.") from error
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="tekst-{slugify(agreement.title)[:80]}.pdf"'
    answer.headers.setdefault("Cache-Control", "private, no-store")
    return answer
