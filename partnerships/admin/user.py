from allauth.account.adapter import get_adapter
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.domain.sessions import take_second_factor_away
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
    actions = ["take_second_factor_away"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.action(description=gettext_lazy("Take the lost second step away"), permissions=["change"])
    def take_second_factor_away(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For somebody else only: one's own second step is changed with that step itself."""
        for user in users:
            if user.pk == request.user.pk:
                self.message_user(request, _("Ask another administrator to do this for you."), messages.ERROR)
            elif take_second_factor_away(user):
                get_adapter().send_notification_mail("mfa/email/taken_away", user)
                self.log_change(request, user, "The second step was taken away.")
                words = _("%(email)s sets up the second step again and got a mail about it.")
                self.message_user(request, words % {"email": user.email}, messages.SUCCESS)
            else:
                words = _("%(email)s has no second step.")
                self.message_user(request, words % {"email": user.email}, messages.WARNING)
