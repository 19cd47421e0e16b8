"""One partnership filled with one of everything, by plain rows: what the walks walk through."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from actionplans.models import Measure, Objective, Plan, PlanApproval, PlanElement
from assessments.models import (
    Analysis,
    Figure,
    FigureImport,
    FigureSet,
    InspectionRound,
    Priority,
    Survey,
    TopicAnswer,
)
from certification.models import Audit, Certificate, Dossier, DossierItem, Judgement, OperationalStart
from partnerships.domain.activity import record
from partnerships.domain.granting import regrant
from partnerships.enums import Role
from partnerships.models import (
    AdviserQuestion,
    AdviserStanding,
    Agreement,
    Area,
    AreaAddress,
    Contact,
    Cycle,
    Document,
    EmergencyAccess,
    HandOver,
    HoursUsed,
    Invitation,
    Job,
    Mandate,
    Meeting,
    Membership,
    Organisation,
    Outbox,
    Partner,
    Partnership,
    Pledge,
    Pulse,
    PulseAsk,
    PulseTally,
    Reminder,
    ShortLine,
    Signature,
    Task,
    User,
    Waiver,
)
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, add_partner

PDF = b"%PDF-1.7\n%%EOF\n"
FOUNDED = date(2025, 5, 2)


@dataclass(kw_only=True)
class World:
    """What stands in one partnership."""

    partnership: Partnership
    cycle: Cycle
    area: Area
    address: AreaAddress
    partner: Partner
    contact: Contact
    mandate: Mandate
    membership: Membership
    invitation: Any
    meeting: Meeting
    short_line: ShortLine
    pledge: Pledge
    hours_used: HoursUsed
    standing: AdviserStanding
    question: AdviserQuestion
    pulse: Pulse
    pulse_ask: PulseAsk
    handover: HandOver
    document: Document
    job: Job
    mail: Outbox
    task: Task
    waiver: Waiver
    draft: Agreement
    agreement: Agreement
    recognition: Agreement
    witnessed: Agreement
    signature: Signature
    figure_import: FigureImport
    figure_set: FigureSet
    survey: Survey
    round: InspectionRound
    topic_answer: TopicAnswer
    priority: Priority
    old_plan: Plan
    plan: Plan
    plan_element: PlanElement
    objective: Objective
    measure: Measure
    dossier: Dossier
    dossier_item: DossierItem
    audit: Audit
    judgement: Judgement
    certificate: Certificate
    emergency: EmergencyAccess


def build_world(park: Partnership, *, leader: User, guest: User, auditor: User, body: Organisation) -> World:
    """Fill a founded partnership. ``guest`` becomes a member with the smallest of roles."""
    partner = add_partner(park, "Gemeente Oosterveen", "municipality")
    with member_door(park):
        cycle = Cycle.objects.get(partnership=park)
        own: dict[str, Any] = {"partnership": park, "cycle": cycle}
        found: dict[str, Any] = {"partnership": park, "cycle": cycle, "partner": partner}
        found |= parties(park, partner, leader, guest)
        found |= papers(own, leader)
        found |= signing(own, found["partner"], guest)
        found |= bonds(own, found, leader)
        found |= analysis(own, leader, found["document"])
        found |= plan(own, found)
        found |= ending(own, found, auditor, body)
    return World(**found)


def parties(park: Partnership, partner: Partner, leader: User, guest: User) -> dict[str, Any]:
    area = park.areas.get()
    area.boundary = {"type": "Polygon", "coordinates": [[[6.1, 52.5], [6.2, 52.5], [6.2, 52.6], [6.1, 52.5]]]}
    area.save()
    contact = Contact.objects.get(partner=partner)
    membership = Membership.objects.create(partnership=park, user=guest, role=Role.INSURER, valid_from=FOUNDED)
    regrant(guest, park, on=TODAY)
    invitation = Invitation.objects.create(
        partnership=park, contact=contact, partner=partner, email=f"new@{park.slug}.example.org", name="Iemand",
        role=Role.REPRESENTATIVE, nonce="n" * 32, invited_by=leader, invited_at=NOW, expires_at=NOW + timedelta(days=9),
    )  # fmt: skip
    mandate = Mandate.objects.create(
        partnership=park, partner=partner, contact=contact, basis="Mandaatbesluit", valid_from=TODAY
    )
    address = AreaAddress.objects.create(area=area, postcode="7533 AB", house_number="12", street="Wetering")
    return {
        "area": area, "address": address, "contact": contact, "mandate": mandate, "membership": membership,
        "invitation": invitation,
    }  # fmt: skip


def make_document(own: dict[str, Any], kind: str, title: str, **fields: Any) -> Document:
    document = Document(
        **own, kind=kind, title=title, filename=f"{kind}.pdf", media_type="application/pdf", size=len(PDF),
        sha256="0" * 64, created_at=NOW, **fields,
    )  # fmt: skip
    document.file.save("x.pdf", ContentFile(PDF))
    return document


def papers(own: dict[str, Any], leader: User) -> dict[str, Any]:
    park, cycle = own["partnership"], own["cycle"]
    document = make_document(own, "evidence", "Bewijs", created_by=leader)
    mail = Outbox.objects.create(partnership=park, template="signature_request", to="a@example.org", created_at=NOW)
    Reminder.objects.create(
        partnership=park,
        kind="task",
        subject="task:x",
        recipient="a@example.org",
        due_on=TODAY,
        created_at=NOW,
        mail=mail,
    )
    record(park, "recorded_meeting", by=leader, at=NOW, cycle=cycle)
    scheme = cycle.scheme
    emergency = EmergencyAccess.objects.create(
        partnership=park, user=leader, reason="Een storing die anders niet te vinden is.", opened_at=NOW,
        ends_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    return {
        "document": document,
        "emergency": emergency,
        "mail": mail,
        "meeting": Meeting.objects.create(**own, kind="working_group", held_on=TODAY, minutes=document),
        "job": Job.objects.create(partnership=park, kind="none", title="Werk", created_at=NOW, finished_at=NOW),
        "task": Task.objects.create(**own, task_id=scheme.tasks[0].id, due_on=TODAY, remark="Bijna"),
        "waiver": Waiver.objects.create(
            **own, gate_id=scheme.gates[0].id, reason="Klein", granted_by=leader, granted_for="CCV", granted_on=TODAY
        ),
    }


def signing(own: dict[str, Any], partner: Partner, guest: User) -> dict[str, Any]:
    """The scheme's first signed text is out, its second one a draft. The guest witnessed the recognition."""
    out, later = [document for document in own["cycle"].scheme.documents if document.is_signed][:2]
    made = {"text": "# Samen\n\nWij werken samen.", "created_at": NOW}
    agreement = Agreement.objects.create(
        **own, **made, kind=out.kind, scheme_document=out.id, title="Verklaring", sent_at=NOW, text_sha256="0" * 64
    )
    draft = Agreement.objects.create(**own, **made, kind=later.kind, scheme_document=later.id, title="Convenant")
    signature = Signature.objects.create(
        partnership=own["partnership"], agreement=agreement, partner=partner, email="m@example.org", name="Iemand",
        function="Burgemeester", nonce="s" * 32, expires_at=NOW + timedelta(days=30),
    )  # fmt: skip
    recognition = Agreement.objects.create(
        **own, **made, kind="recognition", scheme_document="signed", title="Waardering", sent_at=NOW, completed_at=NOW,
        document=make_document(own, "agreement", "Waardering"),
    )  # fmt: skip
    Signature.objects.create(
        partnership=own["partnership"], agreement=recognition, partner=partner, email=guest.email, name="Getuige",
        as_witness=True, function="Verzekeraar", nonce="w" * 32, expires_at=NOW + timedelta(days=30), signed_at=NOW,
    )  # fmt: skip
    return {
        "agreement": agreement, "recognition": recognition, "witnessed": recognition, "draft": draft,
        "signature": signature,
    }  # fmt: skip


