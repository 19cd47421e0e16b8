"""The hand-over pack of somebody who leaves, and who takes their role on (F13, B17)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oversight.domain.handing_over import hand_over, pack_of
from oversight.forms.handover import HandOverForm
from partnerships.documents.render import render_pdf
from partnerships.doors.getters import get_here, open_cycle, why_not
from partnerships.doors.request import MemberRequest
from partnerships.enums import Role
from partnerships.exceptions import Refused
from partnerships.forms.membership import role_name
from partnerships.models import HandOver, Membership, User
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.memberships import may_name_leader, refuse_longer, refuse_oneself, roles_crumbs


def why_not_hand_over(request: MemberRequest, membership: Membership) -> str:
    """Roles are handed over by who manages the parties; that of a project leader only by one."""
    if not request.access.may("manage_parties"):
        return why_not("manage_parties")
    if membership.role == Role.PROJECT_LEADER and not may_name_leader(request):
        return why_not("name_leader")
    return ""


def get_pack(request: MemberRequest, pk: int) -> Membership:
    """A membership whose pack this person may read: their own, one that was handed to them, or as who may hand it over.

    Raises ``PermissionDenied`` with the reason for anybody else.
    """
    rows = Membership.objects.select_related("user", "partnership", "partner__organisation")
    membership: Membership = get_here(request, rows, act="see_content", pk=pk)
    handed = HandOver.objects.filter(membership=membership, to=request.user).exists()
    if membership.user_id != request.user.pk and not handed and (reason := why_not_hand_over(request, membership)):
        raise PermissionDenied(reason)
    return membership


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: MemberRequest, pk: int) -> HttpResponse:
    """The pack, and below it the form that hands the role over."""
    membership = get_pack(request, pk)
    no_hand_over = why_not_hand_over(request, membership)
    form = HandOverForm(request.POST or None, membership=membership)
    if request.method == "POST":
        if no_hand_over:
            raise PermissionDenied(no_hand_over)
        if form.is_valid() and (taken_on_by := handed_over(request, membership, form)):
            messages.success(request, _("%(name)s gets a mail with the way to this pack.") % {"name": taken_on_by})
            mine = form.cleaned_data["end"] and membership.user_id == request.user.pk
            return redirect("/") if mine else redirect("partnerships:roles", partnership=request.partnership.slug)
    cycle = open_cycle(request)
    context: dict[str, Any] = {
        "crumbs": [*roles_crumbs(request), (_("Hand over"), "")],
        "page_tab": "parties",
        "membership": membership,
        "role": role_name(cycle.scheme, membership.role),
        "parts": pack_of(membership, cycle, on=timezone.localdate()),
        "handovers": HandOver.objects.filter(membership=membership).select_related("to"),
        "form": form,
        "no_hand_over": no_hand_over,
    }
    return render(request, "oversight/handover.html", context)


def handed_over(request: MemberRequest, membership: Membership, form: HandOverForm) -> str:
    """Do what the form says. Returns who took it on; "" when it was refused, with the reason above the form."""
    data = form.cleaned_data
    to = get_object_or_404(User, pk=data["person"].removeprefix("user:"))
    try:
        refuse_oneself(request, to.email)
        refuse_longer(request, membership.role, membership.valid_until)
        hand_over(
            membership, to=to, as_deputy=data["how"] == "deputy", end=data["end"], move=data["move"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return ""
    soon(send_waiting_mail)
    return str(to)


@require_safe
def handover_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """The pack as a file, as it stands now; it is made on request and kept nowhere."""
    membership, today = get_pack(request, pk), timezone.localdate()
    cycle = open_cycle(request)
    title = _("Hand-over of %(person)s") % {"person": membership.user}
    context = {
        "title": title, "partnership": request.partnership.name, "document_id": "",
        "role": role_name(cycle.scheme, membership.role), "made_on": date_format(today),
        "parts": pack_of(membership, cycle, on=today),
    }  # fmt: skip
    pdf = render_pdf("documents/handover.html", context, language=get_language() or "nl", title=title)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="overdracht-{request.partnership.slug}-{membership.pk}.pdf"'
    return answer
