"""The token door to an invitation for the kick-off: a uuid and a token that was mailed, no account."""

from uuid import UUID

from django.http import Http404, HttpRequest

from partnerships.acting import act_for
from partnerships.models import Activity, Contact, Cycle, KickOff, KickOffInvitee, Partner, TrailHead
from partnerships.tenancy.doors import sweep_door, token_door
from partnerships.tokens import token_fits

# What answering reads and writes: the kick-off, who was asked, and the trail.
TABLES = (KickOffInvitee, KickOff, Contact, Partner, Cycle, Activity, TrailHead)


def enter_invitee(request: HttpRequest, uuid: UUID, token: str) -> KickOffInvitee:
    """The invitee a link was made for, with their partnership opened for the rest of this request.

    A link that was changed or made up gives the same 404.
    """
    with sweep_door(KickOffInvitee, KickOff, Contact, Partner, Cycle):
        rows = KickOffInvitee.objects.filter(uuid=uuid)
        invitee: KickOffInvitee | None = rows.select_related(
            "kick_off__partnership", "kick_off__cycle", "contact__partner__organisation"
        ).first()
    fits = invitee and token_fits(token, purpose="kickoff", uuid=str(invitee.uuid), nonce=invitee.nonce)
    if invitee is None or not fits:
        raise Http404("No such link.")
    request.doors.enter_context(token_door(invitee, *TABLES))  # type: ignore[attr-defined]
    act_for(invitee.contact.partner.organisation.name, partnership_id=invitee.partnership_id, name=invitee.contact.name)
    return invitee
