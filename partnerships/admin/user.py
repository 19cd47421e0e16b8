from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from partnerships.admin.second_factor import take_lost_step_away
from partnerships.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who has an account. Rights hang on memberships, and a person changes their own name and password."""

    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = ["email", "name", "language", "is_active", "is_staff", "last_login", "date_joined"]
    readonly_fields = ["email", "name", "language", "last_login", "date_joined"]
    actions = [take_lost_step_away]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """An officer may need an account without an invitation; later the person keeps name and address."""
        return ["last_login", "date_joined"] if obj is None else list(self.readonly_fields)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
