"""One certificate of a scheme for an area at a time: kept by the verb, and on PostgreSQL by the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from certification.domain.certifying import certificate_to_come, conclude, withdraw_certificate
from certification.enums import Outcome, Validity
from certification.models import Certificate, CertificatePeriod
from partnerships.exceptions import Refused
from partnerships.models import Area, Cycle, PartnershipArea, Waiver
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import assigned, judge_all, requested
from tests.conftest import NOW, TODAY, client_of

LATER = TODAY + timedelta(days=400)


def audited(cycle, otto, by, *, on=TODAY):
    audit = assigned(requested(cycle, otto=otto, by=by, on=on, at=NOW), otto, on=on, at=NOW)
    judge_all(audit, otto, on=on, at=NOW)
    return audit


def issued(audit, otto, *, on=TODAY):
    return conclude(audit, outcome=Outcome.POSITIVE, motivation="Aan alle eisen is voldaan.", by=otto, on=on, at=NOW)


def next_one(cycle, otto, by):
    Waiver.objects.all().delete()  # asking for an audit sets the same conditions aside again
    return issued(audited(cycle, otto, by, on=LATER), otto, on=LATER)


@pytest.fixture
def first(park, audit, otto):
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW)
        return issued(audit, otto)


@pytest.mark.feature("F78")
def test_a_certificate_counts_for_each_area_from_its_first_day(first, park):
    with member_door(park):
        area = Area.objects.get(coverage__partnership=park)
        period = CertificatePeriod.objects.get()
    assert (period.area_id, period.scheme_urn, period.valid_from, period.valid_until) == (
        area.pk, first.cycle.scheme_urn, TODAY, first.valid_until,
    )  # fmt: skip


@pytest.mark.feature("F78")
def test_a_successor_ends_its_predecessor_on_its_first_day(first, park, cycle, otto, ann):
    with member_door(park):
        second = next_one(cycle, otto, ann)
        old = Certificate.objects.get(pk=first.pk)
        assert (old.succeeded_on, old.successor) == (LATER, second)
        assert old.counted_until == LATER - timedelta(days=1)
        assert [one.number for one in Certificate.objects.valid(on=LATER)] == [second.number]
        assert [one.number for one in Certificate.objects.valid(on=LATER - timedelta(days=1))] == [first.number]
        assert old.validity_on(LATER) == Validity.SUCCEEDED
        assert old.validity_on(old.valid_until) == Validity.EXPIRED
        periods = {one.certificate_id: (one.valid_from, one.valid_until) for one in CertificatePeriod.objects.all()}
    assert periods == {first.pk: (TODAY, LATER), second.pk: (LATER, second.valid_until)}


@pytest.mark.feature("F78")
def test_another_partnership_gets_none_for_the_same_area(first, park, other_park, otto, carla):
    with member_door(park):
        area = Area.objects.get(coverage__partnership=park)
    with member_door(other_park):
        PartnershipArea.objects.all().delete()
        PartnershipArea.objects.create(partnership=other_park, area=area)
        audit = audited(Cycle.objects.select_related("partnership").get(), otto, carla)
        foreseen, reason = certificate_to_come(audit, on=TODAY)
        assert foreseen is None
        assert first.number in reason
        with pytest.raises(Refused) as refused:
            issued(audit, otto)
        assert str(refused.value) == reason
        assert not Certificate.objects.exists()


@pytest.mark.feature("F78")
def test_who_withdraws_frees_the_area_and_no_last_day_is_shown(first, park, other_park, otto, carla, today):
    with member_door(park):
        area = Area.objects.get(coverage__partnership=park)
        certificate = Certificate.objects.select_related("audit__body", "cycle").get()
        withdraw_certificate(certificate, reason="Zij stopten", by=otto, on=TODAY, at=NOW)
        assert CertificatePeriod.objects.get().valid_until == TODAY
        assert certificate.counted_until is None
    page = Client().get(reverse("certification:certificate", args=[first.number])).content.decode()
    assert "tot en met" not in page.partition("<main")[2]
    assert "ingetrokken" in page
    with member_door(other_park):
        PartnershipArea.objects.all().delete()
        PartnershipArea.objects.create(partnership=other_park, area=area)
        assert issued(audited(Cycle.objects.select_related("partnership").get(), otto, carla), otto) is not None


def test_the_database_refuses_an_overlap_that_a_verb_would_forget(first, park, cycle, otto, ann):
    with member_door(park):
        next_one(cycle, otto, ann)
        with pytest.raises(IntegrityError, match="one_certificate_at_a_time"), transaction.atomic():
            CertificatePeriod.objects.filter(certificate=first).update(valid_until=LATER + timedelta(days=1))


@pytest.mark.feature("F78")
def test_the_auditor_sees_what_would_be_issued_before_deciding(park, audit, otto, today):
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW)
    page = client_of(otto).post(
        reverse("certification:audit-decide", kwargs={"uuid": audit.uuid}),
        {"outcome": "positive", "motivation": "Aan alle eisen is voldaan."},
    )
    foreseen = page.context["foreseen"]
    words = page.content.decode()
    with member_door(park):
        assert not Certificate.objects.exists()
        certificate = issued(audit, otto)
    assert (foreseen.number, foreseen.first, foreseen.last) == (
        certificate.number, certificate.issued_on, certificate.last_day,
    )  # fmt: skip
    for shown in (foreseen.number, foreseen.level, *foreseen.areas):
        assert shown in words


def test_the_public_page_says_at_a_glance_what_it_is_worth_and_who_takes_part(first, park, today):
    page = Client().get(reverse("certification:certificate", args=[first.number])).content.decode()
    for words in ("Geldig van", "tot en met", "Wat dit keurmerk betekent", "Wie doet mee", *first.party_names):
        assert words in page
    assert first.party_names
