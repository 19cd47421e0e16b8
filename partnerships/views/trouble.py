"""The page for what nobody foresaw, and the one for a full disk, on which what was typed can be sent once more."""

import errno
import sys
from collections.abc import Iterator

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

NO_ROOM = 507  # HTTP: insufficient storage
DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# SQLite's codes: the database is full; it could not write; it could not make its shared memory larger.
SQLITE = {13, 10 | 3 << 8, 10 | 19 << 8}
POSTGRESQL = "53100"  # disk_full
NEVER_REPEATED = ("csrfmiddlewaretoken", "password")  # in a name


def server_error(request: HttpRequest) -> HttpResponse:
    """Called by Django while it handles the error. Works without database, cache or session."""
    error = sys.exc_info()[1]
    if error is not None and is_no_room(error):
        return no_room(request)
    return HttpResponseServerError(render_to_string("500.html"))


def is_no_room(error: BaseException) -> bool:
    """Was it for want of room on a disk: ours, or that of the database?"""
    return any(
        (isinstance(one, OSError) and one.errno in DISK)
        or getattr(one, "sqlite_errorcode", None) in SQLITE
        or getattr(one, "sqlstate", None) == POSTGRESQL
        for one in _causes(error)
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def no_room(request: HttpRequest) -> HttpResponse:
    """Say so. Going back in the browser would show an empty form, so this page holds what was sent, but for files."""
    context = {
        "fields": list(_typed(request)), "sent": request.method == "POST", "address": request.get_full_path(),
        "csrf_token": get_token(request),
    }  # fmt: skip
    answer = HttpResponse(render_to_string("507.html", context), status=NO_ROOM)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Pairs of name and value as they were sent; nothing when even reading them did not fit on the disk."""
    try:
        sent = request.POST.lists()
    except (OSError, MultiPartParserError, RequestDataTooBig, SuspiciousOperation):
        return
    for name, values in sent:
        if not any(part in name for part in NEVER_REPEATED):
            yield from ((name, str(value)) for value in values)
