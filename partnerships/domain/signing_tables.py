"""The table: one device on which people sign one after the other, each with a code from their own mailbox (F16, S004).

The link to the device opens the text and the names of who still has to sign, and nothing else of the partnership. It
signs for nobody: the code of each person goes to that person's own address.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.enums import SignatureState
from partnerships.exceptions import NotYourTurn, SigningStopped, StaleState
from partnerships.models import Agreement, Signature, SigningTable, User
from partnerships.tokens import make_token, new_nonce

OPEN_FOR = timedelta(hours=12)
PURPOSE = "table"


def why_not_table(agreement: Agreement) -> str:
    """Why nobody can sign this text at a table, or on paper; "" when they can."""
    if not agreement.sent_at:
        return _("This text has not been sent yet. Send it first: then it is fixed, and everybody can be asked.")
    if agreement.completed_at:
        return _("Nobody has to sign any more.")
    return "" if agreement.is_open else str(SigningStopped.default)


def open_table_of(agreement: Agreement, *, at: datetime) -> SigningTable | None:
    """The table that is open for this text now, if there is one."""
    table: SigningTable | None = agreement.tables.filter(stopped_at=None, closes_at__gt=at).first()
    return table


def token_of(table: SigningTable) -> str:
    """The part of the link that proves a leader opened this table."""
    return make_token(PURPOSE, str(table.uuid), table.nonce)


@transaction.atomic
def open_table(agreement: Agreement, *, by: User, at: datetime) -> SigningTable:
    """Open the table for twelve hours; a table that was open before is closed. Raises ``SigningStopped``."""
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not locked.is_open:
        raise SigningStopped
    SigningTable.objects.filter(agreement=locked, stopped_at=None).update(stopped_at=at)
    table: SigningTable = SigningTable.objects.create(
        partnership_id=locked.partnership_id, agreement=locked, nonce=new_nonce(), opened_at=at, opened_by=by,
        closes_at=at + OPEN_FOR,
    )  # fmt: skip
    record(locked.partnership_id, "opened_table", by=by, at=at, cycle=locked.cycle, about=locked)
    return table


@transaction.atomic
def stop_table(table: SigningTable, *, by: User, at: datetime) -> None:
    """Close the table: its link is dead from now on. Raises ``StaleState`` when it was closed already."""
    if not SigningTable.objects.filter(pk=table.pk, stopped_at=None).update(stopped_at=at):
        raise StaleState
    agreement = table.agreement
    record(agreement.partnership_id, "stopped_table", by=by, at=at, cycle=agreement.cycle, about=agreement)


def address_hint(email: str) -> str:
    """Enough of an address to know one's own mailbox, too little for whoever looks on: ``p…@example.org``."""
    name, _at, place = email.partition("@")
    return f"{name[:1]}…@{place}"


def why_not_at_table(signature: Signature, *, at: datetime) -> str:
    """Why this person cannot sign at the table now; "" when they can."""
    state = signature.state(at=at)
    if state == SignatureState.WAITING:
        return str(NotYourTurn.default)
    if state == SignatureState.EXPIRED:
        return _("Their time to sign has passed. The project leader sends a new request first.")
    return "" if state == SignatureState.ASKED else str(SigningStopped.default)


def still_to_sign(agreement: Agreement) -> list[Signature]:
    """Who has not answered yet, parties first."""
    waiting = agreement.signatures.filter(signed_at=None, declined_at=None)
    rows = list(waiting.select_related("partner__organisation"))
    for one in rows:
        one.agreement = agreement
    return rows
