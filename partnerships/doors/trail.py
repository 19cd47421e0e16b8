"""The door to the trail: who is at work in this request, and a row for everything confidential that is shown.

Stands inside the member door, so that what it writes goes to the partnership of the request. Only an answer that shows
something is kept: no refusal and no redirect.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.acting import Acting, act_for, acting, now_acting, parties_named, shortened
from partnerships.domain.emergencies import emergency_name
from partnerships.domain.seen import EMERGENCY_PAGE, SEEN, note_seen
from partnerships.doors.origin import client_address
from partnerships.emergency import EmergencyPass

READING = ("GET", "HEAD", "OPTIONS")


class TrailMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with acting(Acting(origin=shortened(client_address(request)))):
            answer = self.get_response(request)
            if 200 <= answer.status_code < 300 and shows(request):
                keep_seen(request, answer)
            return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        access = getattr(request, "access", None)
        if access is None:
            return None
        if not isinstance(access, EmergencyPass):
            act_for(lambda: parties_named(access.partner_ids), partnership_id=access.partnership.pk)
            return None
        act_for(emergency_name(), partnership_id=access.partnership.pk)
        if request.method not in READING:
            raise PermissionDenied(_("With emergency access you can read, and change nothing."))
        return None


def shows(request: HttpRequest) -> bool:
    """Does the answer show something? In an emergency the head of an answer counts too: its length tells something."""
    in_emergency = isinstance(getattr(request, "access", None), EmergencyPass)
    return request.method == "GET" or (request.method == "HEAD" and in_emergency)


def keep_seen(request: HttpRequest, answer: HttpResponseBase) -> None:
    """One row when the page stands in the table of what is confidential, or was seen by emergency access."""
    match, somebody = request.resolver_match, now_acting()
    if match is None or somebody.partnership_id is None:
        return
    what, details = SEEN.get(match.view_name), {}
    in_emergency = isinstance(getattr(request, "access", None), EmergencyPass)
    if what is None and in_emergency and answer.headers.get("Content-Type", "").startswith("text/html"):
        what, details = EMERGENCY_PAGE, {"path": request.path[:200]}
    if what is not None:
        user = None if somebody.name or not request.user.is_authenticated else request.user
        note_seen(
            what, somebody.partnership_id, match.kwargs, by=user, at=timezone.now(),
            actor_name=somebody.name, **details,
        )  # fmt: skip
