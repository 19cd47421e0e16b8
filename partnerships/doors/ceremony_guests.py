"""The token door to an invitation: a uuid and a token that was mailed to a guest, no account."""

from uuid import UUID

from django.http import Http404, HttpRequest

from partnerships.acting import act_for
from partnerships.models import Activity, Ceremony, CeremonyGuest, Cycle, TrailHead
from partnerships.tenancy.doors import sweep_door, token_door
from partnerships.tokens import token_fits

PURPOSE = "guest"
TABLES = (CeremonyGuest, Ceremony, Cycle, Activity, TrailHead)


def enter_guest(request: HttpRequest, uuid: UUID, token: str) -> CeremonyGuest:
    """The guest a link was made for, with their ceremony opened for the rest of this request.

    A link of somebody who was taken off the list, changed or made up gives the same 404.
    """
    with sweep_door(CeremonyGuest, Ceremony, Cycle):
        rows = CeremonyGuest.objects.filter(uuid=uuid).select_related("ceremony__partnership", "ceremony__cycle")
        guest: CeremonyGuest | None = rows.first()
    fits = guest and token_fits(token, purpose=PURPOSE, uuid=str(guest.uuid), nonce=guest.nonce)
    if guest is None or not fits:
        raise Http404("No such invitation.")
    request.doors.enter_context(token_door(guest, *TABLES))  # type: ignore[attr-defined]
    act_for(guest.organisation, partnership_id=guest.partnership_id, name=guest.name)
    return guest
