import hashlib

import pytest

from certification.domain import dossier_pieces, dossiers
from certification.domain.auditing import withdraw_audit
from certification.domain.dossiers import manifest_is_intact, request_audit
from certification.exceptions import AuditAlreadyOpen, GatesUnmet
from certification.models import Audit, Dossier
from partnerships.documents.verify import examine_pdf
from partnerships.domain import jobs
from partnerships.enums import DocumentKind
from partnerships.exceptions import Refused
from partnerships.models import Activity, Document, Job, Outbox
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import body_of, file_minutes, set_aside
from tests.conftest import NOW, TODAY, found, newest_scheme


@pytest.mark.feature("F76")
def test_unmet_conditions_refuse_the_request_by_name(park, cycle, ann, otto):
    with member_door(park):
        with pytest.raises(GatesUnmet) as refused:
            request_audit(cycle, body=body_of(otto), by=ann, on=TODAY, at=NOW)
        assert refused.value.names == [str(gate.name) for gate in cycle.scheme.gates_blocking("request_audit")]
        assert not Document.objects.exists()
        assert not Dossier.objects.exists()


@pytest.mark.feature("F76")
def test_the_dossier_holds_every_piece_with_its_hash(park, full_audit):
    with member_door(park):
        items = list(full_audit.dossier.items.select_related("document"))
        kinds = [item.document.kind for item in items]
        assert kinds == [DocumentKind.ANALYSIS, DocumentKind.PLAN, DocumentKind.MINUTES]
        for item in items:
            with item.document.file.open("rb") as file:
                assert hashlib.sha256(file.read()).hexdigest() == item.sha256
        lines = "\n".join(f"{item.sha256}  {item.title}" for item in items)
        assert full_audit.dossier.manifest_sha256 == hashlib.sha256(lines.encode()).hexdigest()
        assert manifest_is_intact(full_audit.dossier)


@pytest.mark.feature("F76")
def test_what_was_drawn_for_the_dossier_carries_a_valid_seal(park, full_audit):
    with member_door(park):
        drawn = [
            full_audit.dossier.document,
            *(i.document for i in full_audit.dossier.items.all() if i.document.sealed_id),
        ]
        assert len(drawn) == 3
        for document in drawn:
            with document.file.open("rb") as file:
                checked = examine_pdf(file.read())
            assert checked.intact
            assert checked.document_id == document.sealed_id


@pytest.mark.feature("F76")
def test_a_waiver_is_printed_with_its_reason(park, full_audit):
    with member_door(park):
        gates = full_audit.dossier.gates
    assert [gate["waiver"]["reason"] for gate in gates] == ["Besluit van de stuurgroep"] * len(gates)
    assert [gate["met"] for gate in gates if gate["id"] == "plan_adopted"] == [True]


def test_the_body_hears_of_the_request(park, audit, otto):
    with member_door(park):
        assert list(Outbox.objects.filter(template="audit_requested").values_list("to", flat=True)) == [otto.email]
        assert Activity.objects.filter(verb="requested_audit").count() == 1


def test_only_one_audit_at_a_time(park, cycle, audit, ann, otto):
    with member_door(park):
        with pytest.raises(AuditAlreadyOpen):
            request_audit(cycle, body=body_of(otto), by=ann, on=TODAY, at=NOW)
        withdraw_audit(audit, reason="Andere instelling gekozen", by=ann, on=TODAY, at=NOW)
        again = request_audit(cycle, body=body_of(otto), by=ann, on=TODAY, at=NOW)
        assert list(Audit.objects.filter(withdrawn_on__isnull=True)) == [again]


def test_two_requests_at_once_leave_one_dossier(park, cycle, ann, otto, monkeypatch):
    """The second one looked before the first one wrote: the database decides, and nothing of the loser stays."""
    with member_door(park):
        set_aside(cycle, "request_audit", by=ann, on=TODAY, at=NOW)

        drawing = dossier_pieces.pieces_of

        def drawing_late(cycle, *, at, step):
            pieces = drawing(cycle, at=at, step=step)
            monkeypatch.undo()  # and meanwhile somebody else does the whole of it
            request_audit(cycle, body=body_of(otto), by=ann, on=TODAY, at=NOW)
            return pieces

        monkeypatch.setattr(dossiers, "pieces_of", drawing_late)
        with pytest.raises(AuditAlreadyOpen):
            dossiers.request_audit(cycle, body=body_of(otto), by=ann, on=TODAY, at=NOW)
        assert Dossier.objects.count() == 1
        assert Document.objects.filter(kind=DocumentKind.DOSSIER).count() == 1


def test_a_scheme_without_an_audit_refuses(ann, otto, municipality):
    belgian = found("Noord", ann, municipality, newest_scheme("operational_start", country="BE"))
    with member_door(belgian):
        cycle = belgian.cycles.get()
        with pytest.raises(Refused, match="audit"):
            request_audit(cycle, body=body_of(otto), by=ann, on=TODAY, at=NOW)


def start(park, cycle, ann, otto):
    subject = f"audit_request:{cycle.pk}:{body_of(otto).pk}"
    return jobs.start_job(park, "freeze_dossier", title="Dossier", subject=subject, by=ann, at=NOW)


@pytest.mark.feature("F76")
def test_a_worker_killed_while_drawing_leaves_nothing_and_the_next_one_does_it(park, cycle, ann, otto, monkeypatch):
    with member_door(park):
        set_aside(cycle, "request_audit", by=ann, on=TODAY, at=NOW)
        job = start(park, cycle, ann, otto)

        def killed(*args, **kwargs):
            raise SystemExit(137)

        monkeypatch.setattr(dossiers, "draw_manifest", killed)
        with pytest.raises(SystemExit):
            jobs.run(job)
        assert not Document.objects.exists()
        assert not Dossier.objects.exists()
        assert not jobs.run(job)  # the lease of the dead worker still stands
        monkeypatch.undo()
        Job.objects.filter(pk=job.pk).update(claimed_until=NOW)
        assert jobs.run(job)
        job.refresh_from_db()
        assert job.error == ""
        assert Audit.objects.count() == 1


def test_a_worker_killed_after_its_work_does_it_only_once(park, cycle, ann, otto, monkeypatch):
    with member_door(park):
        set_aside(cycle, "request_audit", by=ann, on=TODAY, at=NOW)
        job = start(park, cycle, ann, otto)
        jobs.KINDS["freeze_dossier"](job)
        assert jobs.run(job)
        job.refresh_from_db()
        assert (job.error, Audit.objects.count()) == ("", 1)


def test_a_document_of_another_partnership_never_gets_in(park, other_park, cycle, ann, otto):
    with member_door(other_park):
        foreign = file_minutes(other_park, other_park.cycles.get(), at=NOW, title="Verslag van Hoge Esch")
    with member_door(park):
        set_aside(cycle, "request_audit", by=ann, on=TODAY, at=NOW)
        own = file_minutes(park, cycle, at=NOW)
        audit = request_audit(cycle, body=body_of(otto), by=ann, on=TODAY, at=NOW)
        assert [item.document for item in audit.dossier.items.all()] == [own]
        assert foreign not in [item.document for item in audit.dossier.items.all()]
