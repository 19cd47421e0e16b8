"""The member door: the partnership in the address, the membership of today, the scope around the view."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from partnerships.access import access_of
from partnerships.doors.request import MemberRequest
from partnerships.models import Partnership
from partnerships.tenancy.doors import member_door


class PartnershipMiddleware:
    """Takes ``partnership`` out of the address's arguments and puts partnership and access on the request.

    A foreign partnership and one that is not there give the same 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with ExitStack() as doors:
            request.doors = doors  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        slug = kwargs.pop("partnership", None)
        if slug is None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        partnership = Partnership.objects.filter(slug=slug).first()
        access = partnership and access_of(request.user, partnership, on=timezone.localdate())
        if partnership is None or not access:
            raise Http404("No such partnership for this person.")
        member_request = cast("MemberRequest", request)
        member_request.partnership = partnership
        member_request.access = access
        request.doors.enter_context(member_door(partnership))  # type: ignore[attr-defined]
        return None
