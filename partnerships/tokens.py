"""One-time links. A link is made from an object's uuid, its nonce and the secret key; rows hold only the first two.

Changing the nonce ends the link. Purpose is part of what is signed, so that a link for one thing opens no other.
"""

import secrets

from django.core import signing
from django.utils.crypto import constant_time_compare


def new_nonce() -> str:
    """32 characters nobody can guess."""
    return secrets.token_urlsafe(24)


def make_token(purpose: str, uuid: str, nonce: str) -> str:
    """The part of a link that proves somebody was given it: 43 characters."""
    return signing.Signer(salt=f"link.{purpose}").signature(f"{uuid}.{nonce}")


def token_fits(token: str, *, purpose: str, uuid: str, nonce: str) -> bool:
    """Is ``token`` the one made for this object and nonce? Compared in constant time."""
    return constant_time_compare(token, make_token(purpose, uuid, nonce))
