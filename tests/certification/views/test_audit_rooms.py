"""The auditor's pages: his own body's audits, and one frozen dossier within its dates."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.domain.auditing import answer_finding, requirements_of
from certification.domain.certifying import conclude
from certification.enums import Outcome, Verdict
from certification.models import Audit, Certificate, Judgement
from partnerships.domain.officers import appoint_officer
from partnerships.enums import OfficerRole, PartyKind
from partnerships.models import Organisation
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import assigned, body_of, file_minutes, judge_all, requested
from tests.conftest import NOW, TODAY, client_of, make_user
from tests.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def at(name, audit, **kwargs):
    return reverse(f"certification:{name}", kwargs={"uuid": audit.uuid, **kwargs})


@pytest.fixture
def stranger():
    """An auditor of another certification body."""
    body = Organisation.objects.create(name="Certificatie-instelling Y", kind=PartyKind.CERTIFICATION_BODY)
    user = make_user("stranger")
    appoint_officer(user, body, role=OfficerRole.AUDITOR, on=date(2020, 1, 1))
    return user


@pytest.fixture
def colleague(otto):
    """Another auditor of otto's body."""
    user = make_user("colleague")
    appoint_officer(user, body_of(otto), role=OfficerRole.AUDITOR, on=date(2020, 1, 1))
    return user


def room_addresses(park, audit):
    with member_door(park):
        item = audit.dossier.items.get()
        requirement = requirements_of(audit)[0].id
    return {
        "get": [
            at("audit-room", audit), at("audit-item", audit, pk=item.pk), at("audit-manifest", audit),
            at("audit-decide", audit),
        ],
        "post": [
            at("audit-judge", audit, requirement_id=requirement), at("audit-visit", audit),
            at("audit-interviews", audit), at("audit-resolve", audit, pk=1), at("audit-decide", audit),
        ],
    }  # fmt: skip


def answers(client, park, audit):
    return {
        getattr(client, method)(address).status_code
        for method, addresses in room_addresses(park, audit).items()
        for address in addresses
    }


@pytest.mark.feature("F77")
def test_the_auditor_reads_the_dossier_and_every_piece(park, audit, otto):
    client = client_of(otto)
    for address in room_addresses(park, audit)["get"]:
        answer = client.get(address)
        read(answer)
        assert answer.status_code == 200


@pytest.mark.feature("F76")
@pytest.mark.parametrize("days", [-1, 30])
def test_outside_its_dates_the_dossier_is_closed(park, audit, otto, monkeypatch, days):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: TODAY + timedelta(days=days))
    assert answers(client_of(otto), park, audit) == {403}


def test_a_colleague_who_is_not_assigned_reads_nothing(park, audit, colleague):
    assert answers(client_of(colleague), park, audit) == {403}


def test_the_audit_of_another_body_is_not_there(park, audit, stranger):
    assert answers(client_of(stranger), park, audit) == {404}


def test_members_of_the_partnership_have_no_business_here(park, audit, ann, carla):
    assert answers(client_of(ann), park, audit) == {403}
    assert answers(client_of(carla), park, audit) == {403}
    assert client_of(ann).get(reverse("certification:audit-list")).status_code == 403


def test_wrong_method(park, audit, otto):
    client = client_of(otto)
    assert client.post(at("audit-room", audit)).status_code == 405
    assert client.get(at("audit-visit", audit)).status_code == 405
    assert client.post(reverse("certification:audit-list")).status_code == 405


@pytest.mark.feature("F77")
def test_the_auditor_sees_nothing_but_the_dossier(park, audit, otto):
    """A document filed after the freezing is not in it, and no page of the partnership opens."""
    with member_door(park):
        later = file_minutes(park, audit.cycle, at=NOW, title="Later verslag")
    client = client_of(otto)
    assert later.title not in client.get(at("audit-room", audit)).content.decode()
    assert client.get(at("audit-item", audit, pk=9999)).status_code == 404
    for name in ("home", "audits", "certificates", "readiness", "tasks"):
        address = reverse(f"certification:{name}", kwargs={"partnership": park.slug})
        assert client.get(address).status_code == 404


