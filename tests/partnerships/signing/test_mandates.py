"""Who may sign for a party, on what ground and how long; without a mandate that holds the house warns."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.mandates import add_mandate, end_mandate, mandate_words, mandates_of, without_mandate
from partnerships.enums import AgreementKind
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Activity, Contact, Mandate, Signature
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of

TODAY = timezone.localdate


@pytest.fixture
def contact(inside):
    return Contact.objects.select_related("partner__organisation").get(email="fire@example.org")


@pytest.fixture
def mandate(contact, ann, now):
    return add_mandate(
        contact, basis="Mandaatregeling 2025", scope=[], valid_from=date(2025, 1, 1), valid_until=None, by=ann, at=now
    )


def url(park, name, pk):
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, "pk": pk})


FILLED = {"basis": "Mandaatbesluit 12 januari", "valid_from": "2026-01-12", "last_day": "2099-12-31", "scope": []}


@pytest.mark.feature("F11")
def test_a_mandate_is_added_changed_and_ended_on_the_pages(contact, ann):
    park, client = contact.partnership, client_of(ann)
    empty = client.get(url(park, "mandates", contact.partner_id)).content.decode()
    assert contact.name in empty  # may sign, and has no mandate
    add = url(park, "mandate-add", contact.partner_id)
    assert client.get(add).status_code == 200
    client.post(add, {**FILLED, "contact": contact.pk, "scope": ["covenant"]})
    mandate = Mandate.objects.get()
    assert (mandate.valid_until, mandate.scope) == (date(2100, 1, 1), ["covenant"])
    page = client.get(url(park, "mandates", contact.partner_id)).content.decode()
    assert "Mandaatbesluit 12 januari" in page
    assert "31 december 2099" in page
    assert "2100" not in page
    change = url(park, "mandate", mandate.pk)
    assert client.get(change).context["form"].initial["last_day"] == date(2099, 12, 31)
    client.post(change, {**FILLED, "contact": contact.pk, "basis": "Volmacht", "last_day": ""})
    end = url(park, "mandate-end", mandate.pk)
    assert client.get(end).status_code == 200
    client.post(end, {"last_day": TODAY().isoformat()})
    mandate.refresh_from_db()
    assert (mandate.basis, mandate.valid_until) == ("Volmacht", TODAY() + timedelta(days=1))
    kept = Activity.objects.filter(verb__endswith="_mandate").order_by("pk").values_list("verb", flat=True)
    assert list(kept) == ["added_mandate", "changed_mandate", "ended_mandate"]


def test_what_is_wrong_is_said_and_nothing_is_kept(contact, ann):
    add = url(contact.partnership, "mandate-add", contact.partner_id)
    farther = {**FILLED, "contact": contact.pk, "last_day": "9999-12-31"}
    assert "last_day" in client_of(ann).post(add, farther).context["form"].errors
    wrong = {**FILLED, "contact": contact.pk, "last_day": "2026-01-01"}
    response = client_of(ann).post(add, wrong)
    assert response.status_code == 200
    assert response.context["form"].errors["__all__"]
    stranger = Contact.objects.exclude(partner=contact.partner)[0]
    assert client_of(ann).post(add, {**FILLED, "contact": stranger.pk}).context["form"].errors["contact"]
    assert not Mandate.objects.exists()


@pytest.mark.parametrize("name", ["mandates", "mandate-add", "mandate", "mandate-end"])
def test_four_answers(mandate, other_park, ann, bert, carla, name):
    park = mandate.partnership
    pk = mandate.pk if name in ("mandate", "mandate-end") else mandate.partner_id
    here = url(park, name, pk)
    assert client_of(ann).get(here).status_code == 200
    assert client_of(bert).get(here).status_code == (200 if name == "mandates" else 403)
    assert client_of(carla).get(here).status_code == 404
    assert client_of(carla).get(url(other_park, name, pk)).status_code == 404
    assert client_of(ann).put(here).status_code == 405


def test_a_mandate_covers_its_kinds_and_its_days_only(contact, ann, now):
    mandate = add_mandate(
        contact, basis="Volmacht", scope=[AgreementKind.COVENANT], valid_from=date(2026, 1, 1),
        valid_until=date(2026, 2, 1), by=ann, at=now,
    )  # fmt: skip
    covered = [
        bool(mandates_of([contact], kind=kind, on=on))
        for kind, on in [
            (AgreementKind.COVENANT, date(2026, 1, 1)),
            (AgreementKind.COVENANT, date(2026, 1, 31)),
            (AgreementKind.COVENANT, date(2026, 2, 1)),
            (AgreementKind.COVENANT, date(2025, 12, 31)),
            (AgreementKind.DECLARATION, date(2026, 1, 15)),
        ]
    ]
    assert covered == [True, True, False, False, False]
    assert "1 januari 2026" in mandate_words(mandate)
    assert "31 januari 2026" in mandate_words(mandate)


def test_a_mandate_does_not_end_twice_nor_before_it_began(mandate, ann, now):
    with pytest.raises(Refused):
        end_mandate(mandate, last_day=date(2024, 1, 1), by=ann, at=now)
    end_mandate(mandate, last_day=date(2026, 1, 31), by=ann, at=now)
    with pytest.raises(StaleState):
        end_mandate(Mandate.objects.get(), last_day=date(2026, 5, 1), by=ann, at=now)


@pytest.mark.feature("F11")
def test_a_request_without_mandate_gets_its_words_later(sent, ann, now):
    with member_door(sent.partnership):
        contact = Contact.objects.select_related("partner__organisation").get(email="fire@example.org")
        rows = list(Signature.objects.all())
        today = TODAY()
        assert len(without_mandate(rows, kind=sent.kind, on=today)) == 6
        add_mandate(contact, basis="Volmacht", scope=[], valid_from=today, valid_until=None, by=ann, at=now)
        row = Signature.objects.get(email="fire@example.org")
        assert row.mandate.startswith("Volmacht (")
        assert row.pk not in without_mandate(rows, kind=sent.kind, on=today)
        assert len(without_mandate(rows, kind=sent.kind, on=today)) == 5
