"""The token door to a signature: a uuid and a token that was mailed, no account."""

from uuid import UUID

from django.http import HttpRequest

from partnerships.doors.links import SIGN
from partnerships.doors.safe_links import enter_link
from partnerships.models import Agreement, Signature, SignatureHandOver
from partnerships.tenancy.doors import sweep_door
from partnerships.tokens import token_fits

TABLES = SIGN.opens


def enter_signature(request: HttpRequest, uuid: UUID, token: str) -> Signature:
    """The signature a link was made for, with its partnership opened for the rest of this request.

    A link that was replaced, changed or made up gives the same 404.
    """
    signature: Signature = enter_link(request, SIGN, uuid, token)
    return signature


def passed_on_by(uuid: UUID, token: str) -> SignatureHandOver | None:
    """The hand-over that ended this very link; None for a link that never was. It opens no partnership."""
    seen = ("signature__agreement__partnership",)
    with sweep_door(Signature, SignatureHandOver, Agreement):
        ended = SignatureHandOver.objects.filter(signature__uuid=uuid).exclude(from_nonce="").select_related(*seen)
        rows = list(ended.prefetch_related("signature__hand_overs"))
    fits = [one for one in rows if token_fits(token, purpose=SIGN.purpose, uuid=str(uuid), nonce=one.from_nonce)]
    return fits[0] if fits else None
