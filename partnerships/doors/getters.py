"""Getters that carry the rights: a view cannot hold an object it may not touch."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import F, Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from partnerships.doors.request import MemberRequest
from partnerships.enums import Role
from partnerships.models import Cycle
from partnerships.roles import MATRIX

M = TypeVar("M", bound=Model)


def require(request: MemberRequest, act: str) -> None:
    """Raise ``PermissionDenied`` with a sentence unless the person may do ``act`` here, today."""
    if not request.access.may(act):
        raise PermissionDenied(why_not(act))


def why_not(act: str) -> str:
    """The sentence that says who may do ``act``."""
    names = ", ".join(str(Role(role).label).lower() for role, acts in MATRIX.items() if act in acts)
    return _("Your role does not allow this. It can be done by: %(roles)s.") % {"roles": names}


def get_here(request: MemberRequest, rows: type[M] | QuerySet[M], *, act: str, **lookup: Any) -> M:
    """One row of this partnership: 404 when it is not here, 403 with the reason without the right."""
    require(request, act)
    return get_object_or_404(rows, **lookup)


def open_cycle(request: MemberRequest) -> Cycle:
    """The partnership's open cycle, or its last one when none is open."""
    found: Cycle | None = Cycle.objects.order_by(F("closed_on").desc(nulls_first=True), "-number").first()
    if found is None:
        raise Http404("No cycle.")
    return found
