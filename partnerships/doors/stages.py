"""The steps of signing in, where ours differ from the library's."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondStepStage(AuthenticateStage):  # type: ignore[misc]
    """Asks for the second step, but not of somebody who comes from the sign-in of their own organisation."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        if records and records[-1].get("method") == "socialaccount":
            return False
        return bool(super()._should_handle(request))
