"""Every page that answers: axe finds nothing, and nothing sticks out of a window of 320 pixels wide.

Filled, empty, and with a form sent empty; in Dutch, as the house stands. The pages are those of the resolver
(``tests/walk.py``): a new address is looked at from its first day.
"""

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.tenancy.doors import member_door
from tests.conftest import client_of, found, newest_scheme
from tests.journeys.shelf import Shelf, faults_of, is_page
from tests.walk import Address, addresses, all_addresses
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

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
            shelf.put(url, answer, client)
            return True
    return False


def url_of(address: Address, world, **other) -> str:
    return reverse(address.name) if address.name.startswith(LIBRARY) else address.url(world, **other)


def test_filled_pages(world, clients, chromium):
    shelf = Shelf()
    for address in own_pages():
        if "GET" in address.methods or not address.methods:
            put_first(shelf, clients, "GET", url_of(address, world), {200})
    assert len(shelf.answers) > 60
    faults = faults_of(shelf, chromium)
    assert not faults, faults


def test_empty_pages(world, clients, ann, municipality, chromium):
    """A park founded this morning: nothing drawn, nobody asked, no plan."""
    park = found("Lege Hoek", ann, municipality, newest_scheme("certificate"))
    with member_door(park):
        area = park.areas.get()
    rows, here = replace(world, area=area), cast("World", SimpleNamespace(partnership=park))
    shelf = Shelf()
    for address in own_pages():
        if address.is_of_partnership and "GET" in address.methods:
            put_first(shelf, clients[:1], "GET", address.url(here, rows=rows), {200})
    assert len(shelf.answers) > 30
    faults = faults_of(shelf, chromium)
    assert not faults, faults


def test_forms_sent_empty(world, clients, chromium):
    """Each form with its mistakes named."""
    shelf = Shelf()
    for address in own_pages():
        if "POST" in address.methods or not address.methods:
            put_first(shelf, clients, "POST", url_of(address, world), {200, 400, 422})
    assert len(shelf.answers) > 25
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
