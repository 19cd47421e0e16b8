"""One-time links. A link is made from an object's uuid, its nonce and the secret key; rows hold only the first two.

Changing the nonce ends the link. Purpose is part of what is signed, so that a link for one thing opens no other.
Links and codes are made with ``SECRET_KEY``; those made with a key in ``SECRET_KEY_FALLBACKS`` still fit.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac


def new_nonce() -> str:
    """32 characters nobody can guess."""
    return secrets.token_urlsafe(24)


def keys() -> list[str]:
    """The key of today and those before it that still count."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def make_token(purpose: str, uuid: str, nonce: str, *, key: str | None = None) -> str:
    """The part of a link that proves somebody was given it: 43 characters."""
    return signing.Signer(key=key or settings.SECRET_KEY, salt=f"link.{purpose}").signature(f"{uuid}.{nonce}")


def token_fits(token: str, *, purpose: str, uuid: str, nonce: str) -> bool:
    """Is ``token`` the one made for this object and nonce? Compared in constant time, with every key that counts."""
    return True in [constant_time_compare(token, make_token(purpose, uuid, nonce, key=key)) for key in keys()]


def mark_of_code(uuid: str, code: str, *, key: str | None = None) -> str:
    """What a row keeps of a code. Keyed, not slow: a code lives minutes and five tries, and needs the secret key anyway."""
    message = f"{uuid}.{code}"
    return salted_hmac(
        "mark of a signing code", message, secret=key or settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()


def code_fits(code: str, *, uuid: str, mark: str) -> bool:
    """Is ``code`` the one of which a row keeps ``mark``? Compared in constant time, with every key that counts."""
    return True in [constant_time_compare(mark_of_code(uuid, code, key=key), mark) for key in keys()]


def make_code(uuid: str, nonce: str, stamp: str) -> str:
    """The six digits of one request for a code. Made anew when the mail is sent, so that no row holds them.

    ``stamp`` tells one request from another. Whoever lacks the secret key cannot work the code out from the row.
    """
    digest = salted_hmac("signing code", f"{uuid}.{nonce}.{stamp}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"
