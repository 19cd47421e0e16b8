"""A party's approval: given by itself, or recorded from where it is written down (F43)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actionplans.domain.plan_approvals import approve_plan
from actionplans.forms.plan import ApprovalForm
from actionplans.rules import why_not_approve, why_not_change
from actionplans.views.answers import form_page, refused
from actionplans.views.getters import get_plan, plan_url
from partnerships.doors.getters import why_not
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused


@require_http_methods(["GET", "POST"])
def plan_approve(request: MemberRequest) -> HttpResponse:
    plan = get_plan(request, act="see_content")
    access = request.access
    only_own = not access.may("edit_plan")
    if only_own and not access.may("approve_for_partner"):
        raise PermissionDenied(why_not("approve_for_partner"))
    if reason := why_not_change(plan):
        return refused(request, reason)
    own = access.partner_ids if access.may("approve_for_partner") else frozenset()  # others record what is written down
    form = ApprovalForm(
        request.POST or None, own=own, only_own=only_own, plan=plan,
        initial={"on": timezone.localdate(), "partner": min(own, default=None)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if reason := why_not_approve(access, data["partner"].pk):
            raise PermissionDenied(reason)
        try:
            approve_plan(
                plan, data["partner"], by=request.user, on=data["on"], at=timezone.now(),
                recorded_from=data.get("recorded_from", ""),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The approval of %(party)s has been recorded.") % {"party": data["partner"]})
            return redirect(plan_url(request))
    lead = _("Every party counts once. When the text changes after this, the approval lapses.")
    return form_page(request, form, title=_("Approve the plan"), verb=_("Record the approval"), lead=lead)