def test_a_piece_of_another_dossier_is_not_in_this_one(park, other_park, audit, otto, carla):
    with member_door(other_park):
        cycle = other_park.cycles.get()
        file_minutes(other_park, cycle, at=NOW)
        other = assigned(requested(cycle, otto=otto, by=carla, on=TODAY, at=NOW), otto, on=TODAY, at=NOW)
        foreign = other.dossier.items.get()
    client = client_of(otto)
    assert client.get(at("audit-item", audit, pk=foreign.pk)).status_code == 404
    piece = client.get(at("audit-item", other, pk=foreign.pk))
    read(piece)
    assert piece.status_code == 200


@pytest.mark.feature("F77")
def test_judging_visiting_and_noting(park, audit, otto):
    client = client_of(otto)
    with member_door(park):
        requirement = requirements_of(audit)[0].id
    judge_at = at("audit-judge", audit, requirement_id=requirement)
    assert client.post(judge_at, {f"{requirement}-verdict": "minor"}).status_code == 422
    given = {f"{requirement}-verdict": "minor", f"{requirement}-remark": "Verslag ontbreekt"}
    assert client.post(judge_at, given).status_code == 302
    assert client.post(at("audit-visit", audit), {"visited_on": "2026-03-10"}).status_code == 302
    assert client.post(at("audit-visit", audit), {"visited_on": "2026-04-09"}).status_code == 422
    assert client.post(at("audit-interviews", audit), {"interviews": "Drie gesprekken"}).status_code == 302
    assert client.post(at("audit-judge", audit, requirement_id="unknown"), given).status_code == 404
    with member_door(park):
        audit.refresh_from_db()
        assert (audit.visited_on, audit.interviews) == (date(2026, 3, 10), "Drie gesprekken")
        assert [row.verdict for row in Judgement.objects.all()] == [Verdict.MINOR]


@pytest.mark.feature("F77")
def test_saving_one_requirement_loses_nothing_typed_under_another(park, audit, otto):
    """Everything that was filled in is saved; what cannot be comes back as it was typed."""
    with member_door(park):
        first, second, third = [one.id for one in requirements_of(audit)][:3]
    page = client_of(otto).get(at("audit-room", audit)).content.decode()
    assert page.count('name="csrfmiddlewaretoken"') < 10  # one form for all requirements
    typed = {
        f"{first}-verdict": "conform", f"{first}-remark": "", f"{second}-verdict": "minor",
        f"{second}-remark": "Verslag van de schouw ontbreekt", f"{third}-verdict": "", f"{third}-remark": "Half getypt",
    }  # fmt: skip
    answer = client_of(otto).post(at("audit-judge", audit, requirement_id=first), typed)
    assert answer.status_code == 422
    assert "Half getypt" in answer.content.decode()
    with member_door(park):
        kept = dict(Judgement.objects.values_list("requirement_id", "verdict"))
    assert kept == {first: Verdict.CONFORM, second: Verdict.MINOR}


@pytest.mark.feature("F77")
def test_a_visit_lies_within_the_audit(park, audit, otto):
    with member_door(park):
        Audit.objects.update(opens_on=TODAY - timedelta(days=1))
    client, before = client_of(otto), TODAY - timedelta(days=2)
    answer = client.post(at("audit-visit", audit), {"visited_on": before})
    assert answer.status_code == 422
    assert "voor de audit" in answer.content.decode()
    assert client.post(at("audit-visit", audit), {"visited_on": TODAY}).status_code == 302


@pytest.mark.feature("F77")
@pytest.mark.parametrize("days", [0, 900])
def test_who_audited_reads_the_closed_audit_for_good(park, audit, otto, colleague, monkeypatch, days):
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW)
        conclude(audit, outcome=Outcome.POSITIVE, motivation="Aan alle eisen is voldaan.", by=otto, on=TODAY, at=NOW)
        pk = audit.dossier.items.first().pk
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: TODAY + timedelta(days=days))
    page = client_of(otto).get(at("audit-room", audit))
    assert page.status_code == 200
    assert "Aan alle eisen is voldaan." in page.content.decode()
    assert "<textarea" not in page.content.decode()
    piece = client_of(otto).get(at("audit-item", audit, pk=pk))
    read(piece)
    assert piece.status_code == 200
    assert client_of(otto).post(at("audit-visit", audit), {"visited_on": TODAY}).status_code == 403
    assert client_of(colleague).get(at("audit-room", audit)).status_code == 403


