"""One-time links. A link is made from an object's uuid, its nonce and the secret key; rows hold only the first two.

Changing the nonce ends the link. Purpose is part of what is signed, so that a link for one thing opens no other.
"""

import secrets

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac


def new_nonce() -> str:
    """32 characters nobody can guess."""
    return secrets.token_urlsafe(24)


def make_token(purpose: str, uuid: str, nonce: str) -> str:
    """The part of a link that proves somebody was given it: 43 characters."""
    return signing.Signer(salt=f"link.{purpose}").signature(f"{uuid}.{nonce}")


def token_fits(token: str, *, purpose: str, uuid: str, nonce: str) -> bool:
    """Is ``token`` the one made for this object and nonce? Compared in constant time."""
    return constant_time_compare(token, make_token(purpose, uuid, nonce))


def mark_of_code(uuid: str, code: str) -> str:
    """What a row keeps of a code. Keyed, not slow: a code lives minutes and five tries, and needs the secret key anyway."""
    return salted_hmac("mark of a signing code", f"{uuid}.{code}", algorithm="sha256").hexdigest()


def make_code(uuid: str, nonce: str, stamp: str) -> str:
    """The six digits of one request for a code. Made anew when the mail is sent, so that no row holds them.

    ``stamp`` tells one request from another. Whoever lacks the secret key cannot work the code out from the row.
    """
    digest = salted_hmac("signing code", f"{uuid}.{nonce}.{stamp}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"
