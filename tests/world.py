"""One partnership filled with one of everything, by plain rows: what the walks walk through."""

from dataclasses import dataclass
from datetime import date, time, timedelta
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
from certification.models import (
    Audit,
    Certificate,
    CertificatePeriod,
    Dossier,
    DossierItem,
    Judgement,
    OperationalStart,
    RecognitionCopy,
)
from oversight.models import DigestReader, ProgressLink
from partnerships.documents.ids import new_document_id
from partnerships.domain.activity import record
from partnerships.domain.granting import regrant
from partnerships.enums import Role
from partnerships.models import (
    AdviserQuestion,
    AdviserStanding,
    Agreement,
    AgreementAnnex,
    AgreementComment,
    AgreementVersion,
    Area,
    AreaAddress,
    Ceremony,
    CeremonyGuest,
    CeremonyPhoto,
    Contact,
    CooperationForm,
    Cycle,
    Document,
    DutyHolder,
    EmergencyAccess,
    HandOver,
    HoursUsed,
    Invitation,
    Job,
    KickOff,
    KickOffInvitee,
    MailConfirmation,
    Mandate,
    Meeting,
    Membership,
    Obligation,
    Organisation,
    Outbox,
    Partner,
    Partnership,
    PartyType,
    Pledge,
    ProblemRecord,
    Pulse,
    PulseAsk,
    PulseTally,
    Reminder,
    ShortLine,
    Signature,
    SignatureHandOver,
    SigningTable,
    SoundingOut,
    StartAnswer,
    Task,
    User,
    Waiver,
    WantedParty,
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
    party_type: PartyType
    problem: ProblemRecord
    start_answer: StartAnswer
    sounding: SoundingOut
    kick_off: KickOff
    invitee: KickOffInvitee
    duty: DutyHolder
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
    signature_hand_over: SignatureHandOver
    version: AgreementVersion
    comment: AgreementComment
    annex: AgreementAnnex
    obligation: Obligation
    table: SigningTable
    ceremony: Ceremony
    guest: CeremonyGuest
    photo: CeremonyPhoto
    recognition_copy: RecognitionCopy
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
    progress_link: ProgressLink
    digest_reader: DigestReader
    confirmation: MailConfirmation


def build_world(park: Partnership, *, leader: User, guest: User, auditor: User, body: Organisation) -> World:
    """Fill a founded partnership. ``guest`` becomes a member with the smallest of roles."""
    partner = add_partner(park, "Gemeente Oosterveen", "municipality")
    with member_door(park):
        cycle = Cycle.objects.get(partnership=park)
        own: dict[str, Any] = {"partnership": park, "cycle": cycle}
        found: dict[str, Any] = {"partnership": park, "cycle": cycle, "partner": partner}
        found |= parties(park, partner, leader, guest)
        found |= papers(own, leader)
        found |= allies(own, found)
        found |= signing(own, found["partner"], guest)
        found |= drafting(found, leader)
        found |= occasion(own, found, leader)
        found |= bonds(own, found, leader)
        found |= analysis(own, leader, found["document"])
        found |= plan(own, found)
        found |= ending(own, found, auditor, body)
        found |= links(park, found)
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


def allies(own: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """What stands around the parties, before anything is signed."""
    here, document = {"partnership": own["partnership"]}, found["document"]
    WantedParty.objects.create(**here, kind="customs", name="Douane Oost", ticked_on=TODAY)
    CooperationForm.objects.create(**here, step="minutes", since=FOUNDED, document=document, remark="Zie punt 3")
    kick_off = KickOff.objects.create(
        **own, planned_on=TODAY + timedelta(days=30), starts_at=time(14), place="Bedrijvencentrum", agenda="Welkom"
    )
    return {
        "party_type": PartyType.objects.create(**here, name="Buurtpreventie", added_on=TODAY),
        "problem": ProblemRecord.objects.create(
            **here, problem="Inbraak", basis="objective", source="Politie", document=document, noted_on=TODAY
        ),
        "start_answer": StartAnswer.objects.create(
            **here, question_id="problem", basis="subjective", source="Ondernemers", answered_on=FOUNDED
        ),
        "sounding": SoundingOut.objects.create(
            **here, partner=found["partner"], function="Directeur", held_on=TODAY, channel="visit", outcome="Wil",
            commitment="firm", next_step="Bellen", next_on=TODAY,
        ),
        "kick_off": kick_off,
        "invitee": KickOffInvitee.objects.create(
            **here, kick_off=kick_off, contact=found["contact"], nonce="k" * 32, invited_at=NOW
        ),
        "duty": DutyHolder.objects.create(
            **here, duty_id="motor", partner=found["partner"], contact=found["contact"], since=FOUNDED
        ),
    }  # fmt: skip


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
    passed_on = SignatureHandOver.objects.create(
        partnership=own["partnership"], signature=signature, from_name="Een ander", from_function="Wethouder",
        from_email="n@example.org", to_name=signature.name, to_function=signature.function, to_email=signature.email,
        note="Gaat hierover", at=NOW,
    )  # fmt: skip
    recognition = Agreement.objects.create(
        **own, **made, kind="recognition", scheme_document="signed", title="Waardering", sent_at=NOW, completed_at=NOW,
        document=make_document(own, "agreement", "Waardering", sealed_id=new_document_id(), sealed_at=NOW),
    )  # fmt: skip
    Signature.objects.create(
        partnership=own["partnership"], agreement=recognition, partner=partner, email=guest.email, name="Getuige",
        as_witness=True, function="Verzekeraar", nonce="w" * 32, expires_at=NOW + timedelta(days=30), signed_at=NOW,
    )  # fmt: skip
    return {
        "agreement": agreement, "recognition": recognition, "witnessed": recognition, "draft": draft,
        "signature": signature, "signature_hand_over": passed_on,
    }  # fmt: skip


def drafting(found: dict[str, Any], leader: User) -> dict[str, Any]:
    """What people wrote around the texts: two versions and a comment of the draft, an annex, an obligation."""
    park, draft, signed = found["partnership"], found["draft"], found["recognition"]
    kept = {"partnership": park, "agreement": draft, "kept_at": NOW, "kept_by": leader}
    AgreementVersion.objects.create(**kept, number=1, text="Wij werken.")
    version = AgreementVersion.objects.create(**kept, number=2, text=draft.text)
    comment = AgreementComment.objects.create(
        partnership=park, agreement=draft, text="Noem een datum.", author=leader, written_at=NOW
    )
    annex = AgreementAnnex.objects.create(
        partnership=park, agreement=found["agreement"], document=found["document"], position=1, title="Plan",
        sha256="0" * 64,
    )  # fmt: skip
    obligation = Obligation.objects.create(
        partnership=park, agreement=signed, partner=found["partner"], text="De gemeente maait elk kwartaal.",
        due_on=TODAY, every_months=3,
    )  # fmt: skip
    return {"version": version, "comment": comment, "annex": annex, "obligation": obligation}


def occasion(own: dict[str, Any], found: dict[str, Any], leader: User) -> dict[str, Any]:
    """A table that is open, a ceremony with a guest and a photo, and the recognition in somebody's name."""
    park = {"partnership": own["partnership"]}
    ceremony = Ceremony.objects.create(
        **own, agreement=found["agreement"], title="Ondertekening", starts_at=NOW + timedelta(days=9),
        location="Stadhuis", programme="15.00 Inloop", press_note="Fotomoment", created_at=NOW,
    )  # fmt: skip
    picture = make_document(own, "evidence", "Foto")
    return {
        "table": SigningTable.objects.create(
            **park, agreement=found["agreement"], nonce="t" * 32, opened_at=NOW, closes_at=NOW + timedelta(hours=12)
        ),
        "ceremony": ceremony,
        "guest": CeremonyGuest.objects.create(
            **park, ceremony=ceremony, name="Wethouder", organisation="Gemeente", email="w@example.org", nonce="g" * 32,
            invited_at=NOW,
        ),
        "photo": CeremonyPhoto.objects.create(
            **park, ceremony=ceremony, document=picture, caption="Handtekeningen", consent_asked_by="De secretaris",
            consent_on=TODAY, added_at=NOW, added_by=leader,
        ),
        "recognition_copy": RecognitionCopy.objects.create(
            **park, agreement=found["recognition"], email=leader.email, name="Projectleider", user=leader,
            nonce="r" * 32, document=make_document(own, "certificate", "Waardering op naam"), made_at=NOW,
        ),
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
    CertificatePeriod.objects.create(
        partnership=park, certificate=certificate, area=Area.objects.get(coverage__partnership=park),
        scheme_urn=own["cycle"].scheme_urn, valid_from=FOUNDED, valid_until=date(2028, 5, 2),
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


def links(park: Partnership, found: dict[str, Any]) -> dict[str, Any]:
    """A link to report progress of the measure, and the setting of the weekly mail of the same person."""
    contact, measure = found["contact"], found["measure"]
    link = ProgressLink.objects.create(
        partnership=park, partner=contact.partner, subject=f"measure:{measure.pk}", email=contact.email.lower(),
        name=contact.name, nonce="p" * 32, made_at=NOW, expires_at=NOW + timedelta(days=30),
    )  # fmt: skip
    reader = DigestReader.objects.create(email=f"reader@{park.slug}.example.org", nonce="d" * 32, created_at=NOW)
    confirmation = MailConfirmation.objects.create(
        organisation=contact.partner.organisation, domain=f"{park.slug}.example.org", nonce="e" * 32, asked_at=NOW,
        email=f"post@{park.slug}.example.org", expires_at=NOW + timedelta(days=14),
    )  # fmt: skip
    return {"progress_link": link, "digest_reader": reader, "confirmation": confirmation}
