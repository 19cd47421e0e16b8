"""Who needs a second step to come in, and the door that waits for it.

Whoever may let others in, looks across partnerships, or administers the installation proves twice who they are (F13).
Somebody who came through the sign-in of their own organisation has done so there.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from partnerships.models import Membership, Officer, User
from partnerships.models.membership import valid_on
from partnerships.roles import MATRIX
from partnerships.tenancy.doors import sweep_door

GUARDED = {"manage_parties"}  # who has one of these acts lets other people in
MARK = "second_factor"  # in the session: the second step was taken, or does not count here (a demonstration)
NEXT = "second_factor_next"  # in the session: the page somebody was on the way to
PROOFS = {"mfa", "socialaccount"}
PAGE = "account_second_factor"
ALWAYS = {PAGE, "account_logout", "admin:logout"}
TO_PROVE = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
TO_SET_UP = {"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}


def needs_second_factor(user: User, *, on: date) -> bool:
    """Must this person prove twice who they are, by what they may do on this day? One query."""
    if user.is_staff or user.is_superuser:
        return True
    roles = [role for role, acts in MATRIX.items() if acts & GUARDED]
    with sweep_door(Membership):
        leads = Membership.objects.filter(user_id=OuterRef("pk"), role__in=roles).valid(on=on)
        offices = Officer.objects.filter(valid_on(on), user_id=OuterRef("pk"))
        found: bool = User.objects.filter(Q(Exists(leads)) | Q(Exists(offices)), pk=user.pk).exists()
    return found


def has_second_factor(user: User) -> bool:
    """Is there an app or a passkey? Recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def is_proven(request: HttpRequest) -> bool:
    """Was the second step taken in this session? Asks the session only."""
    if request.session.get(MARK):
        return True
    return any(record.get("method") in PROOFS for record in get_authentication_records(request, request.user))


class SecondFactorMiddleware:
    """Before any page that is not open to everybody: first the second step, for whoever needs one.

    Costs one query on a page, and none once the step was taken.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        user = request.user
        if not isinstance(user, User) or not getattr(view, "login_required", True) or is_proven(request):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in ALWAYS:
            return None
        needed = needs_second_factor(user, on=timezone.localdate())
        if not needed or name in (TO_PROVE if has_second_factor(user) else TO_SET_UP):
            return None
        if request.method == "GET" and not name.startswith(("account_", "mfa_")):
            request.session[NEXT] = request.get_full_path()
        return redirect(PAGE)