def bonds(own: dict[str, Any], found: dict[str, Any], leader: User) -> dict[str, Any]:
    """Contact card, hours, adviser, a pulse that is open, and a role that was handed over."""
    park, partner, day = own["partnership"], found["partner"], date(2026, 1, 1)
    pulse = Pulse.objects.create(partnership=park, year=2026, opened_on=TODAY, opened_by=leader)
    PulseTally.objects.create(partnership=park, pulse=pulse, question="go_on", score=4, number=1)
    return {
        "short_line": ShortLine.objects.create(
            partnership=park, partner=partner, problem="general:nuisance", function="Meldpunt", phone="14 0123",
            hours="always", note="Ook per app", confirmed_on=TODAY, confirmed_by=leader,
        ),
        "pledge": Pledge.objects.create(
            partnership=park, partner=partner, hours=40, starts_on=day, ends_on=date(2027, 1, 1), note="Overleg",
            recorded_by=leader,
        ),
        "hours_used": HoursUsed.objects.create(
            partnership=park, partner=partner, quarter=day, hours=30, note="Rondes", recorded_by=leader
        ),
        "standing": AdviserStanding.objects.create(
            partnership=park, since=FOUNDED, ended_on=TODAY, reason="Zelfstandig", evidence=found["document"],
            recorded_by=leader,
        ),
        "question": AdviserQuestion.objects.create(
            partnership=park, partner=partner, question="Kunt u meelopen?", asked_at=NOW, asked_by=leader
        ),
        "pulse": pulse,
        "pulse_ask": PulseAsk.objects.create(
            partnership=park, pulse=pulse, contact=found["contact"], nonce="p" * 32, asked_on=TODAY
        ),
        "handover": HandOver.objects.create(
            partnership=park, membership=found["membership"], to=leader, handed_on=TODAY, handed_by=leader
        ),
    }  # fmt: skip


