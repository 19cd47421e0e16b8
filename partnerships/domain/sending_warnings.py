"""What the sender of a text is told before it goes out: never a block, always said, and kept when it is passed over.

A room that knows more of the process adds its own with ``add_warning``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.commenting import comments_warning
from partnerships.domain.earlier_rounds import refused_text_warning
from partnerships.domain.mail_confirmations import unconfirmed_of
from partnerships.domain.party_lists import is_listed
from partnerships.domain.signers import leaders_warning, planned_signers
from partnerships.exceptions import Refused
from partnerships.models import Agreement, Partner, User


@dataclass(frozen=True)
class Warned:
    """One sentence. ``asks_reason``: whoever sends all the same says why."""

    text: str
    asks_reason: bool = False


WARNINGS: list[Callable[[Agreement, date], str]] = []


def add_warning(function: Callable[[Agreement, date], str]) -> None:
    """Register what gives a sentence about a draft on a day, or ""; passing it over asks for a reason."""
    if function not in WARNINGS:
        WARNINGS.append(function)


def warnings_for(agreement: Agreement, *, on: date, witnesses: Sequence[Partner] = ()) -> list[Warned]:
    """Everything the sender should know first. ``witnesses``: the parties that sign as a witness instead of as a party."""
    texts = (
        refused_text_warning(agreement), comments_warning(agreement), leaders_warning(agreement),
        unconfirmed_warning(agreement),        witness_warning(agreement, witnesses),
    )  # fmt: skip
    found = [Warned(text) for text in texts]
    found += [Warned(function(agreement, on), asks_reason=True) for function in WARNINGS]
    return [one for one in found if one.text]


def unconfirmed_warning(agreement: Agreement) -> str:
    """Who would sign from an address that their organisation did not confirm; "" for nobody, or when nothing can be sent."""
    try:
        found = unconfirmed_of(one.contact for one in planned_signers(agreement))
    except Refused:
        return ""
    if not found:
        return ""
    return _(
        "The organisation did not confirm these addresses: %(people)s. They can sign, and everybody sees that the address "
        "is not confirmed."
    ) % {"people": ", ".join(f"{one.name}, {one.partner} ({one.email})" for one in found)}


def witness_warning(agreement: Agreement, witnesses: Sequence[Partner]) -> str:
    """A draft lists every party before anybody says who witnesses: then its words make a party of who is none."""
    named = [one.organisation.name for one in witnesses if is_listed(agreement.text, one)]
    if not named:
        return ""
    return _(
        "The text names as a party who signs as a witness: %(parties)s. Take them off the list of parties in the text, "
        "or let them sign as a party."
    ) % {"parties": ", ".join(named)}


def keep_reason(agreement: Agreement, *, reason: str, by: User, at: datetime) -> None:
    """Keep in the trail why a text is sent although something warned against it."""
    record(
        agreement.partnership, "sent_despite_warning", by=by, at=at, cycle=agreement.cycle, about=agreement, why=reason
    )
