"""Setting up the second step, and the page that says why it is needed."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn, remove_webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.doors.factors import FactorAdapter
from partnerships.doors.request import UserRequest
from partnerships.doors.second_factor import MARK, NEXT, has_second_factor, is_proven


@require_safe
def needed(request: UserRequest) -> HttpResponse:
    """Why there is a second step, and the ways to take it or to set it up."""
    onward = request.session.get(NEXT) or "/"
    if is_proven(request):
        return redirect(onward)
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    ways = []
    if has_second_factor(request.user):
        ways = [
            (kind in kinds, f"{reverse(name)}?next={reverse('account_second_factor')}")
            for kind, name in [("totp", "mfa_reauthenticate"), ("webauthn", "mfa_reauthenticate_webauthn")]
        ]
    context = {"app": ways and ways[0], "passkey": ways and ways[1], "has_one": bool(ways)}
    return render(request, "account/second_factor.html", context)


@require_http_methods(["GET", "POST"])
def set_up_app(request: UserRequest) -> HttpResponse:
    return setting_up(request, activate_totp)


@require_http_methods(["GET", "POST"])
def add_passkey(request: UserRequest) -> HttpResponse:
    return setting_up(request, add_webauthn)


def setting_up(request: UserRequest, view: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """The library's page. Who sets up a first factor has shown it works, and is not asked for it again at once."""
    had_one = has_second_factor(request.user)
    answer = view(request)
    if request.method == "POST" and not had_one and has_second_factor(request.user):
        request.session[MARK] = "set up"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def remove_passkey(request: UserRequest, pk: int) -> HttpResponse:
    """The library's page, unless this is the last factor of somebody who needs one."""
    passkey = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not FactorAdapter().can_delete_authenticator(passkey):
        messages.error(request, _("This is your only second step, and you need one. Add another one first."))
        return redirect("account_security")
    return cast("HttpResponse", remove_webauthn(request, pk=pk))
