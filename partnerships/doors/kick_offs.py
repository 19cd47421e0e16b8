"""The link of somebody who was invited to the kick-off: no account."""

from uuid import UUID

from django.http import HttpRequest

from partnerships.doors.links import KICK_OFF
from partnerships.doors.safe_links import enter_link
from partnerships.models import KickOffInvitee


def enter_invitee(request: HttpRequest, uuid: UUID, token: str) -> KickOffInvitee:
    """The invitee a link was made for, with the kick-off opened for the rest of this request.

    A link of somebody who is no longer a contact, changed or made up gives the same 404.
    """
    invitee: KickOffInvitee = enter_link(request, KICK_OFF, uuid, token)
    return invitee
