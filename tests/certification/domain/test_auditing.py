from datetime import date, timedelta

import pytest

from certification.domain.auditing import (
    answer_finding,
    assign_auditor,
    judge,
    note_interviews,
    note_visit,
    requirements_of,
    resolve_finding,
    withdraw_audit,
)
from certification.enums import Verdict
from certification.exceptions import AuditClosed, NotAnAuditor, NotIndependent, RemarkMissing
from certification.models import Judgement
from partnerships.domain.officers import appoint_officer
from partnerships.enums import OfficerRole, Role
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Membership, Outbox
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import body_of
from tests.conftest import NOW, TODAY, make_user

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=20)


def test_somebody_of_another_body_cannot_be_assigned(park, audit, otto, mona):
    with member_door(park), pytest.raises(NotAnAuditor):
        assign_auditor(audit, mona, opens_on=TODAY, closes_on=LATER, by=otto, on=TODAY, at=NOW)


def test_an_auditor_whose_office_ended_cannot_be_assigned(park, audit, otto):
    late = make_user("late")
    officer = appoint_officer(late, body_of(otto), role=OfficerRole.AUDITOR, on=date(2020, 1, 1))
    officer.valid_until = TODAY
    officer.save()
    with member_door(park), pytest.raises(NotAnAuditor):
        assign_auditor(audit, late, opens_on=TODAY, closes_on=LATER, by=otto, on=TODAY, at=NOW)


@pytest.mark.feature("F77")
def test_a_member_of_the_partnership_is_not_independent(park, audit, otto, bert):
    appoint_officer(bert, body_of(otto), role=OfficerRole.AUDITOR, on=date(2020, 1, 1))
    with member_door(park), pytest.raises(NotIndependent):
        assign_auditor(audit, bert, opens_on=TODAY, closes_on=LATER, by=otto, on=TODAY, at=NOW)


def test_a_contact_of_a_party_is_not_independent(park, audit, otto):
    near = make_user("police")  # the address of the police's contact
    appoint_officer(near, body_of(otto), role=OfficerRole.AUDITOR, on=date(2020, 1, 1))
    with member_door(park), pytest.raises(NotIndependent):
        assign_auditor(audit, near, opens_on=TODAY, closes_on=LATER, by=otto, on=TODAY, at=NOW)


def test_leader_and_auditor_hear_of_the_assignment(park, audit, ann, otto):
    with member_door(park):
        mails = Outbox.objects.filter(template="audit_assigned")
        assert set(mails.values_list("to", flat=True)) == {ann.email, otto.email}


@pytest.mark.feature("F77")
def test_a_finding_needs_a_remark(park, audit, otto):
    with member_door(park):
        requirement = requirements_of(audit)[0].id
        with pytest.raises(RemarkMissing):
            judge(audit, requirement, verdict=Verdict.MINOR, remark=" ", by=otto, on=TODAY, at=NOW)
        judge(audit, requirement, verdict=Verdict.CONFORM, remark="", by=otto, on=TODAY, at=NOW)
        assert [row.verdict for row in Judgement.objects.all()] == [Verdict.CONFORM]


def test_a_requirement_of_a_later_round_is_not_judged_now(park, audit, otto):
    with member_door(park):
        later = [one for one in audit.cycle.scheme.ending.requirements if one not in requirements_of(audit)]
        with pytest.raises(Refused):
            judge(audit, later[0].id, verdict=Verdict.CONFORM, remark="", by=otto, on=TODAY, at=NOW)


@pytest.mark.feature("F77")
def test_nobody_but_the_auditor_judges_and_only_within_the_dates(park, audit, otto, ann):
    with member_door(park):
        requirement = requirements_of(audit)[0].id
        for person, day in [(ann, TODAY), (otto, TODAY - timedelta(days=1)), (otto, TODAY + timedelta(days=30))]:
            with pytest.raises(Refused):
                judge(audit, requirement, verdict=Verdict.CONFORM, remark="", by=person, on=day, at=NOW)
        assert not Judgement.objects.exists()


@pytest.mark.feature("F77")
def test_a_finding_is_answered_and_then_resolved(park, audit, otto, ann):
    with member_door(park):
        requirement = requirements_of(audit)[0].id
        finding = judge(audit, requirement, verdict=Verdict.MAJOR, remark="Ontbreekt", by=otto, on=TODAY, at=NOW)
        with pytest.raises(Refused):  # nothing was done about it yet
            resolve_finding(finding, by=otto, on=TODAY, at=NOW)
        answer_finding(finding, correction="Alsnog gedaan", by=ann, on=TODAY, at=NOW)
        resolve_finding(finding, by=otto, on=TODAY, at=NOW)
        finding.refresh_from_db()
        assert (finding.corrected_on, finding.resolved_on) == (TODAY, TODAY)
        with pytest.raises(Refused):
            answer_finding(finding, correction="Nog iets", by=ann, on=TODAY, at=NOW)


def test_another_verdict_opens_a_resolved_finding_again(park, audit, otto, ann):
    with member_door(park):
        requirement = requirements_of(audit)[0].id
        finding = judge(audit, requirement, verdict=Verdict.MINOR, remark="Klein", by=otto, on=TODAY, at=NOW)
        answer_finding(finding, correction="Gedaan", by=ann, on=TODAY, at=NOW)
        resolve_finding(finding, by=otto, on=TODAY, at=NOW)
        again = judge(audit, requirement, verdict=Verdict.MAJOR, remark="Toch groot", by=otto, on=TODAY, at=NOW)
        assert again.resolved_on is None


def test_there_is_nothing_to_answer_where_it_conforms(park, audit, otto, ann):
    with member_door(park):
        fine = judge(audit, requirements_of(audit)[0].id, verdict=Verdict.CONFORM, remark="", by=otto, on=TODAY, at=NOW)
        with pytest.raises(Refused):
            answer_finding(fine, correction="Iets", by=ann, on=TODAY, at=NOW)


def test_visit_and_interviews_are_noted(park, audit, otto):
    with member_door(park):
        note_visit(audit, visited_on=TODAY, by=otto, on=TODAY, at=NOW)
        note_interviews(audit, text="De wijkagent kent het plan.", by=otto, on=TODAY, at=NOW)
        with pytest.raises(Refused):
            note_visit(audit, visited_on=LATER, by=otto, on=TODAY, at=NOW)
        audit.refresh_from_db()
        assert (audit.visited_on, audit.interviews) == (TODAY, "De wijkagent kent het plan.")


def test_a_withdrawn_audit_is_closed_to_everybody(park, audit, otto, ann):
    with member_door(park):
        withdraw_audit(audit, reason="Te vroeg", by=ann, on=TODAY, at=NOW)
        with pytest.raises((AuditClosed, StaleState)):
            withdraw_audit(audit, reason="Te vroeg", by=ann, on=TODAY, at=NOW)
        with pytest.raises(Refused):
            judge(audit, requirements_of(audit)[0].id, verdict=Verdict.CONFORM, remark="", by=otto, on=TODAY, at=NOW)


def test_role_names_do_not_matter_a_former_member_is_not_independent_either(park, audit, otto):
    once = make_user("once")
    appoint_officer(once, body_of(otto), role=OfficerRole.AUDITOR, on=date(2020, 1, 1))
    with member_door(park):
        Membership.objects.create(
            partnership=park, user=once, role=Role.SECRETARY, valid_from=date(2025, 5, 2), valid_until=date(2025, 6, 1)
        )
        with pytest.raises(NotIndependent):
            assign_auditor(audit, once, opens_on=TODAY, closes_on=LATER, by=otto, on=TODAY, at=NOW)
