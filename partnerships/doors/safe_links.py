"""Links in a mail that let somebody act without a password: one mechanism for signing, progress, attendance.

A mail scanner opens every link, with GET and HEAD, before the person does. So these show and never act: only POST acts,
and a link works as often as it is opened. It ends when the nonce of its row changes, when its time has passed
(``has_expired``), or when the thing it is for was done; then the page behind it says what was done.

A room registers its kinds in its own ``doors/links.py``, which is read at start-up. A view calls ``enter_link`` first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import Http404, HttpRequest

from partnerships.acting import act_for
from partnerships.mail import add_link_page
from partnerships.models import TenantModel
from partnerships.tenancy.doors import sweep_door, token_door
from partnerships.tokens import token_fits

Row = Any  # an instance of the kind's model


@dataclass(frozen=True)
class LinkKind:
    """One thing that can be done by link. Its rows have a ``uuid`` and a ``nonce``; the link is made from both.

    ``purpose`` is part of what is signed, so that a link for one thing opens no other; ``page`` is the address a mail
    leads to, which takes ``uuid`` and ``token``; ``opens`` are the tables of the token door behind it; ``seen`` what is
    read along with the row, and ``reads`` the tables of that; ``acts_for`` says for which organisation and under which
    name the trail writes what is done; ``expires`` until when the link works (None: no end by itself).
    """

    purpose: str
    page: str
    model: type[Model]
    opens: tuple[type[Model], ...] = ()
    seen: tuple[str, ...] = ()
    reads: tuple[type[Model], ...] = ()
    acts_for: Callable[[Row], tuple[str, str]] | None = None
    expires: Callable[[Row], datetime | None] | None = None


KINDS: dict[str, LinkKind] = {}


def register(kind: LinkKind) -> LinkKind:
    """Make a kind known, also to the mails. Raises ``ValueError`` when another kind has its purpose."""
    if KINDS.setdefault(kind.purpose, kind) is not kind:
        raise ValueError(f"Two kinds of link for “{kind.purpose}”.")
    add_link_page(kind.purpose, kind.page)
    return kind


def enter_link(request: HttpRequest, kind: LinkKind, uuid: UUID, token: str) -> Row:
    """The row a link was made for, with its partnership opened for the rest of this request. Changes nothing.

    A link that was replaced, changed or made up gives the same 404. What has ended is still shown: ask ``has_expired``.
    """
    row = find_row(kind, uuid)
    fits = row and token_fits(token, purpose=kind.purpose, uuid=str(row.uuid), nonce=row.nonce)
    if row is None or not fits:
        raise Http404("No such link.")
    if isinstance(row, TenantModel):
        request.doors.enter_context(token_door(row, *kind.opens))  # type: ignore[attr-defined]
    if kind.acts_for is not None:
        organisation, name = kind.acts_for(row)
        act_for(organisation, partnership_id=getattr(row, "partnership_id", None), name=name)
    return row


def find_row(kind: LinkKind, uuid: UUID) -> Row | None:
    """The row with this uuid, whichever partnership it is of."""
    with sweep_door(*(model for model in (kind.model, *kind.reads) if issubclass(model, TenantModel))):
        return kind.model._default_manager.filter(uuid=uuid).select_related(*kind.seen).first()


def has_expired(kind: LinkKind, row: Row, *, at: datetime) -> bool:
    """Has the time of this link passed? Its page then says so, with status 410."""
    end = kind.expires(row) if kind.expires else None
    return end is not None and end <= at
