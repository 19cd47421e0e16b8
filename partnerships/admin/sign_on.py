import os

from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import SignOn, SignOnDomain


class DomainInline(admin.TabularInline):  # type: ignore[type-arg]
    model = SignOnDomain
    extra = 1


@admin.register(SignOn)
class SignOnAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A provider is one row: whose, where, for which mail domains. The secret stays in the environment."""

    list_display = ["organisation", "server_url", "is_active", "secret_state"]
    readonly_fields = ["callback_address", "secret_state"]
    inlines = [DomainInline]

    @admin.display(description=gettext_lazy("Address to give to the provider"))
    def callback_address(self, sign_on: SignOn) -> str:
        if not sign_on.slug:
            return _("Shown once this is saved.")
        return f"{settings.BASE_URL}{reverse('openid_connect_callback', kwargs={'provider_id': sign_on.slug})}"

    @admin.display(description=gettext_lazy("Secret"))
    def secret_state(self, sign_on: SignOn) -> str:
        """Whether it is there; never what it is."""
        return _("found") if os.environ.get(sign_on.secret_variable) else _("not found in the environment")
