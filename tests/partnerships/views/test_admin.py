"""Administrators: organisations, accounts and offices, through the verbs; nothing of a partnership."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from partnerships.domain.grant_checking import find_drift
from partnerships.domain.officers import appoint_officer, end_officer
from partnerships.enums import OfficerRole, PartyKind
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Officer, Organisation, Partnership, TenantModel, User
from tests.conftest import NOW, TODAY, client_of, make_user

ADD = "admin:partnerships_officer_add"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def boss(db: None) -> Client:
    return client_of(User.objects.create_superuser("boss@example.org", "een lang wachtwoord", name="boss"))


def test_no_row_of_a_partnership_is_there() -> None:
    shown = set(admin.site._registry)
    assert {"Organisation", "User", "Officer"} <= {model.__name__ for model in shown}
    assert "Group" not in {model.__name__ for model in shown}
    assert [model for model in shown if issubclass(model, TenantModel) or model is Partnership] == []
    inlines = [one.model for model in shown for one in admin.site._registry[model].inlines]
    assert [model for model in inlines if issubclass(model, TenantModel)] == []


def test_an_office_is_given_and_ended_through_the_verbs(
    boss: Client, municipality: Organisation, park: Partnership
) -> None:
    user = make_user("nora")
    asked = {"user": user.pk, "organisation": municipality.pk, "role": "overseer", "valid_from": "2026-03-10"}
    assert boss.post(reverse(ADD), {**asked, "valid_until": "2027-03-10"}).status_code == 302
    officer = Officer.objects.get(user=user)
    assert (officer.valid_until, user.groups.count(), len(find_drift(on=TODAY))) == (date(2027, 3, 10), 1, 0)
    assert client_of(user).get("/portfolio/").status_code == 200
    change = reverse("admin:partnerships_officer_change", args=[officer.pk])
    assert boss.post(change, {"valid_until": "2026-03-10"}).status_code in {200, 302}
    officer.refresh_from_db()
    assert officer.valid_until == TODAY
    assert not user.groups.exists()
    assert client_of(user).get("/portfolio/").status_code == 403
    assert boss.post(change, {"valid_until": ""}).status_code == 403  # what ended stays ended
    assert boss.post(reverse("admin:partnerships_officer_delete", args=[officer.pk])).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"valid_from": "2026-03-11"}, "valid_from"),
        ({"valid_until": "2026-03-10"}, "valid_until"),
        ({"role": "auditor"}, "organisation"),
    ],
)
def test_an_office_that_cannot_be(wrong: dict[str, str], field: str, boss: Client, municipality: Organisation) -> None:
    user = make_user("nora")
    asked = {"user": user.pk, "organisation": municipality.pk, "role": "overseer", "valid_from": "2026-03-10"}
    page = boss.post(reverse(ADD), {**asked, **wrong})
    assert field in page.context["adminform"].form.errors
    assert not Officer.objects.exists()


def test_only_administrators_come_in(ann: User, mona: User, otto: User, client: Client) -> None:
    for who in (client, client_of(ann), client_of(mona), client_of(otto)):
        for name in ("officer", "organisation", "user"):
            assert who.get(reverse(f"admin:partnerships_{name}_changelist")).status_code == 302


def test_a_region_is_given_its_municipalities(boss: Client, municipality: Organisation, park: Partnership) -> None:
    region = Organisation.objects.create(name="PVO Oost", kind=PartyKind.BUSINESS_PLATFORM)
    user = make_user("pia")
    appoint_officer(user, region, role=OfficerRole.OVERSEER, on=TODAY)
    assert len(find_drift(on=TODAY)) == 0
    data = {"name": region.name, "kind": region.kind, "country": "NL", "municipalities": [municipality.pk]}
    page = reverse("admin:partnerships_organisation_change", args=[region.pk])
    assert boss.get(page).status_code == 200
    assert boss.post(page, data).status_code == 302
    assert len(find_drift(on=TODAY)) == 0
    assert boss.post(page, {**data, "municipalities": []}).status_code == 302
    assert len(find_drift(on=TODAY)) == 0


def test_an_account_is_made_without_a_password_and_keeps_its_address(boss: Client, ann: User) -> None:
    add = reverse("admin:partnerships_user_add")
    assert boss.post(add, {"email": "Nieuw@example.org", "name": "N", "language": "nl"}).status_code == 302
    assert not User.objects.get(email="nieuw@example.org").has_usable_password()
    change = reverse("admin:partnerships_user_change", args=[ann.pk])
    assert boss.post(change, {"email": "x@example.org", "name": "Ann", "language": "nl"}).status_code == 302
    ann.refresh_from_db()
    assert (ann.email, ann.name, ann.is_active) == ("ann@example.org", "ann", False)


def test_ending_twice_and_appointing_twice(municipality: Organisation) -> None:
    user = make_user("nora")
    first = appoint_officer(user, municipality, role=OfficerRole.OVERSEER, on=TODAY)
    assert appoint_officer(user, municipality, role=OfficerRole.OVERSEER, on=TODAY) == first
    end_officer(first, on=TODAY + timedelta(days=9), today=TODAY)
    assert user.groups.exists()
    end_officer(first, on=TODAY, today=TODAY)
    assert not user.groups.exists()
    with pytest.raises(StaleState):
        end_officer(first, on=TODAY, today=TODAY)
    with pytest.raises(Refused):
        appoint_officer(user, municipality, role=OfficerRole.OVERSEER, on=TODAY, until=TODAY)
    with pytest.raises(Refused):
        appoint_officer(user, municipality, role=OfficerRole.AUDITOR, on=TODAY)
