"""Inviting somebody new; and, by link and without an account, accepting. Opening the link changes nothing."""

from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.domain.invitation_codes import request_invitation_code
from partnerships.domain.invitations import (
    accept_elsewhere,
    accept_invitation,
    invite,
    is_invited,
    open_account,
    resend_invitation,
    why_not_accept,
    withdraw_invitation,
)
from partnerships.doors.answers import refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require, why_not
from partnerships.doors.request import MemberRequest, UserRequest
from partnerships.enums import Role
from partnerships.forms.account import AccountForm
from partnerships.forms.invitation import InvitationCodeForm, InvitationForm
from partnerships.limits import limited
from partnerships.models import Activity, Contact, Cycle, Invitation, Membership, Outbox, Partner, TrailHead, User
from partnerships.navigation import landing
from partnerships.roles import acts_of
from partnerships.tasks import send_waiting_mail, soon
from partnerships.tenancy.doors import sweep_door, token_door
from partnerships.tokens import token_fits
from partnerships.views.memberships import may_name_leader, refuse_longer, refuse_oneself, roles_crumbs

# What accepting reads and writes: the offer, the party and contact it names, the role, and the trail.
TABLES = (Invitation, Partner, Contact, Membership, Cycle, Activity, TrailHead, Outbox)
SIGN_IN_BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "POST"])
def invitation_add(request: MemberRequest) -> HttpResponse:
    require(request, "manage_parties")
    form = InvitationForm(
        request.POST or None, scheme=open_cycle(request).scheme, may_name_leader=may_name_leader(request),
        today=timezone.localdate(),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            refuse_oneself(request, form.cleaned_data["email"])
            refuse_longer(request, form.cleaned_data["role"], form.cleaned_data["until"])
            invite(request.partnership, **form.cleaned_data, by=request.user, at=timezone.now())
            soon(send_waiting_mail)
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
            )
            return redirect("partnerships:roles", partnership=request.partnership.slug)
    crumbs = [*roles_crumbs(request), (_("Invite"), "")]
    context = {"form": form, "crumbs": crumbs, "page_tab": "parties", "days": settings.INVITATION_DAYS}
    return render(request, "partnerships/invitation_add.html", context)


def get_invitation(request: MemberRequest, pk: int) -> Invitation:
    """An invitation this person may send or withdraw: that of a project leader only by one."""
    invitation = get_here(request, Invitation, act="manage_parties", pk=pk)
    if invitation.role == Role.PROJECT_LEADER and not may_name_leader(request):
        raise PermissionDenied(why_not("name_leader"))
    return invitation


@require_POST
def invitation_resend(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = get_invitation(request, pk)
    with refusals_said(request):
        resend_invitation(invitation, by=request.user, at=timezone.now())
        soon(send_waiting_mail)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
    return redirect("partnerships:roles", partnership=request.partnership.slug)


@require_POST
def invitation_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = get_invitation(request, pk)
    with refusals_said(request):
        withdraw_invitation(invitation, by=request.user, at=timezone.now())
        messages.success(request, _("The invitation was withdrawn."))
    return redirect("partnerships:roles", partnership=request.partnership.slug)


@never_cache
@login_not_required
@limited("invitation")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_open(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """What the link in the mail opens. GET shows; POST joins, with a new account or the one that is signed in.

    Whoever fetches the link (a mail scanner does, more than once) changes nothing and uses nothing up.
    """
    with sweep_door(Invitation):
        invitation = get_object_or_404(Invitation, uuid=uuid)
    with token_door(invitation, *TABLES):
        if reason := why_not_open(invitation, token):
            return render(request, "partnerships/invitation_gone.html", {"reason": reason}, status=410)
        if isinstance(request.user, User):
            join = join_signed_in if is_invited(invitation, request.user) else join_elsewhere
            return join(request, request.user, invitation, token)
        if User.objects.filter(email__mailbox=invitation.email).exists():
            sign_in = f"{reverse(settings.LOGIN_URL)}?next={request.path}"
            return render(
                request, "partnerships/invitation_sign_in.html", {"invitation": invitation, "sign_in": sign_in}
            )
        return join_new(request, invitation)


def why_not_open(invitation: Invitation, token: str) -> str:
    """Why a link no longer works; "" when it does."""
    if not token_fits(token, purpose="invite", uuid=str(invitation.uuid), nonce=invitation.nonce):
        return _("This link does not work any more.")
    return why_not_accept(invitation, at=timezone.now())


@never_cache
@limited("invitation")
@require_POST
def invitation_code(request: UserRequest, uuid: UUID, token: str) -> HttpResponse:
    """Mail a code to the invited address, for who is signed in with another account."""
    with sweep_door(Invitation):
        invitation = get_object_or_404(Invitation, uuid=uuid)
    with token_door(invitation, *TABLES):
        if reason := why_not_open(invitation, token):
            return render(request, "partnerships/invitation_gone.html", {"reason": reason}, status=410)
        with refusals_said(request):
            request_invitation_code(invitation, user=request.user, at=timezone.now())
            messages.success(request, _("A code is on its way to %(email)s.") % {"email": invitation.email})
            soon(send_waiting_mail)
    return redirect("partnerships:invitation-open", uuid=uuid, token=token)


def join_signed_in(request: HttpRequest, user: User, invitation: Invitation, _token: str) -> HttpResponse:
    if request.method == "POST":
        with refusals_said(request):
            accept_invitation(invitation, user=user, at=timezone.now())
        return redirect(lands_on(invitation))
    return render(request, "partnerships/invitation_join.html", {"invitation": invitation, "account": user})


def join_elsewhere(request: HttpRequest, user: User, invitation: Invitation, token: str) -> HttpResponse:
    """Signed in with another account than was invited: say so, and join only with the code mailed to the other."""
    now = timezone.now()
    expires_at = invitation.code_expires_at if invitation.code_for_id == user.pk else None
    form = InvitationCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            accept_elsewhere(invitation, user=user, code=form.cleaned_data["code"], at=now)
            return redirect(lands_on(invitation))
    context = {
        "invitation": invitation,
        "account": user,
        "token": token,
        "form": form,
        "waits": bool(form.errors) or (expires_at is not None and expires_at > now),
        "path": request.path,
        "minutes": settings.SIGNING_CODE_MINUTES,
    }
    return render(request, "partnerships/invitation_elsewhere.html", context)


def join_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = AccountForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form), transaction.atomic():
            user = open_account(invitation, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
            accept_invitation(invitation, user=user, at=timezone.now())
            login(request, user, backend=SIGN_IN_BACKEND)
            UserSession.objects.create_from_request(request)  # else the list of sessions would not show this one
            return redirect(lands_on(invitation))
    return render(request, "partnerships/invitation_new.html", {"form": form, "invitation": invitation})


def lands_on(invitation: Invitation) -> str:
    """Where somebody goes who has just accepted: what they were invited for, never an address from outside."""
    return landing(invitation.partnership, acts=acts_of([invitation.role]), partner_id=invitation.partner_id)
