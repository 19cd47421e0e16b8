"""No page asks the database more than twelve times, whoever reads it; what grows with its rows has tests of its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.walk import ask
from tests.walks.test_reading import client_for, readable

MOST = 12
# A hand-over pack gathers nine kinds of rows, at most two questions for each kind however many rows there are.
GATHERING = {"oversight:handover": 25, "oversight:handover-pdf": 25}


@pytest.mark.parametrize("name", ["ann", "otto", "mona", "nobody"])
def test_no_page_takes_more_than_twelve_queries(name, world, request):
    client, heavy = client_for(name, request), []
    for address in readable():
        url = address.url(world)
        with CaptureQueriesContext(connection) as asked:
            ask(client, "GET", url)
        if len(asked) > GATHERING.get(address.name, MOST):
            heavy.append((address.name, len(asked)))
    assert heavy == [], heavy
