"""The question before a text goes out: while something warns against it, or while words are added to it on sending.

What was passed over is kept.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.documents.blocks import parse_parts
from partnerships.domain.sending_warnings import warnings_for
from partnerships.domain.term_texts import term_part
from partnerships.doors.request import MemberRequest
from partnerships.forms.draft import DespiteForm
from partnerships.forms.sending import SendForm
from partnerships.models import Agreement
from partnerships.views.agreements import below

OWN = ("csrfmiddlewaretoken", "despite", "reason", "reason-personal")


def question_before(request: MemberRequest, agreement: Agreement, sending: SendForm) -> tuple[HttpResponse | None, str]:
    """The page that asks, or None when the text may go: there is nothing to see first, or the sender saw it.

    With the reason they gave, "" when none was asked. It is kept with the sending (``keep_reason``), not before.
    ``sending``: the form the text would be sent with, found valid.
    """
    if agreement.sent_at or agreement.withdrawn_at:
        return None, ""
    plan = sending.plan()
    warnings = warnings_for(agreement, on=timezone.localdate(), witnesses=sending.chosen())
    added = term_part(valid_until=plan.valid_until, notice_days=plan.notice_days)
    if not warnings and not added:
        return None, ""
    asks_reason = any(one.asks_reason for one in warnings)
    answered = "despite" in request.POST
    form = DespiteForm(request.POST if answered else None, asks_reason=asks_reason)
    if answered and form.is_valid():
        return None, form.cleaned_data.get("reason", "")
    given = [(name, value) for name in request.POST if name not in OWN for value in request.POST.getlist(name)]
    context = {
        "form": form,
        "warnings": warnings,
        "added": parse_parts(added),
        "given": given,
        **below(request, agreement, _("Before you send")),
    }
    return render(request, "partnerships/agreement_despite.html", context), ""
