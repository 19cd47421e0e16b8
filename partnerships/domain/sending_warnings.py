"""What the sender of a text is told before it goes out: never a block, always said, and kept when it is passed over.

A room that knows more of the process adds its own with ``add_warning``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from partnerships.domain.activity import record
from partnerships.domain.commenting import comments_warning
from partnerships.domain.signers import leaders_warning
from partnerships.models import Agreement, User


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


def warnings_for(agreement: Agreement, *, on: date) -> list[Warned]:
    """Everything the sender should know first."""
    found = [Warned(comments_warning(agreement)), Warned(leaders_warning(agreement))]
    found += [Warned(function(agreement, on), asks_reason=True) for function in WARNINGS]
    return [one for one in found if one.text]


def keep_reason(agreement: Agreement, *, reason: str, by: User, at: datetime) -> None:
    """Keep in the trail why a text is sent although something warned against it."""
    record(
        agreement.partnership, "sent_despite_warning", by=by, at=at, cycle=agreement.cycle, about=agreement, why=reason
    )
