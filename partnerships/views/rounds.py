"""The partnership's own rhythm of reminders to sign."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.domain.rounds import set_rhythm
from partnerships.doors.getters import require
from partnerships.doors.request import MemberRequest
from partnerships.forms.sending import RhythmForm
from partnerships.views.agreements import agreement_crumbs


@require_http_methods(["GET", "POST"])
def rhythm(request: MemberRequest) -> HttpResponse:
    """When reminders go out here, unless a round says otherwise; empty is the setting of the installation."""
    require(request, "send_agreement")
    park = request.partnership
    form = RhythmForm(request.POST or None, initial={"first": park.remind_first_days, "every": park.remind_every_days})
    if request.method == "POST" and form.is_valid():
        set_rhythm(park, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("The rhythm of reminders was kept."))
        return redirect("partnerships:agreements", partnership=park.slug)
    context = {
        "form": form,
        "first": settings.SIGNING_REMIND_FIRST_DAYS,
        "every": settings.SIGNING_REMIND_EVERY_DAYS,
        "page_tab": "signing",
        "crumbs": [*agreement_crumbs(park), (_("Reminders to sign"), "")],
    }
    return render(request, "partnerships/signing_rhythm.html", context)
