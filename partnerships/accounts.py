"""How people get in: nobody signs up; an account starts with an invitation."""

from collections.abc import Mapping
from ipaddress import ip_address

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Where the request came from: the last address our own proxy wrote down, or the other end of the line."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def login_name(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Whose sign-in this is, for counting failures: the page names it email, the administration names it username."""
    given = {**request.POST.dict(), **(credentials or {})}
    name = given.get("email") or given.get("username") or given.get("login") or ""
    return str(name).strip().lower()[:254]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The person's own address also behind a proxy: otherwise one stranger uses up everybody's attempts."""
        return client_address(request) or "unknown"
