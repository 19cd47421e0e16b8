"""The question that comes back with a form: mask it, or keep it on purpose (B20)."""

import json
import re

import pytest
from django.utils import translation

from partnerships.models import Activity, Meeting, Partner
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of

pytestmark = pytest.mark.feature("B20")
TEXT = "Bel de beheerder.\nNummer 06-12345678."
CHOICE = re.compile(r'name="(decisions-personal)"\s+value="((mask|keep):[0-9a-f]{16})"')


def send(client, park, **more):
    given = {"kind": "working_group", "held_on": "2026-03-01", "attendees": "", "decisions": TEXT, **more}
    return client.post(f"/p/{park.slug}/meetings/add/", given)


def choices(answer) -> dict[str, str]:
    return {kind: value for _name, value, kind in CHOICE.findall(answer.content.decode())}


def decisions(park) -> list[str]:
    with member_door(park):
        return list(Meeting.objects.values_list("decisions", flat=True))


def test_the_first_time_the_form_comes_back_and_says_what_and_where(park, ann):
    with translation.override("en"):
        answer = send(client_of(ann), park)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "06-12345678" in page
    assert set(choices(answer)) == {"mask", "keep"}
    assert decisions(park) == []


def test_masked_it_is_saved_without_the_data(park, ann):
    client = client_of(ann)
    chosen = choices(send(client, park))["mask"]
    assert send(client, park, **{"decisions-personal": chosen}).status_code == 302
    assert decisions(park) == ["Bel de beheerder.\nNummer •••."]


def test_kept_on_purpose_it_is_saved_and_the_trail_knows_without_the_data(park, ann):
    client = client_of(ann)
    chosen = choices(send(client, park))["keep"]
    assert send(client, park, **{"decisions-personal": chosen}).status_code == 302
    assert decisions(park) == [TEXT]
    with member_door(park):
        row = Activity.objects.get(verb="kept_personal_data")
    assert row.actor == ann
    assert row.details["kinds"] == ["phone"]
    assert "12345678" not in json.dumps(row.details)


def test_a_choice_does_not_count_for_something_else(park, ann):
    client = client_of(ann)
    chosen = choices(send(client, park))["keep"]
    answer = send(client, park, **{"decisions-personal": chosen, "decisions": f"{TEXT} Of 06-87654321."})
    assert answer.status_code == 200
    assert decisions(park) == []


@pytest.mark.parametrize("number", ["123456782", "85.07.30-033.28", "AB-12-34"])
def test_what_leads_straight_to_a_person_can_only_be_masked(park, ann, number):
    client = client_of(ann)
    answer = send(client, park, decisions=f"Nummer {number}")
    found = choices(answer)
    assert set(found) == {"mask"}
    answer = send(
        client, park, **{"decisions": f"Nummer {number}", "decisions-personal": found["mask"].replace("mask", "keep")}
    )
    assert answer.status_code == 200
    assert decisions(park) == []


def test_nothing_found_nothing_asked(park, ann):
    assert send(client_of(ann), park, decisions="Kerkstraat 12, 1234 AB, € 1.250,00").status_code == 302


def test_a_choice_survives_another_mistake(park, ann):
    client = client_of(ann)
    found = choices(send(client, park))
    answer = send(client, park, **{"decisions-personal": found["keep"], "held_on": "gisteren"})
    assert re.search(rf'value="{found["keep"]}"\s+checked', answer.content.decode())
    answer = send(client, park, **{"decisions-personal": found["mask"], "held_on": "gisteren"})
    assert "Nummer •••." in answer.content.decode()
    with member_door(park):
        assert not Activity.objects.filter(verb="kept_personal_data").exists()


def test_a_partner_is_asked_too(park, bert):
    with member_door(park):
        partner = Partner.objects.get(members__user=bert)
    answer = client_of(bert).post(f"/p/{park.slug}/parties/{partner.pk}/statement/", {"expectation": "mail a@b.nl"})
    assert answer.status_code == 200
    assert "a@b.nl" in answer.content.decode()


def test_the_rules_are_given_to_the_browser(client):
    answer = client.get("/privacy/personal-data.json")
    assert answer.status_code == 200
    told = answer.json()
    assert {rule["kind"] for rule in told["rules"]} == {"email", "rrn", "bsn", "phone", "plate"}
    assert client.post("/privacy/personal-data.json").status_code == 405
