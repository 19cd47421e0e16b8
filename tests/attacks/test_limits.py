"""Limits on what needs no account: load stays out, and a hall full of signatories is never sent away."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisAway

from partnerships.limits import is_too_often
from tests.conftest import NOW
from tests.walk import EXAMPLES, all_addresses

# The house of identity limits these itself: tests/attacks/test_sign_in.py.
LIMITED_ELSEWHERE = ("account_", "admin:", "mfa_", "openid_connect", "socialaccount_", "usersessions_")


@pytest.fixture(autouse=True)
def _no_counts_yet():
    cache.clear()
    yield
    cache.clear()


def limit_of(view):
    while view is not None:
        if name := getattr(view, "limit", ""):
            return name
        view = getattr(view, "__wrapped__", None)
    return ""


def test_every_public_form_and_every_link_has_a_limit(settings):
    missing, named = [], set()
    for address in all_addresses():
        if address.is_public and not address.name.startswith(LIMITED_ELSEWHERE):
            name = limit_of(address.view)
            named.add(name)
            asks = "POST" in address.methods or "token" in address.arguments
            if asks and (not name or ("token" in address.arguments and "token" not in settings.RATE_LIMITS[name])):
                missing.append(address.name)
    assert missing == []
    assert named - {""} == set(settings.RATE_LIMITS)


def test_too_often_is_said_with_the_time_to_wait_and_nothing_is_done(db, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "check": {"address": 3}}
    page, client = reverse("partnerships:check"), Client()
    with time_machine.travel(NOW, tick=False):
        assert [client.post(page).status_code for _time in range(4)] == [200, 200, 200, 429]
        answer = client.post(page)
        assert (answer["Retry-After"], client.get(page).status_code) == ("300", 200)
        assert "Wacht" in answer.content.decode() or "Wait" in answer.content.decode()
        assert Client(REMOTE_ADDR="198.51.100.9").post(page).status_code == 200
    with time_machine.travel(NOW.timestamp() + 301, tick=False):
        assert client.post(page).status_code == 200


def test_a_link_that_is_used_too_often_stops_for_a_while_and_others_do_not(world, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "signing": {"address": 1000, "token": 5}}
    token = EXAMPLES["sign/token"](world)
    page = reverse("partnerships:signature-open", kwargs={"uuid": world.signature.uuid, "token": token})
    codes = [Client(REMOTE_ADDR=f"198.51.100.{number}").get(page).status_code for number in range(7)]
    assert codes == [200] * 5 + [429] * 2
    other = reverse("partnerships:signature-open", kwargs={"uuid": world.signature.uuid, "token": "x" * 43})
    assert Client().get(other).status_code == 404


def test_forty_people_sign_at_one_address(world, settings):
    """A ceremony at the park's office: each opens, asks a code twice, reads on, comes back and signs: twenty requests."""
    request = RequestFactory(REMOTE_ADDR="198.51.100.7").get("/")
    refused = [is_too_often(request, "signing", f"{person}" * 9) for person in range(40) for _step in range(20)]
    assert not any(refused)
    page = reverse("partnerships:signature-open", kwargs={"uuid": world.signature.uuid, "token": "x" * 43})
    assert Client(REMOTE_ADDR="198.51.100.7").get(page).status_code == 404  # not 429
    assert settings.RATE_LIMITS["signing"]["token"] < settings.RATE_LIMITS["signing"]["address"] / 10


def test_a_cache_that_is_away_keeps_nobody_out(world, monkeypatch, caplog):
    def away(*_args, **_more):
        raise RedisAway("no cache")

    monkeypatch.setattr(cache, "add", away)
    url = EXAMPLES["sign/token"](world)
    page = reverse("partnerships:signature-open", kwargs={"uuid": world.signature.uuid, "token": url})
    assert Client().get(page).status_code == 200
    assert "nobody counts" in caplog.text


def test_what_is_counted_says_nothing_of_the_link(world, monkeypatch):
    """Who reads the cache learns no token and no address."""
    kept = []
    monkeypatch.setattr(cache, "add", lambda key, *_args, **_more: kept.append(key))
    monkeypatch.setattr(cache, "incr", lambda key: 1)
    token = EXAMPLES["sign/token"](world)
    Client().get(reverse("partnerships:signature-open", kwargs={"uuid": world.signature.uuid, "token": token}))
    assert len(kept) == 2
    assert not any(token in key or "127.0.0.1" in key for key in kept)
