"""The trail of what was looked at: its table, what leaves no row, and that looking changes nothing.

That whatever is confidential leaves one row, for everybody and past every page, stands in ``test_reading.py``.
"""

from partnerships.domain.seen import SEEN
from partnerships.domain.trail_words import WORDS
from partnerships.models import Activity, Cycle, User
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.walk import addresses, ask
from tests.walks.visits import readable, rows_in
from tests.world import World


def test_the_table_names_addresses_and_words_that_exist() -> None:
    known = {address.name for address in addresses()}
    assert sorted(set(SEEN) - known) == []
    assert sorted({what.verb for what in SEEN.values()} - set(WORDS)) == []
    assert all(what.verb.startswith(("viewed_", "exported_")) for what in SEEN.values())


def test_asking_for_the_headers_leaves_no_row_and_looking_is_no_change(world: World, ann: User) -> None:
    """No projection is made again, and the home page still shows the last act."""
    with member_door(world.partnership):
        changed_at = Cycle.objects.get().changed_at
    client, before = client_of(ann), rows_in(world)
    for address in readable():
        ask(client, "HEAD", address.url(world))
    assert rows_in(world) == before
    for address in readable():
        if address.name in SEEN:
            ask(client, "GET", address.url(world))
    with member_door(world.partnership):
        assert Cycle.objects.get().changed_at == changed_at
        assert not Activity.objects.acts().filter(verb__startswith="exported").exists()
        assert Activity.objects.looks().count() > 10
