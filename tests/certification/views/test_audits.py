"""The audit as the partnership sees it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.domain.auditing import judge, requirements_of
from certification.enums import Verdict
from certification.models import Audit, Judgement
from partnerships.models import Job
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import body_of, set_aside
from tests.conftest import NOW, TODAY, client_of
from tests.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def address(name, park, **kwargs):
    return reverse(f"certification:{name}", kwargs={"partnership": park.slug, **kwargs})


@pytest.mark.feature("F76")
def test_the_page_shows_steps_dossier_and_hashes(park, audit, bert):
    page = client_of(bert).get(address("audits", park))
    assert page.status_code == 200
    with member_door(park):
        assert audit.dossier.manifest_sha256 in page.content.decode()
        assert [step.state for step in page.context["steps"]] == ["done", "done", "now", "later", "later", "later"]
        assert list(page.context["items"]) == list(audit.dossier.items.all())


def test_the_page_before_any_audit_says_what_is_lacking(park, ann):
    page = client_of(ann).get(address("audits", park))
    assert page.status_code == 200
    assert page.context["reason"]
    assert "audit" not in page.context


def test_the_insurer_does_not_see_it(park, insurer):
    assert client_of(insurer).get(address("audits", park)).status_code == 403


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [("audits", {}), ("certificates", {}), ("operations", {}), ("dossier-item", {"pk": 1}), ("audit-withdraw", {})],
)
def test_carla_finds_nothing_here(park, audit, carla, name, kwargs):
    assert client_of(carla).get(address(name, park, **kwargs)).status_code == 404


@pytest.mark.parametrize(("name", "method"), [("audits", "post"), ("audit-request", "get"), ("certificates", "post")])
def test_wrong_method(park, ann, name, method):
    assert getattr(client_of(ann), method)(address(name, park)).status_code == 405


@pytest.mark.feature("F76")
def test_requesting_starts_a_job_and_then_the_audit_is_there(park, cycle, ann, otto):
    with member_door(park):
        set_aside(cycle, "request_audit", by=ann, on=TODAY, at=NOW)
    answer = client_of(ann).post(address("audit-request", park), {"body": body_of(otto).pk})
    assert answer.status_code == 302
    with member_door(park):
        job = Job.objects.get(kind="freeze_dossier")
        assert (job.error, job.percent) == ("", 100)
        assert Audit.objects.get().body == body_of(otto)


def test_requesting_is_refused_with_the_reason_while_conditions_are_unmet(park, cycle, ann, otto):
    answer = client_of(ann).post(address("audit-request", park), {"body": body_of(otto).pk})
    assert answer.status_code == 422
    assert str(cycle.scheme.gates_blocking("request_audit")[0].name) in answer.content.decode()
    with member_door(park):
        assert not Job.objects.exists()


def test_a_partner_may_not_request(park, bert, otto):
    assert client_of(bert).post(address("audit-request", park), {"body": body_of(otto).pk}).status_code == 403


def test_a_municipality_cannot_be_asked_for_an_audit(park, ann, municipality):
    answer = client_of(ann).post(address("audit-request", park), {"body": municipality.pk})
    assert answer.status_code == 422
    assert "body" in answer.context["form"].errors


@pytest.mark.feature("F77")
def test_the_leader_answers_a_finding(park, audit, ann, otto):
    with member_door(park):
        finding = judge(
            audit, requirements_of(audit)[0].id, verdict=Verdict.MAJOR, remark="Ontbreekt", by=otto, on=TODAY, at=NOW
        )
    client = client_of(ann)
    assert client.get(address("finding-answer", park, pk=finding.pk)).status_code == 200
    assert client.post(address("finding-answer", park, pk=finding.pk), {"correction": ""}).status_code == 422
    assert client.post(address("finding-answer", park, pk=finding.pk), {"correction": "Gedaan"}).status_code == 302
    with member_door(park):
        assert Judgement.objects.get(pk=finding.pk).correction == "Gedaan"


def test_a_partner_may_not_answer_for_the_leader(park, audit, bert, otto):
    with member_door(park):
        finding = judge(
            audit, requirements_of(audit)[0].id, verdict=Verdict.MINOR, remark="Klein", by=otto, on=TODAY, at=NOW
        )
    assert client_of(bert).post(address("finding-answer", park, pk=finding.pk), {"correction": "x"}).status_code == 403


def test_withdrawing_asks_for_a_reason(park, audit, ann, bert):
    assert client_of(bert).post(address("audit-withdraw", park), {"reason": "x"}).status_code == 403
    client = client_of(ann)
    assert client.get(address("audit-withdraw", park)).status_code == 200
    assert client.post(address("audit-withdraw", park), {"reason": ""}).status_code == 422
    assert client.post(address("audit-withdraw", park), {"reason": "Te vroeg"}).status_code == 302
    with member_door(park):
        assert Audit.objects.get().withdrawn_on == TODAY
    assert client.get(address("audit-withdraw", park)).status_code == 404


def test_pieces_and_list_can_be_downloaded(park, audit, bert):
    with member_door(park):
        item = audit.dossier.items.get()
    piece = client_of(bert).get(address("dossier-item", park, pk=item.pk))
    assert piece.getvalue() == b"%PDF-1.7 verslag"
    assert piece["Cache-Control"] == "private, no-store"
    read(piece)
    manifest = client_of(bert).get(address("dossier-manifest", park, pk=audit.dossier_id))
    read(manifest)
    assert manifest.status_code == 200
    assert client_of(bert).get(address("dossier-item", park, pk=item.pk + 1)).status_code == 404


def test_the_leader_of_one_park_cannot_reach_a_piece_through_another(park, other_park, audit, carla):
    with member_door(park):
        item = audit.dossier.items.get()
    assert client_of(carla).get(address("dossier-item", other_park, pk=item.pk)).status_code == 404


def test_the_number_of_findings_costs_no_queries(park, audit, ann, otto):
    def queries():
        client = client_of(ann)
        client.get(address("audits", park))
        with CaptureQueriesContext(connection) as asked:
            client.get(address("audits", park))
        return len(asked)

    with member_door(park):
        requirements = [one.id for one in requirements_of(audit)]
        judge(audit, requirements[0], verdict=Verdict.MINOR, remark="Klein", by=otto, on=TODAY, at=NOW)
    one = queries()
    with member_door(park):
        for requirement in requirements[1:3]:
            judge(audit, requirement, verdict=Verdict.MINOR, remark="Klein", by=otto, on=TODAY, at=NOW)
    assert queries() == one
