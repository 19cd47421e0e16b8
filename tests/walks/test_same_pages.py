"""Our pages are to the letter what they were before there was another partnership: no text of it, and no number."""

import pytest

from tests.walks.two_worlds import COUNTED, LEADER, add_foreign, make_own, one_moment, pages_of

# Ground and organisations are facts of public registers: choosing among them shows what others founded on.
SHARED_GROUND = {
    "partnerships:found",
    "partnerships:area-new",
    "partnerships:area-add",
    "partnerships:party-add",
    "partnerships:party-invite",
    "partnerships:party-declines",
}
PUBLISHED = {"certification:certificate-register"}  # the certificates of all, for anybody


@pytest.mark.parametrize("people", [[LEADER], COUNTED[1:]], ids=["leader", "others"])
def test_our_pages_are_to_the_letter_what_they_were_without_another_partnership(people: list[str], db: None) -> None:
    """Pages, feeds and files are the same before and after there was another."""
    with one_moment():
        worlds = make_own()
        before = {who: pages_of(worlds, who)[0] for who in people}
        add_foreign(worlds)
        for who in people:
            pages, leaks = pages_of(worlds, who)
            assert leaks == set()
            assert {name for name in pages if pages[name] != before[who][name]} - SHARED_GROUND - PUBLISHED == set()
