"""What every answer says to the browser, errors and files of the style included, besides the content policy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# Names of what stands in an address and opens something by itself.
SECRET_PARTS = frozenset({"token", "key"})


class HeadersMiddleware:
    """Nothing of the device is used, no other site may take our answers, and a link that opens something stays here.

    Stands outside all other middleware, so that a refusal made there has the same headers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if opens_by_itself(request):
            # "no-referrer" would also take the sender off our own forms, and the check on forgery refuses those.
            # With "strict-origin" a browser names our host and never the address with the token in it.
            answer.headers["Referrer-Policy"] = "strict-origin"
            answer.headers["Cache-Control"] = "private, no-store"
            answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        if request.method == "POST" and place_of(request) == "account_logout":
            answer.headers["Clear-Site-Data"] = '"cache", "storage"'  # not cookies: the language stays
        return answer


def opens_by_itself(request: HttpRequest) -> bool:
    """Does the address hold a one-time link? Known once the address was found."""
    match = request.resolver_match
    return match is not None and bool(SECRET_PARTS & set(match.kwargs))


def place_of(request: HttpRequest) -> str:
    """The name of the address that was asked for; "" for one that is not there."""
    match = request.resolver_match
    return match.view_name if match else ""
