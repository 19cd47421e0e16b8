"""Coming in with the account of one's own organisation (OpenID Connect).

A provider speaks for the mail domains that were written down for it and for no other; it opens accounts that are there,
or that somebody was invited to, and makes none for anybody else.
"""

import logging
import os
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.domain.once import once
from partnerships.exceptions import StaleState
from partnerships.models import Invitation, SignOn, User
from partnerships.tenancy.doors import sweep_door

logger = logging.getLogger(__name__)
PROVIDER = "openid_connect"


def claims_of(data: dict[str, Any]) -> dict[str, Any]:
    """What the provider says of the person: from the page for it, else from the token."""
    return data.get("userinfo") or data.get("id_token") or {}


class SignOnClient(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """People come back to the address of this installation, whatever the request calls it."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return f"{settings.BASE_URL}{reverse('openid_connect_callback', kwargs={'provider_id': self.provider_id})}"


class SignOnProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Believes no more than was said: one person in token and page, an address only when it is verified."""

    oauth2_adapter_class = SignOnClient

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        subjects = {data.get("sub") for data in response.values() if data}
        if "id_token" not in response or len(subjects) != 1:
            raise ProviderException("The token and the page of the provider are not about one person.")
        return super().sociallogin_from_response(request, response)

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        claims = claims_of(data)
        if not claims.get("email"):
            return []
        return [EmailAddress(email=claims["email"], verified=claims.get("email_verified") is True, primary=True)]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """We keep the address and nothing else of what a provider tells."""
        return {"email": claims_of(data).get("email", "")}


def app_of(sign_on: SignOn) -> SocialApp:
    """The library's own idea of a provider, made for one request; the secret comes from the environment."""
    return SocialApp(
        provider=PROVIDER,
        provider_id=sign_on.slug,
        name=str(sign_on),
        client_id=sign_on.client_id,
        secret=os.environ.get(sign_on.secret_variable, ""),
        settings={"server_url": sign_on.server_url, "oauth_pkce_enabled": True},
    )


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds providers in our own table, and decides whom they let in."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        rows = SignOn.objects.filter(is_active=True).select_related("organisation")
        if provider and provider != PROVIDER:
            rows = rows.filter(slug=provider)
        return [app_of(sign_on) for sign_on in rows if client_id in (None, sign_on.client_id)]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SignOnProvider:
        return SignOnProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def is_email_verified(self, provider: SignOnProvider, email: str) -> bool:
        sign_on = SignOn.objects.get(slug=provider.app.provider_id)
        return sign_on.trusts_addresses and sign_on.covers(email)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Raises ``ImmediateHttpResponse`` with the page that says why not."""
        sign_on = SignOn.objects.select_related("organisation").get(slug=sociallogin.account.provider)
        if sociallogin.is_existing:
            if not sign_on.covers(sociallogin.user.email):
                refuse(request, sign_on)
            return
        user = self.person_of(sociallogin, sign_on)
        if user is None:
            refuse(request, sign_on)
        elif SocialAccount.objects.filter(user=user, provider=sign_on.slug).exists():
            refuse(request, sign_on, _("Another account of your organisation already belongs to this address."))
        else:
            sociallogin.user = user
            sociallogin.save(request, connect=True)
            self.send_notification_mail("socialaccount/email/account_connected", user)

    def person_of(self, sociallogin: SocialLogin, sign_on: SignOn) -> User | None:
        """The account with a verified address in the provider's own domains, made now for somebody who was invited."""
        for address in sociallogin.email_addresses:
            if address.verified and sign_on.covers(address.email):
                # The very spelling: whether a +tag is another box is for the mail server to say, and here it opens an account.
                return User.objects.filter(email=address.email).first() or invited(address.email)
        return None

    def on_authentication_error(self, request: HttpRequest, provider: SignOnProvider, **why: Any) -> None:
        logger.warning(
            "Signing in at %s failed: %s.", provider.name, str(why.get("exception") or why.get("error"))[:300]
        )
        raise ImmediateHttpResponse(
            render(request, "account/organisation_failed.html", {"name": provider.name}, status=403)
        )


def invited(email: str) -> User | None:
    """A new account, without a password, for somebody with an open invitation; None for anybody else."""
    with sweep_door(Invitation):
        invitation = Invitation.objects.filter(
            email__mailbox=email, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        ).first()
    if invitation is None:
        return None
    try:
        with once(User, StaleState()):
            return User.objects.create_user(email, name=invitation.name)
    except StaleState:  # it was opened just now, through the link or in another window
        return User.objects.filter(email=email).first()


def refuse(request: HttpRequest, sign_on: SignOn, reason: str = "") -> HttpResponse:
    """Raises the page that says why somebody does not come in."""
    context = {"sign_on": sign_on, "reason": reason or _("There is no account or invitation for your address here.")}
    raise ImmediateHttpResponse(render(request, "account/organisation_refused.html", context, status=403))
