"""The token door to the yearly pulse: a uuid and a token that was mailed, no account."""

from uuid import UUID

from django.http import HttpRequest

from partnerships.doors.links import PULSE
from partnerships.doors.safe_links import enter_link
from partnerships.models import PulseAsk


def enter_pulse(request: HttpRequest, uuid: UUID, token: str) -> PulseAsk:
    """The request a link was made for, with what answering needs opened for the rest of this request."""
    ask: PulseAsk = enter_link(request, PULSE, uuid, token)
    return ask
