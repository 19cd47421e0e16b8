"""The token door of a signing table: a link that works for twelve hours, on a device where nobody is signed in."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.acting import act_for
from partnerships.domain.signing_tables import PURPOSE
from partnerships.doors.links import SIGN
from partnerships.models import Agreement, Cycle, Document, Signature, SigningTable
from partnerships.tenancy.doors import sweep_door, token_door
from partnerships.tokens import token_fits

TABLES: tuple[type[Model], ...] = (SigningTable, *SIGN.opens)
SEEN: Any = (
    "agreement__partnership", "agreement__cycle__partnership", "agreement__sent_by", "agreement__document"
)  # fmt: skip


def enter_table(request: HttpRequest, uuid: UUID, token: str) -> SigningTable:
    """The table a link was made for, with the door opened for the rest of this request.

    A link that was stopped, ran out or was made up gives the same 404. Whoever is signed in gets 403: a leader never
    signs for another, and a device that goes round never carries somebody's session.
    """
    with sweep_door(SigningTable, Agreement, Cycle, Document):
        table: SigningTable | None = SigningTable.objects.filter(uuid=uuid).select_related(*SEEN).first()
    fits = table and token_fits(token, purpose=PURPOSE, uuid=str(table.uuid), nonce=table.nonce)
    if table is None or not fits or not table.is_open(at=timezone.now()):
        raise Http404("No such table.")
    if request.user.is_authenticated:
        raise PermissionDenied(
            _(
                "You are signed in here. People sign at the table on a device where nobody is signed in. Sign out "
                "first, or open this page on another device."
            )
        )
    request.doors.enter_context(token_door(table, *TABLES))  # type: ignore[attr-defined]
    return table


def enter_seat(request: HttpRequest, uuid: UUID, token: str, signatory: UUID) -> Signature:
    """One signatory of the table's own text. Anybody else's request gives 404."""
    table = enter_table(request, uuid, token)
    rows = Signature.objects.filter(agreement=table.agreement, uuid=signatory).select_related(*SIGN.seen)
    signature: Signature | None = rows.first()
    if signature is None:
        raise Http404("Not at this table.")
    act_for(signature.partner.organisation.name, partnership_id=signature.partnership_id, name=str(signature))
    return signature
