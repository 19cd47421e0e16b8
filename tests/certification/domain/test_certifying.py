from datetime import date
from typing import Any

import pytest

from certification.domain import certifying
from certification.domain.auditing import answer_finding, requirements_of, resolve_finding
from certification.domain.certificate_pdf import file_certificate
from certification.domain.certifying import conclude, decide, issue_certificate, next_number, withdraw_certificate
from certification.enums import Outcome, Validity, Verdict
from certification.exceptions import MajorFindingOpen, NotAnAuditor, NotEveryRequirementJudged
from certification.models import Certificate, Judgement
from partnerships.documents.verify import examine_pdf
from partnerships.domain import jobs
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Cycle, Document, Job, Outbox
from partnerships.scheme_files import all_schemes
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import assigned, judge_all, requested
from tests.conftest import NOW, TODAY, found, newest_scheme

POSITIVE: dict[str, Any] = {
    "outcome": Outcome.POSITIVE,
    "motivation": "Aan alle eisen is voldaan.",
    "on": TODAY,
    "at": NOW,
}


@pytest.mark.feature("F77")
def test_no_decision_while_a_requirement_is_unjudged(park, audit, otto):
    with member_door(park):
        with pytest.raises(NotEveryRequirementJudged) as refused:
            decide(audit, by=otto, **POSITIVE)
        assert refused.value.names == [str(one.name) for one in requirements_of(audit)]


@pytest.mark.feature("F78")
def test_no_certificate_while_a_major_finding_is_open(park, audit, otto):
    with member_door(park):
        first = requirements_of(audit)[0]
        judge_all(audit, otto, on=TODAY, at=NOW, **{first.id: Verdict.MAJOR})
        with pytest.raises(MajorFindingOpen) as refused:
            conclude(audit, by=otto, **POSITIVE)
        assert refused.value.names == [str(first.name)]
        audit.refresh_from_db()
        assert audit.closed_at is None
        assert not Certificate.objects.exists()


@pytest.mark.feature("F78")
def test_issuing_by_hand_refuses_an_open_major_finding_too(park, audit, otto):
    """Also when the decision was written some other way: the gates of the scheme stand before the issue."""
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW)
        decide(audit, by=otto, **POSITIVE)
        Judgement.objects.filter(requirement_id=requirements_of(audit)[0].id).update(verdict=Verdict.MAJOR)
        with pytest.raises(Refused):
            issue_certificate(audit, by=otto, on=TODAY, at=NOW)
        assert not Certificate.objects.exists()


@pytest.mark.feature("F78")
def test_a_resolved_major_finding_stands_in_nobodys_way(park, audit, otto, ann):
    with member_door(park):
        first = requirements_of(audit)[0]
        judge_all(audit, otto, on=TODAY, at=NOW, **{first.id: Verdict.MAJOR})
        finding = Judgement.objects.get(requirement_id=first.id)
        answer_finding(finding, correction="Gedaan", by=ann, on=TODAY, at=NOW)
        resolve_finding(finding, by=otto, on=TODAY, at=NOW)
        certificate = conclude(audit, by=otto, **POSITIVE)
        assert certificate == Certificate.objects.get()


@pytest.mark.feature("F78")
def test_the_first_round_gives_the_basic_level_for_thirty_six_months(park, audit, otto, ann):
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW)
        certificate = conclude(audit, by=otto, **POSITIVE)
        assert certificate is not None
        scheme = audit.cycle.scheme
        assert certificate.level == scheme.level_for(1, "business_park").id
        assert certificate.level != scheme.level_for(2, "business_park").id
        assert certificate.valid_until == date(2029, 3, 10)
        assert certificate.validity_on(date(2029, 3, 9)) == Validity.VALID
        assert certificate.validity_on(date(2029, 3, 10)) == Validity.EXPIRED
        assert (certificate.holder, certificate.area_names) == ("De Wetering", ["De Wetering"])
        told = Outbox.objects.filter(template="certificate_issued").values_list("to", flat=True)
        assert set(told) == {ann.email, "police@example.org"}


@pytest.mark.feature("F78")
def test_the_second_round_gives_the_continuous_level(park, cycle, ann, otto):
    with member_door(park):
        Cycle.objects.filter(pk=cycle.pk).update(number=2)
        cycle.refresh_from_db()
        audit = assigned(requested(cycle, otto=otto, by=ann, on=TODAY, at=NOW), otto, on=TODAY, at=NOW)
        judge_all(audit, otto, on=TODAY, at=NOW)
        certificate = conclude(audit, by=otto, **POSITIVE)
        assert certificate is not None
        assert certificate.level == cycle.scheme.level_for(2, "business_park").id
        assert {row.requirement_id for row in Judgement.objects.all()} == {
            one.id for one in cycle.scheme.ending.requirements
        }


@pytest.mark.feature("F78")
def test_a_version_of_two_years_gives_twenty_four_months(ann, otto, municipality):
    versions = [scheme for scheme in all_schemes() if scheme.ending.valid_for == 24]
    park = found("Oude Haven", ann, municipality, versions[0])
    with member_door(park):
        cycle = Cycle.objects.select_related("partnership").get()
        audit = assigned(requested(cycle, otto=otto, by=ann, on=TODAY, at=NOW), otto, on=TODAY, at=NOW)
        judge_all(audit, otto, on=TODAY, at=NOW)
        certificate = conclude(audit, by=otto, **POSITIVE)
        assert certificate is not None
        assert (certificate.level, certificate.valid_until) == ("", date(2028, 3, 10))


