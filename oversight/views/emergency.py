"""Emergency access: an administrator reads in one partnership for an hour. Everybody concerned gets to know."""

from datetime import datetime
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from oversight.forms.emergency import EmergencyForm
from partnerships.domain.emergencies import end_emergency, open_emergency, why_not_open
from partnerships.doors.answers import page_of, refusals_said, refusals_to
from partnerships.doors.request import UserRequest
from partnerships.enums import EmergencyState
from partnerships.models import EmergencyAccess
from partnerships.tasks import send_waiting_mail, soon
from partnerships.tenancy.doors import member_door, sweep_door

MARKS = {EmergencyState.OPEN: "late", EmergencyState.ENDED: "done", EmergencyState.EXPIRED: "later"}


def require_administrator(request: UserRequest) -> None:
    if reason := why_not_open(request.user):
        raise PermissionDenied(reason)


@require_http_methods(["GET", "HEAD", "POST"])
def emergencies(request: UserRequest) -> HttpResponse:
    """The form, and every emergency access there was, of all administrators."""
    require_administrator(request)
    now = timezone.now()
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        partnership = form.cleaned_data["partnership"]
        with refusals_to(form), member_door(partnership):
            open_emergency(partnership, reason=form.cleaned_data["reason"], by=request.user, at=now)
            transaction.on_commit(partial(soon, send_waiting_mail))
            messages.success(
                cast("HttpRequest", request),
                _("You can read in this partnership for an hour. Its project leaders get a mail."),
            )
            return redirect(partnership)
    with sweep_door(EmergencyAccess):
        page = page_of(request, EmergencyAccess.objects.select_related("user", "partnership"))
        lines = [line_of(one, request, at=now) for one in page]
    context = {
        "form": form,
        "page_obj": page,
        "lines": lines,
        "crumbs": [(_("Emergency access"), "")],
    }
    return render(request, "oversight/emergency.html", context, status=422 if form.errors else 200)


def line_of(one: EmergencyAccess, request: UserRequest, *, at: datetime) -> dict[str, Any]:
    state = one.state(at=at)
    mine = state == EmergencyState.OPEN and one.user_id == request.user.pk
    return {"emergency": one, "state": state.label, "mark": MARKS[state], "mine": mine}


@require_POST
def emergency_end(request: UserRequest, pk: int) -> HttpResponse:
    """Only by the one who opened it; for anybody else it is not there."""
    require_administrator(request)
    with sweep_door(EmergencyAccess):
        found = EmergencyAccess.objects.filter(user=request.user, pk=pk).first()
    if found is None:
        raise Http404("No such emergency access of this person.")
    with member_door(found.partnership_id), refusals_said(cast("HttpRequest", request)):
        end_emergency(found, by=request.user, at=timezone.now())
        messages.success(cast("HttpRequest", request), _("The emergency access has ended."))
    return redirect("oversight:emergency")
