"""Rows that nobody deletes: names stand in trails and signed documents."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class Kept(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that stay."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
