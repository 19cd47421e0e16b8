"""The second step as the library keeps it: its secrets locked, its names ours."""

from base64 import urlsafe_b64encode
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from partnerships.doors.second_factor import needs_second_factor
from partnerships.models import User


def lock() -> MultiFernet:
    """Made from the installation's secret key; the older keys still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [salted_hmac("partnerships.second-factor", "lock", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in made])


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of apps and recovery codes never lie readable in the database or its copies."""

    def encrypt(self, text: str) -> str:
        return lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return lock().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the name of this installation, whatever the request calls it."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "", "name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor of somebody who needs one stays; the administrator takes a lost one away."""
        user = authenticator.user
        return not needs_second_factor(user, on=timezone.localdate()) or (
            Authenticator.objects.filter(user=user)
            .exclude(pk=authenticator.pk)
            .exclude(type=Authenticator.Type.RECOVERY_CODES)
            .exists()
        )

    def get_totp_issuer(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)
