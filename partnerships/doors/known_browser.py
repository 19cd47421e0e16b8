"""A browser that was here before carries a signed mark; a sign-in from any other is told by mail.

Nothing of this is kept by us: the mark says only that somebody with this account signed in here, and a new password
makes every browser new again.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from partnerships.models import User

SALT = "partnerships.known-browser"
MOST = 6  # people who share a browser
COOKIE = f"{settings.COOKIE_PREFIX}known"


def mark_of(user: User) -> str:
    return salted_hmac(SALT, f"{user.pk}:{user.password}", algorithm="sha256").hexdigest()[:32]


def marks_in(request: HttpRequest) -> list[str]:
    try:
        found = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=settings.KNOWN_BROWSER_DAYS * 24 * 60 * 60
        )
    except signing.BadSignature:
        return []
    return [str(mark) for mark in found] if isinstance(found, list) else []


def is_known(request: HttpRequest, user: User) -> bool:
    """Did this person sign in from this browser before?"""
    return mark_of(user) in marks_in(request)


def remember(request: HttpRequest, answer: HttpResponseBase, user: User) -> None:
    """Give the browser its mark, beside those of others who use it."""
    own = mark_of(user)
    marks = [own, *(mark for mark in marks_in(request) if mark != own)][:MOST]
    answer.set_cookie(
        COOKIE,
        signing.dumps(marks, salt=SALT),
        max_age=settings.KNOWN_BROWSER_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