@pytest.mark.feature("F78")
def test_a_shopping_area_gets_a_star_per_round(ann, otto, municipality):
    park = found("Winkelhart", ann, municipality, newest_scheme("certificate"), kind="shopping_area")
    with member_door(park):
        cycle = Cycle.objects.select_related("partnership").get()
        audit = assigned(requested(cycle, otto=otto, by=ann, on=TODAY, at=NOW), otto, on=TODAY, at=NOW)
        judge_all(audit, otto, on=TODAY, at=NOW)
        certificate = conclude(audit, by=otto, **POSITIVE)
        assert certificate is not None
        assert certificate.stars == 1


def test_a_negative_decision_closes_without_a_certificate(park, audit, otto, ann):
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW, **{requirements_of(audit)[0].id: Verdict.MAJOR})
        assert conclude(audit, outcome=Outcome.NEGATIVE, motivation="Te weinig", by=otto, on=TODAY, at=NOW) is None
        audit.refresh_from_db()
        assert (audit.outcome, audit.closed_at) == (Outcome.NEGATIVE, NOW)
        assert list(Outbox.objects.filter(template="audit_decided").values_list("to", flat=True)) == [ann.email]
        assert not Certificate.objects.exists()


def test_deciding_twice_is_refused(park, audit, otto):
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW)
        conclude(audit, by=otto, **POSITIVE)
        with pytest.raises(Refused):
            conclude(audit, by=otto, **POSITIVE)
        with pytest.raises(StaleState):
            issue_certificate(audit, by=otto, on=TODAY, at=NOW)
        assert Certificate.objects.count() == 1


def certificate_of(park, audit, otto):
    judge_all(audit, otto, on=TODAY, at=NOW)
    certificate = conclude(audit, by=otto, **POSITIVE)
    assert certificate is not None
    return certificate


def test_numbers_follow_each_other_across_partnerships(park, other_park, audit, otto, carla):
    with member_door(park):
        first = certificate_of(park, audit, otto)
    with member_door(other_park):
        assert next_number(TODAY.year) != first.number
        cycle = Cycle.objects.select_related("partnership").get()
        second = assigned(requested(cycle, otto=otto, by=carla, on=TODAY, at=NOW), otto, on=TODAY, at=NOW)
        issued = certificate_of(other_park, second, otto)
    assert [first.number, issued.number] == ["BN-2026-000001", "BN-2026-000002"]


@pytest.mark.feature("F78")
def test_a_number_taken_at_the_same_moment_is_stepped_past(park, other_park, audit, otto, carla, monkeypatch):
    with member_door(park):
        first = certificate_of(park, audit, otto)
    real, asked = certifying.next_number, []

    def stale_at_first(year):
        asked.append(year)
        return first.number if len(asked) == 1 else real(year)

    monkeypatch.setattr(certifying, "next_number", stale_at_first)
    with member_door(other_park):
        cycle = Cycle.objects.select_related("partnership").get()
        second = assigned(requested(cycle, otto=otto, by=carla, on=TODAY, at=NOW), otto, on=TODAY, at=NOW)
        assert certificate_of(other_park, second, otto).number == "BN-2026-000002"
    assert len(asked) == 2


@pytest.mark.feature("F78")
def test_the_pdf_is_drawn_sealed_and_filed_once(park, audit, otto):
    with member_door(park):
        certificate = certificate_of(park, audit, otto)
        job = Job.objects.get(kind="certificate_pdf")
        assert jobs.run(job)
        certificate.refresh_from_db()
        with certificate.document.file.open("rb") as file:
            assert examine_pdf(file.read()).intact
        jobs.KINDS["certificate_pdf"](job)  # a worker killed just before it said that it was done
        assert Document.objects.filter(kind="certificate").count() == 1


def test_two_workers_file_one_pdf(park, audit, otto):
    with member_door(park):
        certificate = certificate_of(park, audit, otto)
        stale = Certificate.objects.get(pk=certificate.pk)
        file_certificate(certificate, at=NOW)
        with pytest.raises(StaleState):
            file_certificate(stale, at=NOW)
        assert Document.objects.filter(kind="certificate").count() == 1


@pytest.mark.feature("F106")
def test_only_the_body_withdraws_its_certificate(park, audit, otto, ann):
    with member_door(park):
        certificate = certificate_of(park, audit, otto)
        with pytest.raises(NotAnAuditor):
            withdraw_certificate(certificate, reason="Fraude", by=ann, on=TODAY, at=NOW)
        withdraw_certificate(certificate, reason="Samenwerking gestopt", by=otto, on=TODAY, at=NOW)
        assert certificate.validity_on(TODAY) == Validity.WITHDRAWN
        with pytest.raises(StaleState):
            withdraw_certificate(certificate, reason="Nog eens", by=otto, on=TODAY, at=NOW)
        assert Outbox.objects.filter(template="certificate_withdrawn").count() == 2
