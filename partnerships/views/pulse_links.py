"""The pulse by link, for people without an account. Opening a link changes nothing: mail scanners open links too."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partnerships.domain.pulses import answer_pulse, why_not_answer
from partnerships.doors.answers import refusals_to
from partnerships.doors.pulses import enter_pulse
from partnerships.forms.pulse import PulseForm
from partnerships.limits import limited


@login_not_required
@never_cache
@limited("pulse")
@require_http_methods(["GET", "HEAD", "POST"])
def pulse_open(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """The six questions; after answering, or when they are closed, a page that says so."""
    ask = enter_pulse(request, uuid, token)
    context = {"partnership_name": ask.partnership.name, "year": str(ask.pulse.year)}
    if reason := why_not_answer(ask):
        return render(request, "partnerships/pulse_done.html", {**context, "reason": reason})
    form = PulseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            answer_pulse(ask, scores=form.cleaned_data)
            messages.success(request, _("Your answers were counted."))
            return redirect("partnerships:pulse-open", uuid=uuid, token=token)
    return render(request, "partnerships/pulse_open.html", {**context, "form": form})
