"""Signing in and safety of one's own account: on one page what there is, where one is signed in, and how to change it."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.domain.sessions import browser_name, end_all_sessions, end_session, sessions_of
from partnerships.doors.request import UserRequest
from partnerships.doors.second_factor import needs_second_factor
from partnerships.models import SignOn


@require_safe
def security(request: UserRequest) -> HttpResponse:
    found = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    codes = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    links = SocialAccount.objects.filter(user=request.user).values_list("provider", flat=True)
    context = {
        "app": next((one for one in found if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one for one in found if one.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_codes": codes is not None,
        "organisations": SignOn.objects.filter(slug__in=links).select_related("organisation"),
        "sessions": [(one, browser_name(one.user_agent)) for one in sessions_of(request.user, at=timezone.now())],
        "needed": needs_second_factor(request.user, on=timezone.localdate()),
        "session_key": request.session.session_key,
    }
    return render(request, "account/security.html", context)


@require_POST
def end_one(request: UserRequest, pk: int) -> HttpResponse:
    """Sign out one other browser."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_session(session)
    messages.success(request, _("That browser was signed out."))
    return redirect("account_security")


@require_POST
def end_others(request: UserRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    end_all_sessions(request.user)
    update_session_auth_hash(request, request.user)
    UserSession.objects.create_from_request(request)
    get_adapter().send_notification_mail("account/email/ended_elsewhere", request.user)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("account_security")
