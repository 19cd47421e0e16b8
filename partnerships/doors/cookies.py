"""The short messages of the next page, in a cookie with the prefix of the others."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class MessageCookie(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class MessageStorage(FallbackStorage):
    """Django's own, with our name for the cookie: behind https a browser then takes it from nobody but this host."""

    storage_classes = (MessageCookie, SessionStorage)
