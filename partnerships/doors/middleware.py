"""The member door: the partnership in the address, the membership of today, the scope around the view."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import access_of
from partnerships.doors.request import MemberRequest
from partnerships.emergency import emergency_access
from partnerships.tenancy.doors import member_door


class LimitsMiddleware:
    """No body larger than the largest file we take, also from a visitor; nothing of who is signed in is kept elsewhere.

    Without the first anybody could fill the disk: a body is read before a view can say no.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        limit = settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        sent = request.META.get("CONTENT_LENGTH") or "0"
        if sent.isdecimal() and int(sent[:20]) > limit:
            megabytes = {"limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024)}
            words = _("This file is too large. At most %(limit)s MB is allowed.") % megabytes
            return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")
        answer = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer


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
        access = access_of(request.user, slug, on=timezone.localdate()) or emergency_access(
            request.user, slug, at=timezone.now()
        )
        if access is None:
            raise Http404("No such partnership for this person.")
        member_request = cast("MemberRequest", request)
        member_request.partnership = access.partnership
        member_request.access = access
        request.doors.enter_context(member_door(access.partnership))  # type: ignore[attr-defined]
        return None
