"""How often a form or link that needs no account may be used: per address, and tighter per link.

Counts live in Django's cache, which is Redis. A cache that is away lets
everybody in: a limit keeps load out, and must never keep a signatory from signing.
"""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from redis.exceptions import RedisError

from partnerships.doors.origin import client_address

View = Callable[..., HttpResponseBase]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WINDOW = 300  # seconds

log = logging.getLogger(__name__)


def limited(name: str, *, reading: bool = False) -> Callable[[View], View]:
    """Limit a public view by the line ``name`` of ``settings.RATE_LIMITS``; too often gives 429 with ``Retry-After``.

    A view with a token in its address counts every request, and so does one that says ``reading``; others only what
    is sent.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            token = kwargs.get("token")
            if (reading or token is not None or request.method not in SAFE) and is_too_often(request, name, token):
                return too_often(request)
            return view(request, *args, **kwargs)

        checked.limit = name  # type: ignore[attr-defined]  # read by the test that asks for one on every public form
        return checked

    return decorate


def is_too_often(request: HttpRequest, name: str, token: str | None) -> bool:
    """Count this request under its link and under its address. Is one of the two above its limit?"""
    limits, counted = settings.RATE_LIMITS[name], {"address": client_address(request) or "nowhere", "token": token}
    return True in [count(f"{name}.{kind}", value) > limits[kind] for kind, value in counted.items() if value]


def count(name: str, value: str) -> int:
    """How often this was asked in these five minutes, this time included; 0 when nobody counts."""
    key = f"limit.{name}.{hashlib.sha256(value.encode()).hexdigest()}.{int(now()) // WINDOW}"
    try:
        cache.add(key, 0, timeout=WINDOW)
        return int(cache.incr(key))
    except ValueError:  # thrown out between the two: the cache was full
        return 1
    except (RedisError, OSError) as error:
        log.warning("nobody counts %s: %s", name, error)
        return 0


def now() -> float:
    return timezone.now().timestamp()


def too_often(request: HttpRequest) -> HttpResponse:
    """The page that says when to come back; nothing was done."""
    wait = WINDOW - int(now()) % WINDOW
    answer = render(request, "partnerships/too_often.html", {"minutes": -(-wait // 60)}, status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer
