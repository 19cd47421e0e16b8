"""Who is at work while a request is answered: from where, and on behalf of which organisation. ``record`` reads it.

A verb is told who acts (``by``); from where and for whom follows from the request, so the doors write it down here.
Outside a request, in a task or a command, nothing is known and the trail says so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from partnerships.models import Partner

KEPT_BITS = {4: 24, 6: 48}  # enough to tell a town hall from a stranger, too little to follow a person


@dataclass
class Acting:
    """``organisation`` is a question, asked at most once and only when something is recorded."""

    origin: str = ""
    name: str = ""  # of somebody without an account
    partnership_id: int | None = None  # where somebody came in by a link or as an auditor
    organisation: Callable[[], str] | None = None
    known: str | None = None

    def on_behalf_of(self) -> str:
        if self.known is None:
            self.known = self.organisation() if self.organisation else ""
        return self.known


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def now_acting() -> Acting:
    """What is known of whoever is at work; empty outside a request."""
    return _acting.get() or Acting()


@contextmanager
def acting(somebody: Acting) -> Iterator[Acting]:
    """For the length of one request."""
    token = _acting.set(somebody)
    try:
        yield somebody
    finally:
        _acting.reset(token)


def act_for(organisation: str | Callable[[], str], *, partnership_id: int | None = None, name: str = "") -> None:
    """Say on behalf of which organisation the rest of this request acts; nothing outside a request."""
    somebody = _acting.get()
    if somebody is not None:
        known = organisation if isinstance(organisation, str) else None
        asked = None if isinstance(organisation, str) else organisation
        somebody.known, somebody.organisation = known, asked
        somebody.partnership_id, somebody.name = partnership_id, name


def parties_named(ids: frozenset[int]) -> str:
    """The names of the parties somebody speaks for; needs their partnership's door. One query, none without ids."""
    if not ids:
        return ""
    names = (
        Partner.objects.filter(pk__in=ids).order_by("organisation__name").values_list("organisation__name", flat=True)
    )
    return ", ".join(names)[:200]


def shortened(address: str | None) -> str:
    """An address as the trail keeps it: ``192.0.2.0/24`` or ``2001:db8:1::/48``; "" for none."""
    if not address:
        return ""
    found = ip_address(address)
    return str(ip_network((found, KEPT_BITS[found.version]), strict=False))
