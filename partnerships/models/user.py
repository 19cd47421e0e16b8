from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import MailboxField, MailboxKey, parse_mailbox


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who signs in with an e-mail address. Without a password only a reset or invitation lets them in.

        Raises ``ValidationError`` for what is no address.
        """
        user = self.model(email=parse_mailbox(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=username)  # in the stored spelling: a +tag is no other name to sign in with


class User(AbstractUser):
    """A person who signs in. What they may do hangs on memberships, never on this row."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = MailboxField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=5, default="nl")
    session_round = models.PositiveIntegerField(default=0, editable=False)  # one more ends every session there is

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(MailboxKey("email"), name="user_once_per_mailbox")]

    def __str__(self) -> str:
        return self.name or self.email

    def session_hash(self, secret: str | bytes) -> str:
        """What every session of this person carries: it ends with a new password and with a new round."""
        stamp = f"{self.password}:{self.session_round}"
        return salted_hmac("partnerships.User.session", stamp, secret=secret, algorithm="sha256").hexdigest()

    def get_session_auth_hash(self) -> str:
        return self.session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        yield from map(self.session_hash, settings.SECRET_KEY_FALLBACKS)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
