"""The question before a text goes out while something warns against it; what was passed over is kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.domain.sending_warnings import warnings_for
from partnerships.doors.request import MemberRequest
from partnerships.forms.draft import DespiteForm
from partnerships.models import Agreement
from partnerships.views.draft_versions import below

OWN = ("csrfmiddlewaretoken", "despite", "reason", "reason-personal")


def question_before(request: MemberRequest, agreement: Agreement) -> tuple[HttpResponse | None, str]:
    """The page that asks, or None when the text may go: nothing warns, or the sender saw it and said why.

    With the reason they gave, "" when none was asked. It is kept with the sending (``keep_reason``), not before.
    """
    if agreement.sent_at or agreement.withdrawn_at:
        return None, ""
    warnings = warnings_for(agreement, on=timezone.localdate())
    if not warnings:
        return None, ""
    asks_reason = any(one.asks_reason for one in warnings)
    answered = "despite" in request.POST
    form = DespiteForm(request.POST if answered else None, asks_reason=asks_reason)
    if answered and form.is_valid():
        return None, form.cleaned_data.get("reason", "")
    given = [(name, value) for name in request.POST if name not in OWN for value in request.POST.getlist(name)]
    context = {"form": form, "warnings": warnings, "given": given, **below(request, agreement, _("Before you send"))}
    return render(request, "partnerships/agreement_despite.html", context), ""
