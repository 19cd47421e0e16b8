"""One element of the plan: what the scheme asks, what stands there, and the form to write it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actionplans.domain.completeness import element_states
from actionplans.domain.plan_contents import contents_of
from actionplans.domain.plans import write_element
from actionplans.forms.plan import ElementForm
from actionplans.models import PlanApproval
from actionplans.rules import why_not_change
from actionplans.views.getters import get_plan, plan_crumbs, plan_url
from partnerships.doors.getters import require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused


@require_http_methods(["GET", "POST"])
def plan_element(request: MemberRequest, element_id: str) -> HttpResponse:
    plan = get_plan(request, act="see_content")
    states = element_states(contents_of(plan, on=timezone.localdate()))
    state = next((state for state in states if state.element.id == element_id), None)
    if state is None:
        raise Http404("The scheme asks no such element.")
    form = ElementForm(request.POST or None, initial={"text": state.text})
    if request.method == "POST":
        require(request, "edit_plan")
        if form.is_valid():
            try:
                write_element(plan, element_id, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("“%(name)s” has been saved.") % {"name": state.element.name})
                return redirect(plan_url(request))
    reason = why_not_change(plan) or ("" if request.access.may("edit_plan") else why_not("edit_plan"))
    context = {
        "crumbs": plan_crumbs(request, str(state.element.name)), "page_tab": "plan", "plan": plan, "state": state,
        "form": form, "reason": reason, "back": plan_url(request),
        "approved": PlanApproval.objects.filter(plan=plan, plan__adopted_on__isnull=True).count(),
    }  # fmt: skip
    return render(request, "actionplans/plan_element.html", context)