def analysis(own: dict[str, Any], leader: User, report: Document) -> dict[str, Any]:
    park, topic = own["partnership"], own["cycle"].scheme.topics[0]
    Analysis.objects.create(**own, sketch="Een terrein")
    upload = FigureImport(**own, filename="cijfers.csv", uploaded_at=NOW, uploaded_by=leader)
    upload.preview = {
        "rows": 1, "areas": [{"name": "Wetering", "rows": 1, "total": 7, "gaps": 0}], "categories": 1, "unused": [],
        "error_count": 0, "errors": [],
        "periods": {"months": 0, "years": 1, "first": "2025-01-01", "last": "2025-01-01"},
    }  # fmt: skip
    upload.file.save("cijfers.csv", ContentFile(b"a;b\n"))
    figures = FigureSet.objects.create(
        **own, source="police", area_name="Wetering", first_period=date(2024, 1, 1), last_period=date(2025, 1, 1),
        filename="cijfers.csv", created_at=NOW,
    )  # fmt: skip
    Figure.objects.create(
        partnership=park,
        figure_set=figures,
        category="2.5.1",
        category_name="Inbraak",
        period=date(2024, 1, 1),
        value=7,
    )
    return {
        "figure_import": upload,
        "figure_set": figures,
        "survey": Survey.objects.create(
            **own, audience="entrepreneurs", opened_on=FOUNDED, closed_on=TODAY, invited=60, answered=30, report=report
        ),
        "round": InspectionRound.objects.create(**own, light="dark", held_on=FOUNDED, report=report),
        "topic_answer": TopicAnswer.objects.create(**own, topic_id=topic.id, score=2, answered_at=NOW),
        "priority": Priority.objects.create(**own, topic_id=topic.id, title="Inbraak", reason="Te veel"),
    }


def plan(own: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """An adopted plan that was replaced, and the draft that follows it."""
    park, partner, start = own["partnership"], found["partner"], date(2026, 1, 1)
    period = {"starts_on": start, "ends_on": start.replace(year=2029)}
    old = Plan.objects.create(**own, **period, title="Plan", adopted_on=FOUNDED, superseded_on=TODAY)
    PlanApproval.objects.create(partnership=park, plan=old, partner=partner, approved_on=FOUNDED)
    now = Plan.objects.create(**own, **period, title="Plan", version=2)
    element = PlanElement.objects.create(
        partnership=park, plan=now, element_id=own["cycle"].scheme.plan.elements[0].id, text="Doen"
    )
    objective = Objective.objects.create(
        partnership=park, plan=now, priority=found["priority"], title="Minder", indicator="Aangiften", baseline="7",
        target="3", target_on=date(2027, 1, 1),
    )  # fmt: skip
    measure = Measure.objects.create(
        partnership=park, plan=now, objective=objective, title="Verlichting", kind="physical", owner_partner=partner,
        owner_contact=found["contact"], starts_on=start, deadline=date(2026, 2, 1), cost_cents=120000,
        decision="undecided",
    )  # fmt: skip
    return {"old_plan": old, "plan": now, "plan_element": element, "objective": objective, "measure": measure}


def ending(own: dict[str, Any], found: dict[str, Any], auditor: User, body: Organisation) -> dict[str, Any]:
    """An earlier audit that gave the certificate, and one that is open today with one finding."""
    park, document = own["partnership"], found["document"]
    judged = {"body": body, "auditor": auditor, "requested_on": FOUNDED, "opens_on": FOUNDED}
    before = Dossier.objects.create(**own, frozen_at=NOW, manifest_sha256="0" * 64, document=document)
    earlier = Audit.objects.create(**own, **judged, dossier=before, outcome="positive", closed_at=NOW)
    certificate = Certificate.objects.create(
        **own, audit=earlier, number=f"{park.slug}-1", level="basic", issued_on=FOUNDED, valid_until=date(2028, 5, 2),
        holder=park.name, area_names=["Wetering"], body_name=body.name, document=document,
    )  # fmt: skip
    dossier = Dossier.objects.create(**own, frozen_at=NOW, manifest_sha256="0" * 64, document=document)
    item = DossierItem.objects.create(
        partnership=park, dossier=dossier, position=1, title="Plan", document=document, sha256=document.sha256
    )
    audit = Audit.objects.create(**own, **judged, dossier=dossier, closes_on=date(2027, 1, 1))
    requirement = own["cycle"].scheme.gates[0].id
    judgement = Judgement.objects.create(
        partnership=park, audit=audit, requirement_id=requirement, verdict="minor", remark="Nog doen"
    )
    OperationalStart.objects.create(**own, starts_on=TODAY, agreed_on=TODAY)
    return {
        "dossier": dossier,
        "dossier_item": item,
        "audit": audit,
        "judgement": judgement,
        "certificate": certificate,
    }
