"""Every page that answers: axe finds nothing, and nothing sticks out of a window of 320 pixels wide.

Filled, empty, and with a form sent empty; in Dutch, as the house stands. The pages are those of the resolver
(``tests/walk.py``): a new address is looked at from its first day.
"""

from dataclasses import replace
from types import SimpleNamespace
from typing import ClassVar, cast

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.tenancy.doors import member_door
from tests.conftest import client_of, found, newest_scheme
from tests.journeys.shelf import Shelf, faults_of, is_page
from tests.walk import Address, addresses, all_addresses
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PARTS = 4  # processes side by side take a part each
LIBRARY = ("account_", "mfa_")  # pages of signing in, whose addresses have no room of ours before them


@pytest.fixture
def clients(ann, otto, mona):
    """Who looks: everybody sees what is theirs; a page is shown by the first who may see it."""
    return [client_of(ann), client_of(otto), client_of(mona), Client()]


def own_pages() -> list[Address]:
    accounts = [one for one in all_addresses() if one.name.startswith(LIBRARY) and not one.arguments]
    return [*addresses(), *accounts]


def put_first(shelf: Shelf, clients: list[Client], method: str, url: str, wanted: set[int]) -> bool:
    """Put the answer of the first who gets a page on the shelf."""
    for client in clients:
        answer = getattr(client, method.lower())(url)
        if answer.streaming:
            b"".join(answer.streaming_content)  # a file is shut when it has been read
        elif answer.status_code in wanted and is_page(answer):
            assert b'<html lang="nl"' in answer.content, url
            shelf.put(url if method == "GET" else f"{url}?sent", answer, client)
            return True
        if url.startswith("/p/") and answer.status_code in {200, 302}:
            return False  # a file, or something done: nobody after this one gets more than a refusal
    return False


def url_of(address: Address, world, **other) -> str:
    return reverse(address.name) if address.name.startswith(LIBRARY) else address.url(world, **other)


@pytest.mark.parametrize("part", range(PARTS))
def test_filled_pages_and_forms_sent_empty(part, world, clients, chromium):
    """Each page, then each form with its mistakes named; many of those are the page as it was, and need no second look."""
    shelf, mine = Shelf(), own_pages()[part::PARTS]
    pages = [
        put_first(shelf, clients, "GET", url_of(address, world), {200})
        for address in mine
        if "GET" in address.methods or not address.methods
    ]
    assert sum(pages) > 30
    forms = [
        put_first(shelf, clients, "POST", url_of(address, world), {200, 400, 422})
        for address in mine
        if "POST" in address.methods or not address.methods
    ]
    assert sum(forms) > 15
    faults = faults_of(shelf, chromium)
    assert not faults, faults


@pytest.mark.parametrize("part", range(2))
def test_empty_pages(part, world, clients, ann, municipality, chromium):
    """A park founded this morning: nothing drawn, nobody asked, no plan."""
    park = found("Lege Hoek", ann, municipality, newest_scheme("certificate"))
    with member_door(park):
        area = park.areas.get()
    rows, here = replace(world, area=area), cast("World", SimpleNamespace(partnership=park))
    shelf = Shelf()
    pages = [
        put_first(shelf, clients[:1], "GET", address.url(here, rows=rows), {200})
        for address in own_pages()[part::2]
        if address.is_of_partnership and "GET" in address.methods
    ]
    assert sum(pages) > 15
    faults = faults_of(shelf, chromium)
    assert not faults, faults


def test_pages_that_say_no(world, clients, ines, chromium):
    """Not there, and not yours with the reason."""
    shelf = Shelf()
    nowhere, not_hers = "/nergens/", reverse("partnerships:parties", kwargs={"partnership": world.partnership.slug})
    assert put_first(shelf, clients, "GET", nowhere, {404})
    assert put_first(shelf, [client_of(ines)], "GET", not_hers, {403})
    faults = faults_of(shelf, chromium)
    assert not faults, faults


PLANTED = {
    "pale words": ('<p style="color:#aaa;background:#fff">Nauwelijks te lezen</p>', "color-contrast"),
    "a nameless field": ('<input type="text">', "label"),
    "a wide thing": ('<div class="wide">Te breed</div><style>.wide { width: 500px }</style>', "320: "),
}


class Planted:
    """An answer of a page with something wrong in it, behind a heading of its own."""

    headers: ClassVar[dict[str, str]] = {"Content-Type": "text/html; charset=utf-8"}

    def __init__(self, fault: str, heading: str, place: str = "main") -> None:
        places = {"header": "", "main": "", "footer": "", place: fault}
        parts = "".join(f"<{name}>{inside}</{name}>" for name, inside in places.items())
        page = f'<!DOCTYPE html><html lang="nl"><head><title>{heading}</title></head><body>{parts}</body></html>'
        self.content = page.encode()


@pytest.mark.parametrize("place", ["header", "main", "footer"])
def test_what_is_wrong_is_found_wherever_it_stands(place, chromium):
    """Contrast, a label and a thing too wide, on a page that is opened wide and on one that is opened narrow."""
    shelf, expected = Shelf(), set()
    for name, (fault, told) in PLANTED.items():
        for heading in ("een", "twee"):
            url = f"/{name.replace(' ', '-')}/{heading}/"
            shelf.put(url, Planted(fault, heading, place), Client())
            expected.add((url, told))
    lines = faults_of(shelf, chromium).splitlines()
    assert {
        (url, told) for url, told in expected if any(line.startswith(f"{url}  {told}") for line in lines)
    } == expected
    assert len(shelf.answers) == 2 * len(PLANTED)


def test_one_word_more_or_another_tag_is_another_page():
    """Only what nobody sees may differ between pages of which one is looked at."""
    link, shelf = '<a href="/p/een/7/">Terug naar 7</a>', Shelf()
    alike = [link, link.replace("/7/", "/81/").replace("naar 7", "naar 81")]
    others = [link.replace("Terug", "Terug weer"), link.replace("<a ", '<a class="bn-pale" '), link + "<br>"]
    for number, inside in enumerate([*alike, *others]):
        shelf.put(f"/{number}/", Planted(inside, "kop"), Client())
    assert list(shelf.answers) == ["/0/", "/2/", "/3/", "/4/"]
