"""The health of the house, for machines: yes or no, and nothing that helps a stranger."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from partnerships.domain.outbox import queue_mail
from partnerships.models import Partnership
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW

HEALTH = reverse("oversight:health")
HEALTHY = {
    "healthy": True,
    "database": True,
    "cache": True,
    "broker": True,
    "mail_waits_seconds": 0,
    "trail": None,
    "seal": None,
}


@pytest.fixture(autouse=True)
def no_seal_yet(settings: Any, tmp_path: Path) -> None:
    """No key was made here, and no answer of another test is kept."""
    settings.DATA_DIR = tmp_path
    cache.delete("seal_lasts")


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("address", [HEALTH, HEALTH.rstrip("/")])
def test_a_visitor_sees_that_all_is_well(client: Any, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()) == (200, HEALTHY)
    assert client.post(address).status_code == 405


def test_it_says_how_long_mail_waits(client: Any, park: Partnership) -> None:
    with member_door(park):
        queue_mail(park, "invitation", to="a@example.org", at=NOW)
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        assert client.get(HEALTH).json()["mail_waits_seconds"] == 1200


@pytest.mark.django_db
def test_a_broker_that_is_away_is_not_healthy(client: Any, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get(HEALTH)
    assert (answer.status_code, answer.json()["broker"]) == (503, False)
    settings.CACHES = {
        **settings.CACHES,
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }
    answer = client.get(HEALTH)
    assert (answer.status_code, answer.json()["cache"]) == (503, False)


@pytest.mark.django_db
def test_a_cache_that_is_away_is_not_healthy_and_nothing_is_told(client: Any, settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    answer = client.get(HEALTH)
    assert (answer.status_code, answer.json()["cache"]) == (503, False)
    assert "127.0.0.1" not in answer.content.decode()
