"""Who may sign for a party, on what ground and how long; without a mandate that holds the house warns."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.mandates import MandateRegister, add_mandate, change_mandate, end_mandate, mandate_words
from partnerships.domain.sheets import evidence_of
from partnerships.domain.signatories import replace_signatory, standings_closely
from partnerships.enums import AgreementKind
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Activity, Contact, Mandate, Signature
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import hand_over_as, sign_as

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
    register = MandateRegister([contact.partner_id])
    covered = [
        bool(register.find(contact.partner_id, contact.email, kind=kind, on=on))
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


def lacking(sent, now):
    """Who of this round has no mandate that holds, as the page of the agreement says it."""
    rows = list(sent.signatures.select_related("partner__organisation", "agreement"))
    return {one.signature.email for one in standings_closely(sent, rows, at=now) if one.lacks_mandate}


@pytest.mark.feature("F11")
def test_a_request_without_mandate_gets_its_words_later(sent, ann, now):
    with member_door(sent.partnership):
        contact = Contact.objects.select_related("partner__organisation").get(email="fire@example.org")
        assert len(lacking(sent, now)) == 6
        add_mandate(contact, basis="Volmacht", scope=[], valid_from=TODAY(), valid_until=None, by=ann, at=now)
        assert Signature.objects.get(email="fire@example.org").mandate.startswith("Volmacht (")
        assert len(lacking(sent, now)) == 5
        assert "fire@example.org" not in lacking(sent, now)


@pytest.mark.feature("F11")
def test_a_request_says_what_the_register_says_when_that_changes(sent, ann, now):
    with member_door(sent.partnership):
        contact = Contact.objects.select_related("partner__organisation").get(email="fire@example.org")
        day = {"scope": [], "valid_from": date(2025, 1, 1), "by": ann, "at": now}
        mandate = add_mandate(contact, basis="Volmacht", valid_until=None, **day)
        change_mandate(mandate, basis="Mandaatbesluit", valid_until=None, **day)
        assert Signature.objects.get(email="fire@example.org").mandate.startswith("Mandaatbesluit (")
        change_mandate(mandate, basis="Mandaatbesluit", valid_until=None, **day | {"scope": [AgreementKind.COVENANT]})
        assert Signature.objects.get(email="fire@example.org").mandate == ""
        change_mandate(mandate, basis="Mandaatbesluit", valid_until=None, **day)
        end_mandate(mandate, last_day=date(2025, 12, 31), by=ann, at=now)
        assert Signature.objects.get(email="fire@example.org").mandate == ""


@pytest.mark.feature("F11")
def test_a_line_never_names_a_mandate_and_misses_it_together(sent, signature, ann, now):
    """Typed beside the person who is asked instead, it stands in the register; its end is seen on the line at once."""
    replace = reverse(
        "partnerships:signature-replace", kwargs={"partnership": sent.partnership.slug, "uuid": signature.uuid}
    )
    given = {
        "name": "Een ander",
        "function": "Chef",
        "email": "ander@example.org",
        "mandate": "Volmacht van de directie",
    }
    client = client_of(ann)
    assert client.get(replace).context["form"]["mandate"].value() is None
    assert client.post(replace, given).status_code == 302
    page = client.get(sent.get_absolute_url()).content.decode()
    assert page.count("Volmacht van de directie") == 1
    assert page.count("geen geldig mandaat") == 5
    with member_door(sent.partnership):
        mandate = Mandate.objects.get()
        assert (mandate.contact.name, mandate.contact.signs, mandate.scope) == ("Een ander", False, [sent.kind])
        assert mandate.partner_id == signature.partner_id
    listed = client.get(url(sent.partnership, "party", signature.partner_id)).content.decode()
    assert "Volmacht van de directie" in listed
    yesterday = TODAY() - timedelta(days=1)
    client.post(url(sent.partnership, "mandate", mandate.pk), {
        "contact": mandate.contact_id, "basis": mandate.basis, "valid_from": yesterday - timedelta(days=9), "last_day": yesterday,
    })  # fmt: skip
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "Volmacht van de directie" not in page
    assert page.count("geen geldig mandaat") == 6
    csv = reverse("partnerships:signatories-csv", kwargs={"partnership": sent.partnership.slug, "uuid": sent.uuid})
    rows = client.get(csv).content.decode().splitlines()[1:]
    assert len(rows) == 6
    assert all("nee" in row for row in rows)


@pytest.mark.feature("F11")
def test_who_is_asked_instead_signs_on_what_the_register_says_of_them(sent, signature, ann, now):
    """A new link for the same person keeps their mandate; another one, or a colleague, takes nothing of it along."""
    with member_door(sent.partnership):
        contact = Contact.objects.select_related("partner__organisation").get(email=signature.email)
        add_mandate(contact, basis="Volmacht", scope=[], valid_from=TODAY(), valid_until=None, by=ann, at=now)
        same = {"name": signature.name, "function": signature.function, "email": signature.email}
        replace_signatory(signature, **same, mandate="Volmacht", by=ann, at=now)
        again = Signature.objects.select_related("agreement", "partner__organisation").get(pk=signature.pk)
        assert (again.mandate.startswith("Volmacht ("), Mandate.objects.count()) == (True, 1)
        hand_over_as(again, name="Derde", function="Chef", email="derde@example.org", at=now)
        assert Signature.objects.get(pk=signature.pk).mandate == ""
        again = Signature.objects.select_related("agreement", "partner__organisation").get(pk=signature.pk)
        replace_signatory(again, **same, mandate="", by=ann, at=now)
        assert Signature.objects.get(pk=signature.pk).mandate.startswith("Volmacht (")


@pytest.mark.feature("F11")
@pytest.mark.parametrize(("days", "words"), [(1, "Volmacht"), (400, "–")])
def test_the_sheet_says_what_held_on_the_day_of_signing(sent, signature, ann, now, days, words):
    """A mandate that ended between the request and the signature is not on the sheet; the page says the same."""
    with member_door(sent.partnership):
        contact = Contact.objects.select_related("partner__organisation").get(email=signature.email)
        until = TODAY() + timedelta(days=100)
        add_mandate(contact, basis="Volmacht", scope=[], valid_from=TODAY(), valid_until=until, by=ann, at=now)
        moment = now + timedelta(days=days)
        Signature.objects.filter(pk=signature.pk).update(expires_at=moment + timedelta(days=2))
        asked = Signature.objects.select_related("agreement", "partner__organisation").get(pk=signature.pk)
        sign_as(asked, moment)
        signed = Signature.objects.select_related("agreement", "partner__organisation").get(pk=signature.pk)
        assert evidence_of(signed)["mandate"].startswith("" if words == "–" else words)
        assert bool(signed.mandate) == (words != "–")
        assert (signed.email in lacking(sent, moment)) == (words == "–")
        for mandate in Mandate.objects.all():  # later: what was signed keeps what it was signed with
            end_mandate(mandate, last_day=TODAY(), by=ann, at=now)
        assert Signature.objects.get(pk=signature.pk).mandate == signed.mandate


@pytest.mark.feature("F11")
def test_what_is_typed_beside_a_new_contact_stands_in_the_register(inside, ann):
    partner = Contact.objects.get(email="fire@example.org").partner_id
    client, add = client_of(ann), url(inside, "contact-add", partner)
    given = {"name": "N", "function": "F", "email": "nieuw@example.org", "mandate": "Volmacht van het bestuur"}
    refused = client.post(add, given)
    assert refused.context["form"].errors["signs"]
    assert "Volmacht van het bestuur" in refused.content.decode()
    client.post(add, given | {"signs": "on"})
    mandate = Mandate.objects.select_related("contact").get()
    assert (mandate.contact.email, mandate.basis, mandate.valid_from) == (given["email"], given["mandate"], TODAY())
    here = url(inside, "contact", mandate.contact_id)
    for address in (here, url(inside, "party", partner), url(inside, "mandates", partner)):
        assert "Volmacht van het bestuur" in client.get(address).content.decode()
    assert "mandate" not in client.get(here).context["form"].fields
