"""What one request brought: everything the walks want to know of an answer, looked at once.

A page is asked for once by each person, and each test that walks past the pages reads the same record. Whatever the
request wrote is taken back, so that every page is seen as if it were the first.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Activity
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.walk import Address, addresses, ask, fault_of
from tests.world import World

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b", re.IGNORECASE)
ASKS_RIGHTS = re.compile(
    r'FROM "partnerships_partnership(user|group)objectpermission"|(?<!NOT \()"partnerships_membership"\."user_id" = \d'
    r'|FROM "(partnerships_officer|auth_permission|partnerships_user_user_permissions)"'
)
TRAIL_TABLE = Activity._meta.db_table
ALWAYS = {
    "Content-Security-Policy": "default-src 'none'",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "",
    "X-Content-Type-Options": "nosniff",
}
ACTIVE = {"href", "src", "action", "formaction", "data", "xlink:href"}
CAST = ("ann", "otto", "mona", "bert", "ines", "sam", "nobody")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One answer: what it is, what the request asked of the database, and what it left behind."""

    status: int
    fault: str
    is_file: bool
    lacking: tuple[str, ...]
    inline: tuple[str, ...]
    writes: tuple[str, ...]
    queries: tuple[str, ...]
    trail: tuple[str, ...]

    @property
    def about_rights(self) -> tuple[str, ...]:
        return tuple(sql for sql in self.queries if ASKS_RIGHTS.search(sql))


class InlineFinder(HTMLParser):
    """Collects what a strict policy would block: script and style in the page, handlers, and addresses that run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style" or (tag == "script" and not dict(attrs).get("src")):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            runs = name in ACTIVE and (value or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))
            if name == "style" or name.startswith("on") or runs:
                self.found.append(f"<{tag} {name}={value}>")


def inline_in(html: str) -> list[str]:
    finder = InlineFinder()
    finder.feed(html)
    return finder.found


def lacking(answer: Any) -> list[str]:
    """Headers that are not there, or do not say what they must. A file is boxed in by a policy of its own."""
    wrong = []
    for name, part in ALWAYS.items():
        said = answer.get(name, "")
        boxed = name == "Content-Security-Policy" and said.startswith("sandbox; default-src 'none'")
        if not said or (part not in said and not boxed):
            wrong.append(name)
    return wrong


def inline_of(answer: Any) -> list[str]:
    """What a strict policy would block in this answer; a file is no page."""
    is_page = "html" in answer.get("Content-Type", "") and not answer.streaming
    return inline_in(answer.content.decode()) if is_page else []


def is_file(answer: Any) -> bool:
    return "Content-Disposition" in answer or not answer.get("Content-Type", "").startswith("text/html")


def rows_in(world: World) -> list[str]:
    """The trail of this partnership, as the verbs of its rows."""
    with member_door(world.partnership):
        return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


def visit(world: World, client: Client, method: str, url: str, *, before: list[str]) -> Visit:
    """One request, looked at from all sides, with whatever it wrote taken back.

    ``before`` is the trail as it is without the request (``rows_in``): whoever asks for many reads it once.
    """
    writes: list[str] = []

    def watch(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if WRITES.match(sql):
            writes.append(sql[:100])
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(watch), CaptureQueriesContext(connection) as queries:
            answer = ask(client, method, url)
        after = rows_in(world) if any(TRAIL_TABLE in sql for sql in writes) else before
        transaction.set_rollback(True)
    return Visit(
        status=answer.status_code,
        fault=fault_of(answer),
        is_file=is_file(answer),
        lacking=tuple(lacking(answer)),
        inline=tuple(inline_of(answer)),
        writes=tuple(writes),
        queries=tuple(query["sql"] for query in queries.captured_queries),
        trail=tuple(after[len(before) :]),
    )


def readable() -> list[Address]:
    return [address for address in addresses() if "GET" in address.methods]


def client_for(name: str, request: pytest.FixtureRequest) -> Client:
    return Client() if name == "nobody" else client_of(request.getfixturevalue(name))
