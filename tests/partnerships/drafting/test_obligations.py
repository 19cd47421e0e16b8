"""The register of obligations: proposed from a signed text, done by the party, overdue on the agenda (F18)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.agreements import revise_draft
from partnerships.domain.obligation_proposals import proposed_obligations, read_term
from partnerships.domain.obligations import add_obligation, change_obligation, do_obligation, overdue_obligations
from partnerships.domain.party_lists import renew_party_list
from partnerships.enums import ObligationState, PartyKind
from partnerships.exceptions import Refused
from partnerships.models import Obligation, Partner
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.drafting.conftest import signed

TEXT = (
    "## Inzet\n\n1. De politie deelt elk kwartaal de cijfers.\n2. De gemeente herstelt de verlichting voor 1 mei 2027.\n"
    "3. Elke partij komt naar het overleg.\n4. Samen sterk.\n\n## Begrippen\n\n1. Politie: het basisteam."
)
SINCE = date(2026, 11, 22)


@pytest.fixture
def kept(covenant, ann, now):
    """A covenant with obligations in it, signed by all six."""
    with member_door(covenant.partnership):
        revise_draft(covenant, text=TEXT, by=ann, at=now)
        renew_party_list(covenant, by=ann, at=now)
    return signed(covenant, ann, now)


def url(name, park, **more):
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


@pytest.mark.parametrize(
    ("words", "due", "every"),
    [
        ("elk kwartaal", date(2027, 2, 22), 3),
        ("elk half jaar", date(2027, 5, 22), 6),
        ("binnen vier weken", date(2026, 12, 20), None),
        ("within two months", date(2027, 1, 22), None),
        ("voor 1 mei", date(2027, 5, 1), None),
        ("elk jaar voor 1 december", date(2026, 12, 1), 12),
        ("uiterlijk 30 februari 2027", None, None),
        ("zo snel mogelijk", None, None),
    ],
)
def test_the_term_is_read_from_the_words(words, due, every):
    assert read_term(f"De gemeente doet dit {words}.", since=SINCE) == (due, every)


@pytest.mark.feature("F18")
def test_points_that_name_a_party_are_proposed_with_their_day(kept):
    with member_door(kept.partnership):
        found = proposed_obligations(kept)
        named = [(one.partner.kind, one.every_months) for one in found if one.by_name]
        assert named == [(PartyKind.POLICE, 3), (PartyKind.MUNICIPALITY, None)]
        assert next(one for one in found if one.partner.kind == PartyKind.MUNICIPALITY).due_on == date(2027, 5, 1)
        assert len([one for one in found if not one.by_name]) == 6
        assert {one.clause for one in found} == {"Inzet"}


def test_a_repeated_obligation_is_due_again(kept, ann, now):
    with member_door(kept.partnership):
        police = Partner.objects.get(kind=PartyKind.POLICE)
        row = add_obligation(
            kept, partner=police, text="Cijfers", due_on=date(2026, 1, 31), every_months=3, by=ann, at=now
        )
        assert row.state(on=date(2026, 2, 1)) == ObligationState.OVERDUE
        do_obligation(row, done_on=date(2026, 2, 3), by=ann, on=date(2026, 2, 3), at=now)
        row.refresh_from_db()
        assert row.next_due == date(2026, 4, 30)
        assert row.state(on=date(2026, 4, 30)) == ObligationState.OPEN


def test_refusals(kept, draft, ann, now):
    with member_door(kept.partnership):
        police = Partner.objects.get(kind=PartyKind.POLICE)
        given = {"partner": police, "by": ann, "at": now}
        with pytest.raises(Refused):
            add_obligation(draft, text="Cijfers", **given)
        with pytest.raises(Refused):
            add_obligation(kept, text=" ", **given)
        with pytest.raises(Refused):
            add_obligation(kept, text="Cijfers", every_months=3, **given)
        row = add_obligation(kept, text="Cijfers", **given)
        with pytest.raises(Refused):
            do_obligation(row, done_on=SINCE + timedelta(days=1), by=ann, on=SINCE, at=now)
        do_obligation(row, done_on=SINCE, by=ann, on=SINCE, at=now)
        with pytest.raises(Refused):
            do_obligation(row, done_on=SINCE, by=ann, on=SINCE, at=now)
        with pytest.raises(Refused):
            change_obligation(row, text="", due_on=None, every_months=None, **given)


@pytest.mark.feature("F18")
def test_the_register_from_signed_text_to_done_and_the_agenda_of_the_meeting(kept, ann, bert):
    park, leader, partner = kept.partnership, client_of(ann), client_of(bert)
    page = leader.get(url("agreement-obligations", park, uuid=kept.uuid))
    assert "De politie deelt elk kwartaal de cijfers." in page.content.decode()
    answer = leader.post(url("agreement-obligations", park, uuid=kept.uuid), {"chosen": ["0", "1"]})
    assert answer.status_code == 302
    with member_door(park):
        police, town = Obligation.objects.order_by("pk").select_related("partner")
        assert (police.partner.kind, town.partner.kind) == (PartyKind.POLICE, PartyKind.MUNICIPALITY)
        Obligation.objects.filter(pk=police.pk).update(due_on=timezone.localdate() - timedelta(days=3))
        assert [one.pk for one in overdue_obligations(on=timezone.localdate())] == [police.pk]
    for name in ("meeting-add", "meetings"):  # every party and state; overdue listed in the meeting's agenda
        agenda = leader.get(url(name, park)).content.decode()
        assert "Politie Basisteam Oost" in agenda
        assert "De politie deelt elk kwartaal de cijfers." in agenda
    assert partner.get(url("obligation-done", park, pk=town.pk)).status_code == 403
    upload = SimpleUploadedFile("cijfers.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")
    done = {"done_on": timezone.localdate().isoformat(), "note": "Gedeeld", "evidence": upload}
    assert partner.post(url("obligation-done", park, pk=police.pk), done).status_code == 302
    with member_door(park):
        police.refresh_from_db()
        assert police.evidence is not None
        assert overdue_obligations(on=timezone.localdate()) == []
    listed = leader.get(url("obligations", park), {"state": "open", "partner": str(police.partner_id)})
    assert [row[0].pk for row in listed.context["rows"]] == [police.pk]
    table = leader.get(url("obligations-csv", park)).content.decode()
    assert "Gedeeld" in table


def test_the_leader_corrects_and_removes(kept, ann, bert, now):
    park, leader = kept.partnership, client_of(ann)
    with member_door(park):
        police = Partner.objects.get(kind=PartyKind.POLICE)
    given = {"partner": police.pk, "text": "Cijfers", "due_on": "2027-01-01", "every_months": "3"}
    assert leader.post(url("obligation-add", park, uuid=kept.uuid), given).status_code == 302
    with member_door(park):
        row = Obligation.objects.get()
    assert leader.post(url("obligation", park, pk=row.pk), {**given, "text": "Alle cijfers"}).status_code == 302
    with member_door(park):
        assert Obligation.objects.get().text == "Alle cijfers"
    assert client_of(bert).get(url("obligation", park, pk=row.pk)).status_code == 200
    assert client_of(bert).post(url("obligation", park, pk=row.pk), given).status_code == 403
    assert client_of(bert).post(url("obligation-remove", park, pk=row.pk)).status_code == 403
    assert leader.get(url("obligation-remove", park, pk=row.pk)).status_code == 405
    assert leader.post(url("obligation-remove", park, pk=row.pk)).status_code == 302
    assert leader.get(url("obligation", park, pk=row.pk)).status_code == 404


def test_other_methods_and_strangers(kept, ann, carla):
    park = kept.partnership
    names = {"obligations": {}, "obligations-csv": {}, "agreement-obligations": {"uuid": kept.uuid}}
    for name, more in names.items():
        assert client_of(carla).get(url(name, park, **more)).status_code in (403, 404)
        assert client_of(ann).delete(url(name, park, **more)).status_code == 405
