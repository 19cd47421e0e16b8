"""GET shows and never writes: every page that can be read, by everybody, with the statements watched."""

import re

import pytest
from django.db import connection
from django.test import Client

from partnerships.domain.seen import SEEN
from tests.conftest import client_of
from tests.walk import addresses, ask, fault_of

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b", re.IGNORECASE)
# A session is the visitor's own, and the failed sign-in is counted.
NOT_CONTENT = ("django_session", "axes_")
OPEN = {200, 302}
# What a page that stands in the table of what is confidential does write: that it was opened (tests/walks/test_seen.py).
TRAIL = ("partnerships_activity", "partnerships_trailhead")
# Not for anybody in these settings: the demonstration is off, and no row of the world is what they show.
CLOSED = {
    "partnerships:demo-login",
    "partnerships:demo-mail",
    "partnerships:demo-mail-detail",
    "partnerships:styleguide",
    "partnerships:logo",  # no logo was sent
    "partnerships:signature-pdf",  # this text is not signed by all yet
}
CAST = ("ann", "otto", "mona", "bert", "ines", "sam", "nobody")


def readable():
    return [address for address in addresses() if "GET" in address.methods]


def client_for(name, request):
    return Client() if name == "nobody" else client_of(request.getfixturevalue(name))


@pytest.mark.parametrize("name", CAST)
def test_reading_a_page_never_writes_and_never_fails(name, world, request):
    client = client_for(name, request)
    wrote: list[tuple[str, str]] = []
    faults: list[tuple[str, str]] = []

    def watch(execute, sql, params, many, context):
        allowed = NOT_CONTENT + TRAIL if address.name in SEEN else NOT_CONTENT
        if WRITES.match(sql) and not any(table in sql for table in allowed):
            wrote.append((address.name, sql[:100]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        for address in readable():
            if fault := fault_of(ask(client, "GET", address.url(world))):
                faults.append((address.name, fault))
    assert (wrote, faults) == ([], [])


def test_every_page_opens_for_somebody(world, request):
    """Or leads on to another page: what is adopted is shown, not edited."""
    clients = [client_for(name, request) for name in CAST]
    shut = []
    for address in readable():
        url = address.url(world)
        if address.name not in CLOSED and not any(ask(client, "GET", url).status_code in OPEN for client in clients):
            shut.append(address.name)
    assert shut == []
