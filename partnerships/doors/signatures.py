"""The token door to a signature: a uuid and a token that was mailed, no account."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from partnerships.acting import act_for
from partnerships.models import (
    Activity,
    Agreement,
    AgreementAnnex,
    Contact,
    Cycle,
    Document,
    Membership,
    Outbox,
    Partner,
    Signature,
    TrailHead,
)
from partnerships.tenancy.doors import sweep_door, token_door
from partnerships.tokens import token_fits

# What signing reads and writes: the text, who signs it, whom the answer is mailed to, and the trail.
TABLES = (
    Signature, Agreement, AgreementAnnex, Partner, Contact, Membership, Cycle, Document, Activity, TrailHead, Outbox,
)  # fmt: skip
SEEN: Any = (
    "agreement__partnership",
    "agreement__cycle__partnership",
    "agreement__sent_by",
    "agreement__document",
    "partner__organisation",
)


def enter_signature(request: HttpRequest, uuid: UUID, token: str) -> Signature:
    """The signature a link was made for, with its partnership opened for the rest of this request.

    A link that was replaced, changed or made up gives the same 404.
    """
    with sweep_door(Signature, Agreement, Cycle, Document, Partner):
        signature: Signature | None = Signature.objects.filter(uuid=uuid).select_related(*SEEN).first()
    fits = signature and token_fits(token, purpose="sign", uuid=str(signature.uuid), nonce=signature.nonce)
    if signature is None or not fits:
        raise Http404("No such link.")
    request.doors.enter_context(token_door(signature, *TABLES))  # type: ignore[attr-defined]
    act_for(signature.partner.organisation.name, partnership_id=signature.partnership_id, name=str(signature))
    return signature
