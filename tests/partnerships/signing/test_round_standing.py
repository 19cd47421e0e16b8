"""How a round stands is said by one function: so many of so many only while it runs (F16)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.domain.agreements import drop_refused, withdraw_agreement
from partnerships.domain.round_standing import round_standing, rounds_standing
from partnerships.domain.signing_tables import open_table
from partnerships.exceptions import ReasonNeeded, SigningStopped
from partnerships.models import Activity, Agreement, Ceremony, Signature
from partnerships.tenancy.doors import member_door
from partnerships.tokens import make_token
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, drafted, page, refuse_as, sign_as

pytestmark = pytest.mark.feature("F16")
COUNTED = ("5 van 6", "5 van de 6")


def address(name: str, agreement: Agreement) -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": agreement.partnership.slug, "uuid": agreement.uuid})


@pytest.fixture
def five(sent, now):
    """Five of the six have signed; the fire service has not."""
    with member_door(sent.partnership):
        for one in Signature.objects.select_related(*READ).exclude(partner__kind="fire"):
            sign_as(one, now)
    return sent


def last_of(agreement: Agreement) -> Signature:
    with member_door(agreement.partnership):
        found: Signature = Signature.objects.select_related(*READ).get(agreement=agreement, partner__kind="fire")
        return found


@pytest.fixture
def refused(five, now):
    with member_door(five.partnership):
        refuse_as(last_of(five), reason="Artikel 4 gaat te ver.", at=now)
        five.refresh_from_db()
    return five


@pytest.fixture
def withdrawn(five, ann, now):
    with member_door(five.partnership):
        withdraw_agreement(five, reason="De grens klopt niet.", by=ann, at=now)
        five.refresh_from_db()
    return five


@pytest.fixture
def expired(five, now):
    with member_door(five.partnership):
        Signature.objects.filter(signed_at=None).update(expires_at=now - timedelta(days=1))
    return five


def everywhere(agreement: Agreement, ann: Any, now: Any) -> dict[str, str]:
    """Every page and file that says how this round stands, as whoever leads, a signatory and the device at the table see it."""
    leader, park = client_of(ann), agreement.partnership
    with member_door(park):
        signed = Signature.objects.select_related(*READ).get(agreement=agreement, partner__kind="police")
        ceremony = Ceremony.objects.create(
            partnership=park,
            cycle=agreement.cycle,
            agreement=agreement,
            title="Feest",
            starts_at=now,
            location="Hal",
            created_at=now,
        )
    here = {"partnership": park.slug}
    urls = {
        "list": reverse("partnerships:agreements", kwargs=here), "page": agreement.get_absolute_url(),
        "csv": address("signatories-csv", agreement), "versions": address("agreement-versions", agreement),
        "ceremony": reverse("partnerships:ceremony", kwargs={**here, "uuid": ceremony.uuid}),
        "day": reverse("partnerships:ceremony-day", kwargs={**here, "uuid": ceremony.uuid}),
        "home": park.get_absolute_url(),
    }  # fmt: skip
    shown = {name: leader.get(url).content.decode() for name, url in urls.items()}
    return {**shown, "link": Client().get(page(signed)).content.decode()}


SAYS = ("list", "page", "csv", "versions", "ceremony", "day")


def test_a_running_round_says_how_many_of_how_many(five, ann, now):
    with member_door(five.partnership):
        assert round_standing(five, at=now).words == "5 van 6 hebben getekend"
    shown = everywhere(five, ann, now)
    for name in ("list", "page", "csv", "link", "ceremony"):
        assert "5 van 6 hebben getekend" in shown[name], name


def test_a_refused_round_says_who_refused_on_which_day_and_never_how_many_signed(refused, ann, now):
    with member_door(refused.partnership):
        standing = round_standing(refused, at=now)
    assert standing.words.startswith("Geweigerd door Brandweer Oost op ")
    assert not standing.runs
    for name, words in everywhere(refused, ann, now).items():
        assert not any(one in words for one in COUNTED), name
        assert name not in SAYS or standing.words in words, name


def test_a_withdrawn_round_says_so_with_its_day_and_never_how_many_signed(withdrawn, ann, now):
    with member_door(withdrawn.partnership):
        standing = round_standing(withdrawn, at=now)
    assert standing.words.startswith("Ingetrokken op ")
    for name, words in everywhere(withdrawn, ann, now).items():
        assert not any(one in words for one in COUNTED), name
        assert name not in SAYS or standing.words in words, name


def test_a_round_whose_links_have_all_expired_no_longer_counts(expired, ann, now):
    with member_door(expired.partnership):
        standing = round_standing(expired, at=now)
    assert standing.words.startswith("Verlopen op ")
    for name, words in everywhere(expired, ann, now).items():
        assert not any(one in words for one in COUNTED), name
        assert name not in {"list", "page", "csv", "link"} or standing.words in words, name


def test_one_link_that_still_works_keeps_the_round_running(sent, now):
    with member_door(sent.partnership):
        Signature.objects.exclude(partner__kind="fire").update(expires_at=now - timedelta(days=1))
        assert round_standing(sent, at=now).words == "0 van 6 hebben getekend"


def test_who_waits_for_a_turn_cannot_keep_it_running(sent, now):
    """Nobody can sign any more when the only one whose turn it is let their link expire."""
    with member_door(sent.partnership):
        Signature.objects.update(turn=2, asked_at=None)
        Signature.objects.filter(partner__kind="fire").update(turn=1, asked_at=now, expires_at=now)
        assert round_standing(sent, at=now).words.startswith("Verlopen op ")


def test_a_complete_round_and_a_draft(sign_all, full_park, ann, now):
    done, draft = sign_all(), drafted(full_park, ann, now, "covenant")
    with member_door(full_park):
        assert round_standing(done, at=now).words.startswith("Door iedereen getekend op ")
        assert round_standing(draft, at=now).words == "Concept, er is nog niemand gemaild"


def test_the_table_says_why_nothing_can_be_signed(five, ann, now):
    with member_door(five.partnership):
        table = open_table(five, by=ann, at=now)
    token = make_token("table", str(table.uuid), table.nonce)
    url = reverse("partnerships:table", kwargs={"uuid": table.uuid, "token": token})
    assert "5 van 6 hebben getekend" in Client().get(url).content.decode()
    with member_door(five.partnership):
        refuse_as(last_of(five), reason="Nee.", at=now)
    shown = Client().get(url).content.decode()
    assert "Geweigerd door Brandweer Oost op " in shown
    assert not any(one in shown for one in COUNTED)


def test_many_rounds_are_asked_about_in_two_questions(refused, ann, now, django_assert_num_queries):
    with member_door(refused.partnership):
        rows = list(Agreement.objects.all()) * 3
        with django_assert_num_queries(2):
            found = rounds_standing(rows, at=now)
    assert set(found) == {refused.pk}


def test_a_refused_text_is_withdrawn_once_with_a_reason(refused, five, ann, bert, now):
    client, url = client_of(ann), address("agreement-withdraw", refused)
    assert url in client.get(refused.get_absolute_url()).content.decode()
    assert client_of(bert).post(url, {"reason": "x"}).status_code == 403
    assert client.post(url, {"reason": " "}).status_code == 200
    client.post(url, {"reason": "Wij maken geen nieuwe."})
    with member_door(refused.partnership):
        refused.refresh_from_db()
        words = round_standing(refused, at=now).words
        assert Activity.objects.filter(verb="dropped_refused_agreement").count() == 1
        with pytest.raises(SigningStopped):
            drop_refused(refused, reason="Nog eens.", by=ann, at=now)
        with pytest.raises(ReasonNeeded):
            drop_refused(refused, reason="", by=ann, at=now)
    assert words.startswith("Geweigerd door Brandweer Oost op ")
    assert ", ingetrokken op " in words
    shown = client.get(refused.get_absolute_url()).content.decode()
    assert "Wij maken geen nieuwe." in shown
    assert url not in shown


def test_a_running_text_is_not_dropped_as_a_refused_one(sent, ann, now):
    with member_door(sent.partnership), pytest.raises(SigningStopped):
        drop_refused(sent, reason="x", by=ann, at=now)
