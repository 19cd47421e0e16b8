from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.conf import settings
from django.core.cache import cache

PERIOD = 30  # seconds a code of an app lasts


class Once:
    """A code works once, for as long as it could work at all: the library forgets a used one sooner."""

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        lasts = PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        if not cache.add(f"second-step:{self.user.pk}:{code.strip()}", 1, timeout=lasts):  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(Once, AuthenticateForm):  # type: ignore[misc]
    """The code of the app, or a recovery code, to come in."""


class SecondStepAgainForm(Once, ReauthenticateForm):  # type: ignore[misc]
    """The same, before something that matters."""
