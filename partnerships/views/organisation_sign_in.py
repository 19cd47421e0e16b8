"""Signing in with the account of one's own organisation: which one, on to it, and back.

The way on is a link: our policy lets no form lead to another site, also not by being sent on.
"""

from urllib.parse import urlsplit

from allauth.account.utils import get_next_redirect_url
from allauth.decorators import rate_limit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from partnerships.doors.sign_on import SignOnClient
from partnerships.forms.sign_in import OrganisationForm
from partnerships.models import SignOn


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
@rate_limit(action="organisation")  # type: ignore[untyped-decorator]
def choose(request: HttpRequest) -> HttpResponse:
    """Ask for an address at work; then show the way on to the organisation it belongs to."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = OrganisationForm(request.POST or None)
    onward = get_next_redirect_url(request) or ""
    if request.method == "POST" and form.is_valid() and form.sign_on:
        way = way_to(request, form.sign_on, onward)
        if way:
            context = {"sign_on": form.sign_on, "way": way, "host": urlsplit(way).netloc}
            return render(request, "account/organisation_go.html", context)
        form.add_error(None, _("The sign-in of your organisation does not answer now. Try again later."))
    return render(request, "account/organisation.html", {"form": form, "next": onward})


def way_to(request: HttpRequest, sign_on: SignOn, onward: str) -> str:
    """The address at the provider, with what belongs to this attempt kept in the session; "" when it does not answer."""
    provider = get_adapter().get_provider(request, sign_on.slug)
    try:
        answer = provider.redirect(request, process="login", next_url=onward or None)
    except (RequestException, ValueError, KeyError):  # no answer, or one that is no OpenID Connect
        return ""
    return answer.url if isinstance(answer, HttpResponseRedirect) else ""


@never_cache
@login_not_required
@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends people back to. Whether they come in is for ``SignOnAdapter`` to say."""
    try:
        view = OAuth2CallbackView.adapter_view(SignOnClient(request, provider_id))
        answer: HttpResponse = view(request)
    except SocialApp.DoesNotExist as unknown:
        raise Http404("No such provider.") from unknown
    except (KeyError, ValueError):  # an answer that is no OpenID Connect
        return render(request, "account/organisation_failed.html", {"name": provider_id}, status=403)
    return answer
