"""The five doors into tenant data, each stating its scope (design, idea 3).

A door is a context manager. Nothing else in the house may enter a scope or disable it; a test greps for that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import models
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from partnerships.tenancy.managers import OVERSIGHT, PARTNERSHIP, SWEEP

if TYPE_CHECKING:
    from partnerships.models import Partnership

CLOSED: dict[str, Any] = {PARTNERSHIP: None, OVERSIGHT: None, SWEEP: frozenset()}


@contextmanager
def member_door(partnership: "Partnership | int | None") -> Iterator[None]:
    """Everything of one partnership; the caller has checked the membership.

    Raises ``ScopeError`` for ``None``: django-scopes would filter nothing then.
    """
    if partnership is None:
        raise ScopeError("A scope needs a partnership; None would open every partnership at once.")
    with scope(**{**CLOSED, PARTNERSHIP: getattr(partnership, "pk", partnership)}):
        yield


@contextmanager
def token_door(thing: models.Model) -> Iterator[None]:
    """The partnership of the one object a link was given for."""
    with member_door(thing.partnership_id):  # type: ignore[attr-defined]
        yield


@contextmanager
def audit_door(audit: models.Model) -> Iterator[None]:
    """The partnership of an audit; the caller has checked the auditor and the dates."""
    with member_door(audit.partnership_id):  # type: ignore[attr-defined]
        yield


@contextmanager
def oversight_door(partnership_ids: models.QuerySet[Any]) -> Iterator[None]:
    """Projections only, of the partnerships in the query."""
    with scope(**{**CLOSED, OVERSIGHT: partnership_ids}):
        yield


@contextmanager
def sweep_door(*tables: type[models.Model]) -> Iterator[None]:
    """The named tables across all partnerships: for what the clock does, and for finding the object of a link."""
    with scope(**{**CLOSED, SWEEP: frozenset(tables)}):
        yield
