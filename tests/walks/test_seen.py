"""Whatever confidential thing is shown leaves one row in the trail; nothing else that is read does."""

import pytest

from partnerships.domain.seen import SEEN
from partnerships.domain.trail_words import WORDS
from partnerships.models import Activity, Cycle
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.walk import addresses, ask
from tests.walks.test_reading import CAST, client_for, readable

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


def rows_in(world):
    with member_door(world.partnership):
        return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


def is_file(answer):
    return "Content-Disposition" in answer or not answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("name", [one for one in CAST if one != "nobody"])
def test_every_file_is_in_the_table_and_leaves_one_row(name, world, request):
    client, wrong = client_for(name, request), []
    for address in readable():
        before = rows_in(world)
        answer = ask(client, "GET", address.url(world))
        new = rows_in(world)[len(before) :]
        shown = answer.status_code == 200
        wanted = [SEEN[address.name].verb] if shown and address.name in SEEN else []
        if new != wanted:
            wrong.append((address.name, new, wanted))
        if shown and is_file(answer) and address.name not in {*SEEN, *NOT_CONFIDENTIAL}:
            wrong.append((address.name, ["a file"], ["a line in a table"]))
    assert wrong == []


def test_asking_for_the_headers_leaves_no_row(world, ann):
    client = client_of(ann)
    before = rows_in(world)
    for address in readable():
        ask(client, "HEAD", address.url(world))
    assert rows_in(world) == before


def test_the_table_names_addresses_and_words_that_exist():
    known = {address.name for address in addresses()}
    assert sorted(set(SEEN) - known) == []
    assert sorted({what.verb for what in SEEN.values()} - set(WORDS)) == []
    assert all(what.verb.startswith(("viewed_", "exported_")) for what in SEEN.values())


def test_looking_is_no_change(world, ann):
    """No projection is made again, and the home page still shows the last act."""
    with member_door(world.partnership):
        before = Cycle.objects.get().changed_at
    client = client_of(ann)
    for address in readable():
        if address.name in SEEN:
            ask(client, "GET", address.url(world))
    with member_door(world.partnership):
        assert Cycle.objects.get().changed_at == before
        assert not Activity.objects.acts().filter(verb__startswith="exported").exists()
        assert Activity.objects.looks().count() > 10
