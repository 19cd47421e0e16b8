"""Every address of the analysis: it works, 403 without the right, 404 for a stranger, 405 for the wrong method."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.domain.figures import confirm_import, read_import, stage_import
from assessments.domain.priorities import choose_priority
from assessments.domain.rounds import record_round
from assessments.domain.surveys import record_survey
from assessments.urls import analysis
from partnerships.models import Cycle
from partnerships.tenancy.doors import member_door
from tests.assessments.conftest import SMALL
from tests.conftest import NOW, client_of

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Address:
    """An address, who may not use it, and which method is wrong."""

    name: str
    row: str = ""  # which row stands in the address
    reads: bool = True  # a partner may open it
    get: bool = True
    post: bool = False


ADDRESSES = [
    Address("overview"),
    Address("sketch", reads=False, post=True),
    Address("analysis-reopen", reads=False, post=True),
    Address("topics", post=True),
    Address("figures"),
    Address("figures-export"),
    Address("figures-pdf", reads=False, get=False, post=True),
    Address("figures-import", reads=False, post=True),
    Address("figures-preview", "staged", reads=False),
    Address("figures-confirm", "staged", reads=False, get=False, post=True),
    Address("figures-discard", "staged", reads=False, get=False, post=True),
    Address("figures-remove", "set", reads=False, get=False, post=True),
    Address("surveys"),
    Address("surveys-export"),
    Address("survey-record", reads=False, post=True),
    Address("survey-edit", "survey", reads=False, post=True),
    Address("survey-remove", "survey", reads=False, get=False, post=True),
    Address("rounds"),
    Address("rounds-export"),
    Address("round-record", reads=False, post=True),
    Address("round-edit", "round", reads=False, post=True),
    Address("round-remove", "round", reads=False, get=False, post=True),
    Address("priorities"),
    Address("priorities-export"),
    Address("priority-choose", reads=False, post=True),
    Address("priority-edit", "priority", reads=False, post=True),
    Address("priority-move", "priority", reads=False, get=False, post=True),
    Address("priority-remove", "priority", reads=False, get=False, post=True),
]
each = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)


def fill(park, by) -> dict[str, int]:
    """One of everything."""
    with member_door(park):
        cycle = Cycle.objects.get()
        ids = {}
        for name in ("set", "staged"):
            staged = stage_import(
                cycle, SimpleUploadedFile("x.csv", SMALL.read_bytes()), source="police", by=by, at=NOW
            )
            read_import(staged)
            ids[name] = staged.pk
            if name == "set":
                ids[name] = confirm_import(staged, areas=["De Wetering"], by=by, at=NOW)[0].pk
        day = date(2026, 1, 5)
        ids["survey"] = record_survey(
            cycle, audience="entrepreneurs", opened_on=day, closed_on=day, invited=10, answered=3, by=by, at=NOW
        ).pk
        ids["round"] = record_round(cycle, light="dark", held_on=day, by=by, at=NOW).pk
        topic = cycle.scheme.topics[0].id
        ids["priority"] = choose_priority(cycle, topic_id=topic, title="Licht", reason="x", by=by, at=NOW).pk
    return ids


@pytest.fixture
def ids(park, ann):
    return fill(park, ann)


def path_of(address, park, ids):
    kwargs = {"partnership": park.slug, **({"pk": ids[address.row]} if address.row else {})}
    return reverse(f"assessments:{address.name}", kwargs=kwargs)


def test_every_address_is_asked():
    assert [one.name for one in analysis] == [one.name for one in ADDRESSES] or (
        {one.name for one in analysis} == {one.name for one in ADDRESSES}
    )


@each
def test_it_works(address, park, ids, ann):
    client = client_of(ann)
    if address.get:
        assert client.get(path_of(address, park, ids)).status_code == 200
    else:
        assert client.post(path_of(address, park, ids)).status_code in (200, 302)


@each
def test_without_the_right(address, park, ids, bert, sam):
    path = path_of(address, park, ids)
    assert getattr(client_of(sam), "get" if address.get else "post")(path).status_code == 403
    if address.post:
        assert client_of(bert).post(path).status_code == 403
    elif address.reads:
        assert client_of(bert).get(path).status_code == 200
    else:
        assert client_of(bert).get(path).status_code == 403


@each
def test_of_another_partnership(address, park, other_park, ids, carla):
    client = client_of(carla)
    method = client.get if address.get else client.post
    assert method(path_of(address, park, ids)).status_code == 404
    if address.row:  # ids of park A under the address of park B
        assert method(path_of(address, other_park, ids)).status_code == 404


@each
def test_the_wrong_method(address, park, ids, ann):
    client, path = client_of(ann), path_of(address, park, ids)
    assert client.put(path).status_code == 405
    if not address.get:
        assert client.get(path).status_code == 405
    if not address.post:
        assert client.post(path).status_code == 405


@each
def test_a_visitor_is_sent_to_the_sign_in(address, park, ids, client):
    assert client.get(path_of(address, park, ids)).status_code == 302
