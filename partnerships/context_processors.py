"""What every page may count on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """The partnership in the address, what the person may do there, and whether this is a demonstration."""
    return {
        "partnership": getattr(request, "partnership", None),
        "access": getattr(request, "access", None),
        "DEMO": settings.DEMO,
        "TILE_URL": settings.TILE_URL,
    }
