"""The log of sounding out: attempts, commitment, next steps (F07)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Partner, Partnership, SoundingOut, User, WantedParty
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of


def url(name: str, park: Partnership, **more: object) -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


@pytest.fixture
def leader(ann: User) -> Client:
    return client_of(ann)


def attempt(**more: object) -> dict[str, object]:
    return {
        "organisation_name": "Groot Bedrijf", "function": "Directeur", "held_on": timezone.localdate().isoformat(),
        "channel": "visit", "outcome": "Denkt erover na", "commitment": "soft", "next_step": "Bellen", **more,
    }  # fmt: skip


@pytest.mark.feature("F07")
def test_attempts_and_the_overview_of_firm_soft_and_none(park: Partnership, leader: Client, bert: User) -> None:
    with member_door(park):
        police = Partner.objects.get()
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    leader.post(url("sounding-add", park), attempt(held_on=yesterday, next_on=yesterday))
    leader.post(url("sounding-add", park), attempt(commitment="firm", outcome="Doet mee"))
    leader.post(url("sounding-add", park), attempt(organisation_name="", partner=police.pk))
    leader.post(url("sounding-add", park), attempt(organisation_name="Winkelier", commitment="none"))
    page = client_of(bert).get(url("soundings", park))
    assert [(str(level), names) for level, names in page.context["standing"]] == [
        ("firm", ["Groot Bedrijf"]), ("soft", ["Politie Basisteam Oost"]), ("none", ["Winkelier"]),
    ]  # fmt: skip
    narrowed = leader.get(url("soundings", park), {"commitment": "none"})
    assert [str(one) for one in narrowed.context["page_obj"]] == ["Winkelier"]
    lines = leader.get(url("soundings-csv", park), {"q": "groot"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "Directeur" in lines[1]


@pytest.mark.feature("F07")
def test_an_attempt_has_an_organisation_and_a_day_that_was(park: Partnership, leader: Client) -> None:
    page = leader.post(url("sounding-add", park), attempt(organisation_name=""))
    assert page.context["form"].non_field_errors()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert leader.post(url("sounding-add", park), attempt(held_on=tomorrow)).context["form"].non_field_errors()
    page = leader.post(url("sounding-add", park), attempt(function="06-12345678"))
    assert "function" in page.context["form"].errors


@pytest.mark.feature("F07")
def test_an_attempt_is_changed_and_removed(park: Partnership, leader: Client) -> None:
    leader.post(url("sounding-add", park), attempt())
    with member_door(park):
        row = SoundingOut.objects.get()
    leader.post(url("sounding", park, pk=row.pk), attempt(commitment="firm"))
    with member_door(park):
        assert SoundingOut.objects.get().commitment == "firm"
    leader.post(url("sounding-remove", park, pk=row.pk))
    assert not leader.get(url("soundings", park)).context["page_obj"].object_list


@pytest.mark.feature("F07")
def test_a_party_to_be_approached_is_offered_and_the_talk_follows_it(park: Partnership, leader: Client) -> None:
    with member_door(park):
        wanted = WantedParty.objects.create(
            partnership=park, kind="fire", name="Brandweer Oost", ticked_on=timezone.localdate()
        )
    page = leader.get(url("sounding-add", park)).content.decode()
    assert "Brandweer Oost" in page
    assert "---" not in page
    leader.post(url("sounding-add", park), attempt(organisation_name="", partner=f"wanted:{wanted.pk}"))
    with member_door(park):
        assert str(SoundingOut.objects.get()) == "Brandweer Oost"
    leader.post(
        reverse("partnerships:party-add", kwargs={"partnership": park.slug}),
        {"kind": "fire", "new_name": "Brandweer Oost", "joined": "no"},
    )
    with member_door(park):
        assert Partner.objects.get(soundings__isnull=False).kind == "fire"
