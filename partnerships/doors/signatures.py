"""The token door to a signature: a uuid and a token that was mailed, no account."""

from uuid import UUID

from django.http import HttpRequest

from partnerships.doors.links import SIGN
from partnerships.doors.safe_links import enter_link
from partnerships.models import Signature

TABLES = SIGN.opens


def enter_signature(request: HttpRequest, uuid: UUID, token: str) -> Signature:
    """The signature a link was made for, with its partnership opened for the rest of this request.

    A link that was replaced, changed or made up gives the same 404.
    """
    signature: Signature = enter_link(request, SIGN, uuid, token)
    return signature
