"""The token door to the yearly pulse: a uuid and a token that was mailed, no account."""

from uuid import UUID

from django.http import Http404, HttpRequest

from partnerships.models import Contact, Pulse, PulseAsk, PulseTally
from partnerships.tenancy.doors import sweep_door, token_door
from partnerships.tokens import token_fits

TABLES = (Pulse, PulseAsk, PulseTally)  # no trail: an answer leaves none


def enter_pulse(request: HttpRequest, uuid: UUID, token: str) -> PulseAsk:
    """The request a link was made for, with what answering needs opened for the rest of this request.

    A link that was made up gives the same 404 as one of somebody who is no contact any more.
    """
    with sweep_door(PulseAsk, Pulse, Contact):
        ask: PulseAsk | None = (
            PulseAsk.objects.filter(uuid=uuid).select_related("pulse__partnership", "partnership").first()
        )
    fits = ask and token_fits(token, purpose="pulse", uuid=str(ask.uuid), nonce=ask.nonce)
    if ask is None or not fits:
        raise Http404("No such link.")
    request.doors.enter_context(token_door(ask, *TABLES))  # type: ignore[attr-defined]
    return ask
