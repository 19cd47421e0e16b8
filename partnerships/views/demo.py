"""Sign in by role: in a demonstration only."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from partnerships.demo_accounts import demo_users
from partnerships.doors.second_factor import MARK
from partnerships.navigation import WORK, address


@login_not_required
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's people. 404 outside a demonstration and for anybody else."""
    if not settings.DEMO:
        raise Http404("Only in a demonstration.")
    user = get_object_or_404(demo_users(), email=request.POST.get("email", ""))
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[MARK] = "demonstration"
    UserSession.objects.create_from_request(request)
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = address(WORK) or "/"
    return redirect(target)