def test_resolving_needs_a_corrective_action_first(park, audit, otto, ann):
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW, **{requirements_of(audit)[0].id: Verdict.MAJOR})
        finding = Judgement.objects.get(verdict=Verdict.MAJOR)
    client = client_of(otto)
    client.post(at("audit-resolve", audit, pk=finding.pk))
    with member_door(park):
        assert Judgement.objects.get(pk=finding.pk).resolved_on is None
        answer_finding(finding, correction="Gedaan", by=ann, on=TODAY, at=NOW)
    client.post(at("audit-resolve", audit, pk=finding.pk))
    with member_door(park):
        assert Judgement.objects.get(pk=finding.pk).resolved_on == TODAY


@pytest.mark.feature("F78")
def test_a_decision_takes_two_steps_and_brings_the_certificate_with_its_pdf(park, audit, otto):
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW)
    client, given = client_of(otto), {"outcome": "positive", "motivation": "Voldoet"}
    question = client.post(at("audit-decide", audit), given)
    assert (question.status_code, question.context["ask"]) == (200, True)
    with member_door(park):
        assert not Certificate.objects.exists()
    assert client.post(at("audit-decide", audit), {**given, "confirmed": "on"}).status_code == 302
    with member_door(park):
        audit.refresh_from_db()
        assert audit.outcome == Outcome.POSITIVE
        assert Certificate.objects.get().document is not None
    assert client.get(at("audit-room", audit)).status_code == 200  # for good, to read


@pytest.mark.feature("F78")
def test_a_positive_decision_with_an_open_major_finding_is_refused_by_name(park, audit, otto):
    with member_door(park):
        first = requirements_of(audit)[0]
        judge_all(audit, otto, on=TODAY, at=NOW, **{first.id: Verdict.MAJOR})
    given = {"outcome": "positive", "motivation": "Toch", "confirmed": "on"}
    answer = client_of(otto).post(at("audit-decide", audit), given)
    assert answer.status_code == 422
    assert str(first.name) in answer.content.decode()
    with member_door(park):
        assert not Certificate.objects.exists()


def test_the_list_shows_the_audits_of_my_body_only(park, audit, otto, colleague, stranger):
    shown = client_of(colleague).get(reverse("certification:audit-list"))
    assert [row["audit"] for row in shown.context["rows"]] == [audit]
    link = f'href="{at("audit-room", audit)}"'
    assert link not in shown.content.decode()
    assert link in client_of(otto).get(reverse("certification:audit-list")).content.decode()
    assert client_of(stranger).get(reverse("certification:audit-list")).context["rows"] == []


def test_the_list_filters_and_exports_the_same(park, audit, otto):
    client = client_of(otto)
    address = reverse("certification:audit-list")
    assert [row["audit"] for row in client.get(address, {"state": "running"}).context["rows"]] == [audit]
    assert client.get(address, {"state": "closed"}).context["rows"] == []
    export = client.get(reverse("certification:audit-list-export"), {"state": "running"}).content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in export.splitlines()[1:]] == [park.name]


def test_three_audits_cost_the_list_no_more_queries_than_one(park, other_park, audit, otto, carla):
    def queries():
        client = client_of(otto)
        client.get(reverse("certification:audit-list"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("certification:audit-list"))
        return len(asked)

    one = queries()
    with member_door(other_park):
        requested(other_park.cycles.get(), otto=otto, by=carla, on=TODAY, at=NOW)
    assert queries() == one


def test_an_auditor_of_the_body_assigns(park, audit, otto, colleague, stranger, ann):
    client = client_of(colleague)
    assert client.get(at("audit-assign", audit)).status_code == 200
    given = {"auditor": colleague.pk, "first_day": "2026-03-10", "last_day": "2026-03-31"}
    assert client.post(at("audit-assign", audit), {**given, "last_day": "2026-03-01"}).status_code == 422
    assert client.post(at("audit-assign", audit), {**given, "auditor": stranger.pk}).status_code == 422
    assert client_of(stranger).post(at("audit-assign", audit), given).status_code == 404
    assert client_of(ann).post(at("audit-assign", audit), given).status_code == 403
    assert client.post(at("audit-assign", audit), given).status_code == 302
    with member_door(park):
        changed = Audit.objects.get()
        assert (changed.auditor, changed.closes_on) == (colleague, date(2026, 4, 1))
