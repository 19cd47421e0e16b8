"""When in this round the covenant is signed: chosen by who leads, and a warning when it is sent at another moment."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.domain.covenant_stages import choose_stage, stage_of
from partnerships.doors.getters import open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.enums import CovenantStage
from partnerships.forms.draft import CovenantStageForm
from partnerships.views.agreements import agreement_crumbs


@require_http_methods(["GET", "POST"])
def covenant_stage(request: MemberRequest) -> HttpResponse:
    require(request, "send_agreement")
    cycle = open_cycle(request)
    form = CovenantStageForm(request.POST or None, initial={"stage": stage_of(cycle)})
    if form.is_valid():
        choose_stage(cycle, CovenantStage(form.cleaned_data["stage"]), by=request.user, at=timezone.now())
        messages.success(request, _("The moment of the covenant was kept."))
        return redirect("partnerships:agreements", partnership=request.partnership.slug)
    crumbs = [*agreement_crumbs(request.partnership), (_("Moment of the covenant"), "")]
    context = {"form": form, "page_tab": "signing", "crumbs": crumbs}
    return render(request, "partnerships/covenant_stage.html", context)
