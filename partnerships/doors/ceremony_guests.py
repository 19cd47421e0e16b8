"""The link of a guest to their invitation: no account."""

from uuid import UUID

from django.http import HttpRequest

from partnerships.doors.links import GUEST
from partnerships.doors.safe_links import enter_link
from partnerships.models import CeremonyGuest


def enter_guest(request: HttpRequest, uuid: UUID, token: str) -> CeremonyGuest:
    """The guest a link was made for, with their ceremony opened for the rest of this request.

    A link of somebody who was taken off the list, changed or made up gives the same 404.
    """
    guest: CeremonyGuest = enter_link(request, GUEST, uuid, token)
    return guest
