"""Stages of an audit for tests: a partnership whose conditions are set aside, a frozen dossier, an assigned auditor."""

from datetime import date, datetime, timedelta
from typing import Any

from actionplans.models import Plan
from assessments.models import Analysis
from certification.domain.auditing import assign_auditor, judge, requirements_of
from certification.domain.dossiers import request_audit
from certification.enums import Verdict
from certification.models import Audit
from partnerships.domain.filing import file_rendered
from partnerships.domain.waiving import waive_gate
from partnerships.enums import DocumentKind
from partnerships.models import Cycle, Document, Organisation, Partnership, User
from partnerships.periods import add_months


def set_aside(cycle: Cycle, act: str, *, by: User, on: date, at: datetime) -> None:
    """Let every condition before an act pass, with a reason, so that a test is about the act itself."""
    for gate in cycle.scheme.gates_blocking(act):
        waive_gate(cycle, gate.id, reason="Besluit van de stuurgroep", granted_for="Stuurgroep", by=by, on=on, at=at)


def file_minutes(park: Partnership, cycle: Cycle, *, at: datetime, title: str = "Verslag van de kick-off") -> Document:
    return file_rendered(
        park, b"%PDF-1.7 verslag", filename="verslag.pdf", kind=DocumentKind.MINUTES, title=title, at=at, cycle=cycle
    )


def adopt_papers(cycle: Cycle, *, on: date) -> None:
    """An adopted analysis and plan without a document of their own."""
    Analysis.objects.create(
        partnership_id=cycle.partnership_id, cycle=cycle, sketch="Bedrijventerrein aan de rivier", adopted_on=on
    )
    Plan.objects.create(
        partnership_id=cycle.partnership_id, cycle=cycle, title="Plan van aanpak", starts_on=on,
        ends_on=add_months(on, 24), adopted_on=on,
    )  # fmt: skip


def requested(cycle: Cycle, *, otto: User, by: User, on: date, at: datetime) -> Audit:
    set_aside(cycle, "request_audit", by=by, on=on, at=at)
    return request_audit(cycle, body=body_of(otto), by=by, on=on, at=at)


def body_of(otto: User) -> Organisation:
    return otto.offices.get().organisation


def assigned(audit: Audit, otto: User, *, on: date, at: datetime, days: int = 30) -> Audit:
    assign_auditor(audit, otto, opens_on=on, closes_on=on + timedelta(days=days), by=otto, on=on, at=at)
    return audit


def judge_all(audit: Audit, otto: User, *, on: date, at: datetime, **verdicts: Verdict) -> None:
    """Every requirement conforms, but for the ones named."""
    for requirement in requirements_of(audit):
        verdict: Any = verdicts.get(requirement.id, Verdict.CONFORM)
        remark = "" if verdict == Verdict.CONFORM else "Er ontbreekt iets"
        judge(audit, requirement.id, verdict=verdict, remark=remark, by=otto, on=on, at=at)
