"""How people get in: nobody signs up; an account starts with an invitation. And what is mailed about it."""

import logging
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partnerships.domain.sessions import browser_name
from partnerships.doors.known_browser import is_known, remember
from partnerships.doors.origin import client_address
from partnerships.mail import account_mail
from partnerships.mailbox import mailbox_key, stored_mailbox
from partnerships.models import User

logger = logging.getLogger(__name__)
# What the library mails → our folder.
LETTERS = {"account/email/login_code": "account_code", "account/email/password_reset_key": "account_reset"}
# What the library tells → our sentence, in one letter for all.
NOTICES = {
    "account/email/new_browser": _("Somebody signed in with your account in a browser that we do not know yet."),
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_reset": _("A new password was chosen for your account."),
    "account/email/password_set": _("A password was chosen for your account."),
    "mfa/email/totp_activated": _("An app for the second step was added to your account."),
    "mfa/email/totp_deactivated": _("The app for the second step was removed from your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
    "mfa/email/recovery_codes_generated": _(
        "New recovery codes were made for your account. The old ones no longer work."
    ),
    "mfa/email/taken_away": _("The administrator removed the second step of your account. You set it up again."),
    "account/email/ended_elsewhere": _("Your account was signed out in all other browsers."),
    "socialaccount/email/account_connected": _("Your account can now be opened with the account of your organisation."),
}


def login_name(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Whose sign-in this is, for counting failures: the page names it email, the administration names it username."""
    given = {**request.POST.dict(), **(credentials or {})}
    name = given.get("email") or given.get("username") or given.get("login") or ""
    return mailbox_key(str(name))[:254]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the sign-up page, mails in our own words, and sees who comes from a new browser."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_email(self, email: str) -> str:
        """In the spelling of our accounts: a domain in letters is the same domain."""
        return stored_mailbox(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The person's own address also behind a proxy: otherwise one stranger uses up everybody's attempts."""
        return client_address(request) or "0.0.0.0"  # noqa: S104  a place to count, nothing listens there

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "partnerships.doors.stages.SecondStepStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not for somebody who has just signed in."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """A link to this installation, whatever host the request named."""
        return f"{settings.BASE_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_security")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        if not is_known(request, user):
            self.send_notification_mail("account/email/new_browser", user)
        remember(request, answer, user)
        return answer

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A code or a link, in the language of the page it was asked on. Raises ``KeyError`` for a letter we do not send."""
        user = context.get("user")
        words = {"code": context.get("code", ""), "link": context.get("password_reset_url", "")}
        language = getattr(user, "language", "") or get_language() or settings.LANGUAGE_CODE
        self.post(LETTERS[template_prefix], email, language, words)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody what happened to their account, when and from where. Raises ``KeyError`` for an unknown notice."""
        words = {
            "happened": NOTICES[template_prefix],
            "to_name": str(user),
            "at": timezone.now(),
            "ip": client_address(self.request) or "",
            "browser": browser_name(self.get_http_user_agent(self.request)),
            "security_url": settings.BASE_URL + reverse("account_security"),
        }
        self.post("account_notice", email or user.email, user.language, words)

    def post(self, folder: str, email: str, language: str, words: dict[str, Any]) -> None:
        """Without a mail server the page goes on: what it shows may not depend on whether there is an account."""
        try:
            account_mail(folder, stored_mailbox(email), language=language, **words).send()
        except OSError:
            logger.exception("A mail about an account was not sent: %s.", folder)
