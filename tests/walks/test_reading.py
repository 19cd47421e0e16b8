"""Every page that can be read, asked for once by everybody, and all that must be so of every answer.

GET shows and never writes; what is confidential leaves one row in the trail and nothing else does; no page brings script
or style and every answer has its headers; no page asks the database more than twelve times, twice of those about rights.
What grows with its rows has tests of its own.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from partnerships.domain.seen import SEEN
from tests.walk import Address, status_of
from tests.walks.visits import CAST, Visit, client_for, readable, rows_in, visit
from tests.world import World

# A session is the visitor's own, and the failed sign-in is counted.
NOT_CONTENT = ("django_session", "axes_")
OPEN = {200, 302}
OPENED: dict[tuple[str, str], bool] = {}  # (person, address) → whether it opened, for what was walked in this process
# What a page that stands in the table of what is confidential does write: that it was opened.
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
# Files that show nothing confidential of one partnership.
NOT_CONFIDENTIAL = {
    "partnerships:theme": "colours",
    "partnerships:personal-data": "how telephone numbers and the like are written",
    "partnerships:logo": "a logo",
    "partnerships:job-progress": "a number",
    "oversight:health": "yes or no",
    "oversight:healthz": "yes or no",
    "oversight:work-csv": "one's own tasks, of all partnerships",
    "oversight:portfolio-csv": "progress across partnerships, which is shared with the overseer",
    "certification:audit-list-export": "the audits of one's own body, across partnerships",
}
MOST = 12
ABOUT_RIGHTS = 2
# A hand-over pack gathers nine kinds of rows, at most two questions for each kind however many rows there are.
# The home page asks for each kind of thing that has a day, and who has which role.
# A ceremony shows its text, how that round stands, who signs, the guests (a page, and how many come) and the photos.
GATHERING = {
    "oversight:handover": 25, "oversight:handover-pdf": 25, "certification:home": 18, "partnerships:ceremony": 13,
}  # fmt: skip
# Who speaks for a party stands in the trail under its name, which is asked for once when a file leaves the house.
FOR_THE_TRAIL = {"bert": 1}


def wrong_with(name: str, address: Address, seen: Visit) -> Iterator[tuple[str, Any]]:
    """(rule, what was found instead) for every rule that the answer to this person breaks."""
    allowed = NOT_CONTENT + TRAIL if address.name in SEEN else NOT_CONTENT
    if wrote := [sql for sql in seen.writes if not any(table in sql for table in allowed)]:
        yield "it writes", wrote
    if seen.fault:
        yield "it fails", seen.fault
    shown = seen.status == 200
    wanted = (SEEN[address.name].verb,) if shown and address.name in SEEN else ()
    if seen.trail != wanted:
        yield "rows in the trail", (seen.trail, wanted)
    if shown and seen.is_file and name != "nobody" and address.name not in {*SEEN, *NOT_CONFIDENTIAL}:
        yield "a file that stands in no table", address.name
    if seen.inline:
        yield "script or style", seen.inline
    if seen.lacking:
        yield "headers", seen.lacking
    more = FOR_THE_TRAIL.get(name, 0) if address.name in SEEN else 0
    if len(seen.queries) > GATHERING.get(address.name, MOST) + more:
        yield "queries", (len(seen.queries), seen.queries)
    if address.is_of_partnership and len(seen.about_rights) > ABOUT_RIGHTS:
        yield "queries about rights", seen.about_rights


@pytest.mark.parametrize("name", CAST)
def test_a_page_that_is_read_keeps_every_rule(name: str, world: World, request: pytest.FixtureRequest) -> None:
    client, before, wrong = client_for(name, request), rows_in(world), defaultdict(list)
    for address in readable():
        seen = visit(world, client, "GET", address.url(world), before=before)
        OPENED[name, address.name] = seen.status in OPEN
        for rule, found in wrong_with(name, address, seen):
            wrong[rule].append((address.name, found))
    assert dict(wrong) == {}


def test_every_page_opens_for_somebody(world: World, request: pytest.FixtureRequest) -> None:
    """Or leads on to another page: what is adopted is shown, not edited."""
    clients = {name: client_for(name, request) for name in CAST}

    def opens(name: str, address: Address) -> bool:
        """As it was seen on the walk of this person, when that was in this process; else it is asked for now."""
        known = OPENED.get((name, address.name))
        return status_of(clients[name], "GET", address.url(world)) in OPEN if known is None else known

    shut = [one.name for one in readable() if one.name not in CLOSED and not any(opens(name, one) for name in CAST)]
    assert shut == []
