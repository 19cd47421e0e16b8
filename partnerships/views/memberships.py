"""Who fills which role since when (F13)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.deputies import appoint_deputy, why_not_deputy
from partnerships.domain.invitations import invite
from partnerships.domain.memberships import appoint, end_membership, role_states, why_not_end
from partnerships.domain.party_overview import kind_name
from partnerships.doors.answers import csv_answer, refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.enums import Role
from partnerships.exceptions import Refused
from partnerships.forms.membership import AppointForm, DeputyForm, role_name
from partnerships.mailbox import same_mailbox
from partnerships.models import Contact, Invitation, Membership, User
from partnerships.roles import acts_of
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.parties import party_crumbs, reason_for


def roles_crumbs(request: MemberRequest) -> list[tuple[str, str]]:
    roles_url = reverse("partnerships:roles", kwargs={"partnership": request.partnership.slug})
    return [*party_crumbs(request)[:1], (_("Roles"), roles_url)]


def may_name_leader(request: MemberRequest) -> bool:
    return request.access.may("name_leader")


@require_safe
def roles(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    today, scheme = timezone.localdate(), open_cycle(request).scheme
    everybody = Membership.objects.select_related("user", "partner__organisation", "deputy_for__user")
    now = list(everybody.valid(on=today))
    states = role_states(scheme, now)
    sides = [(state, ", ".join(kind_name(scheme, kind) for kind in state.need.supplied_by)) for state in states]
    return render(
        request,
        "partnerships/role_list.html",
        {
            "crumbs": [*roles_crumbs(request)[:1], (_("Roles"), "")],
            "page_tab": "parties",
            "sides": sides,
            "now": [(one, role_name(scheme, one.role), why_not_end(one, on=today)) for one in now],
            "before": [(one, role_name(scheme, one.role)) for one in everybody.filter(valid_until__lte=today)],
            "invitations": Invitation.objects.filter(accepted_at__isnull=True).select_related("partner__organisation"),
            "at": timezone.now(),
            "no_manage": reason_for(request, "manage_parties"),
        },
    )


@require_safe
def roles_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    scheme = open_cycle(request).scheme
    header = (_("Role"), _("Person"), _("Party"), _("Since"), _("Until"), _("Deputy for"))
    rows = [
        (
            role_name(scheme, one.role), str(one.user), str(one.partner or ""), one.valid_from, one.valid_until or "",
            str(one.deputy_for.user) if one.deputy_for else "",
        )
        for one in Membership.objects.select_related("user", "partner__organisation", "deputy_for__user")
    ]  # fmt: skip
    return csv_answer(f"rollen-{request.partnership.slug}.csv", header, rows)


def refuse_oneself(request: MemberRequest, email: str) -> None:
    """Nobody gives themselves a role, and with it rights, that nobody gave them. Raises ``Refused``."""
    if same_mailbox(email, request.user.email) and not may_name_leader(request):
        raise Refused(_("You cannot give yourself a role. Ask a project leader."))


def refuse_longer(request: MemberRequest, role: str, until: date | None) -> None:
    """Who lets others in for a while only, gives nobody else that right for longer. Raises ``Refused``."""
    if "manage_parties" not in acts_of([role]) or may_name_leader(request):
        return
    mine = [one for one in request.access.memberships if "manage_parties" in acts_of([one.role])]
    ends = [one.valid_until for one in mine if one.valid_until is not None]
    if len(ends) == len(mine) and (until is None or until > max(ends)):
        raise Refused(
            _("Your own role ends on %(day)s. You cannot give a role that lasts longer: fill in an earlier day.")
            % {"day": date_format(max(ends))}
        )


def give_role(request: MemberRequest, data: dict[str, Any]) -> str:
    """Appoint somebody with an account, or invite a contact. Returns what was done, for the person who did it."""
    kind, _colon, key = data["person"].partition(":")
    refuse_longer(request, data["role"], data["until"])
    if kind == "user":
        user = get_object_or_404(User, pk=key)
        refuse_oneself(request, user.email)
        appoint(
            request.partnership, user, role=data["role"], partner=data["partner"], by=request.user, on=data["since"],
            until=data["until"], at=timezone.now(),
        )  # fmt: skip
        return _("%(name)s has the role now.") % {"name": user}
    contact = get_object_or_404(Contact, pk=key)
    refuse_oneself(request, contact.email)
    invite(
        request.partnership, email=contact.email, name=contact.name, role=data["role"], contact=contact,
        partner=data["partner"] or contact.partner, by=request.user, at=timezone.now(), until=data["until"],
    )  # fmt: skip
    soon(send_waiting_mail)
    return _("The invitation is on its way to %(email)s.") % {"email": contact.email}


@require_http_methods(["GET", "POST"])
def role_appoint(request: MemberRequest) -> HttpResponse:
    require(request, "manage_parties")
    today = timezone.localdate()
    form = AppointForm(
        request.POST or None, scheme=open_cycle(request).scheme, may_name_leader=may_name_leader(request), today=today,
        initial={"since": today, "role": request.GET.get("role", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            messages.success(request, give_role(request, form.cleaned_data))
            return redirect("partnerships:roles", partnership=request.partnership.slug)
    crumbs = [*roles_crumbs(request), (_("Appoint"), "")]
    return render(request, "partnerships/role_appoint.html", {"form": form, "crumbs": crumbs, "page_tab": "parties"})


@require_http_methods(["GET", "POST"])
def role_deputy(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody who stands in: same role, same party, not longer."""
    membership = get_membership(request, pk)
    today, back = timezone.localdate(), redirect("partnerships:roles", partnership=request.partnership.slug)
    if reason := why_not_deputy(membership, on=today):
        messages.error(request, reason)
        return back
    form = DeputyForm(request.POST or None, membership=membership, today=today)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            user = get_object_or_404(User, pk=form.cleaned_data["person"].removeprefix("user:"))
            refuse_oneself(request, user.email)
            refuse_longer(request, membership.role, form.cleaned_data["until"] or membership.valid_until)
            appoint_deputy(
                membership, user, by=request.user, on=today, at=timezone.now(), until=form.cleaned_data["until"]
            )
            messages.success(request, _("%(name)s is deputy now.") % {"name": user})
            return back
    crumbs = [*roles_crumbs(request), (_("Deputy"), "")]
    context = {"form": form, "crumbs": crumbs, "page_tab": "parties", "membership": membership}
    context["role"] = role_name(open_cycle(request).scheme, membership.role)
    return render(request, "partnerships/role_deputy.html", context)


def get_membership(request: MemberRequest, pk: int) -> Membership:
    """A membership this person may change: that of a project leader only by one."""
    rows = Membership.objects.select_related("user", "partnership", "partner__organisation")
    membership: Membership = get_here(request, rows, act="manage_parties", pk=pk)
    if membership.role == Role.PROJECT_LEADER and not may_name_leader(request):
        raise PermissionDenied(why_not("name_leader"))
    return membership


@require_POST
def role_end(request: MemberRequest, pk: int) -> HttpResponse:
    membership = get_membership(request, pk)
    with refusals_said(request):
        end_membership(membership, by=request.user, on=timezone.localdate(), at=timezone.now())
        messages.success(request, _("%(name)s no longer has this role.") % {"name": membership.user})
    if membership.user_id == request.user.pk:  # who ends the own last role has no way back to this page
        return redirect("/")
    return redirect("partnerships:roles", partnership=request.partnership.slug)
