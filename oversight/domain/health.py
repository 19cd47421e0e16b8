"""Is everything there that the house stands on? Yes or no for each, and nothing that helps a stranger."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import Min
from django.utils import timezone
from redis import Redis, RedisError

from partnerships.domain.seal_warnings import seal_term
from partnerships.domain.verifying import last_result
from partnerships.exceptions import SealKeyError
from partnerships.models import Outbox
from partnerships.tenancy.doors import sweep_door

SECONDS = 2


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def cache_answers() -> bool:
    try:
        cache.set("health", "yes", 10)
        return bool(cache.get("health") == "yes")
    except (OSError, RedisError):
        return False


def broker_answers() -> bool:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as redis:
            return bool(redis.ping())
    except (OSError, RedisError):
        return False


def mail_waits(*, at: datetime) -> int:
    """Seconds the oldest unsent mail waits; 0 when none does. Much more than a minute means no worker."""
    with sweep_door(Outbox):
        waiting = Outbox.objects.filter(sent_at__isnull=True, failed_at__isnull=True)
        oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    return max(int((at - oldest).total_seconds()), 0) if oldest else 0


def seal_lasts(*, at: datetime) -> bool | None:
    """Does the certificate of the seal last 90 days more? None while there is no key; False too when it does not open.

    Looked up once an hour: the key may sit in a device, and everybody may ask how we are. With the cache away nobody knows.
    """
    try:
        if (known := cache.get("seal_lasts", "")) != "":
            return bool(known) if known is not None else None
        lasts = seal_lasts_now(at=at)
        cache.set("seal_lasts", lasts, 3600)
    except (OSError, RedisError):
        return None
    return lasts


def seal_lasts_now(*, at: datetime) -> bool | None:
    try:
        term = seal_term(on=timezone.localtime(at).date())
    except SealKeyError:
        return False
    return None if term is None else not term.soon


def health(*, at: datetime) -> dict[str, Any]:
    """``healthy`` is false when something the web process cannot do without is away.

    ``trail``: whether it was whole the last time it was read through; None when it never was. ``seal``: whether its
    certificate lasts; that makes nothing unhealthy, for the web process can do without.
    """
    found: dict[str, Any] = {
        "database": database_answers(),
        "cache": cache_answers(),
        "broker": broker_answers(),
    }
    healthy = all(found.values())
    waits = mail_waits(at=at) if found["database"] else None
    trail = last_result() if found["cache"] else None
    seal = seal_lasts(at=at) if found["cache"] else None
    return {"healthy": healthy, **found, "mail_waits_seconds": waits, "trail": trail, "seal": seal}
