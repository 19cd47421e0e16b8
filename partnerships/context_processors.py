"""What every page may count on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from partnerships.enums import OfficerRole
from partnerships.models import Officer
from partnerships.models.membership import valid_on


def offices_of(request: HttpRequest) -> list[Officer]:
    """For whom this person works across partnerships, today; no query for a visitor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return list(Officer.objects.filter(valid_on(timezone.localdate()), user_id=user.pk).select_related("organisation"))


def oversees(request: HttpRequest) -> bool:
    """Is there a portfolio for this person?"""
    return any(office.role == OfficerRole.OVERSEER for office in offices_of(request))


def house(request: HttpRequest) -> dict[str, Any]:
    """The partnership in the address, what the person may do there, their offices; is this a demonstration?"""
    access = getattr(request, "access", None)
    return {
        "partnership": getattr(request, "partnership", None),
        "access": access,
        "oversees": SimpleLazyObject(lambda: oversees(request)) if access is None else access.in_office,
        "DEMO": settings.DEMO,
        "TILE_URL": settings.TILE_URL,
    }
