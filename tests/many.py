"""Many partnerships at once, each in another state: what must hold for one must hold for three hundred together."""

import random
from datetime import date, timedelta
from typing import Any

from actionplans.models import Measure, Objective, Plan, PlanElement
from assessments.models import Analysis, FigureSet, InspectionRound, Priority, Survey, TopicAnswer
from certification.models import Audit, Certificate, Dossier, Judgement, OperationalStart
from partnerships.enums import ConfirmedBy
from partnerships.models import (
    Agreement,
    AreaAddress,
    Contact,
    Cycle,
    Document,
    Meeting,
    Organisation,
    Partner,
    Partnership,
    Signature,
    Task,
    User,
)
from partnerships.scheme import Scheme
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, found


def make_many(number: int, *, leader: User, municipality: Organisation, schemes: list[Scheme], seed: int = 7) -> None:
    """``number`` partnerships over the schemes in turn, with rows thrown by a seeded die."""
    die = random.Random(seed)
    for index in range(number):
        scheme = schemes[index % len(schemes)]
        park = found(f"Park {index}", leader, municipality, scheme, kind=scheme.area_kinds[0])
        with member_door(park):
            fill(park, scheme, die, leader, index)


def fill(park: Partnership, scheme: Scheme, die: random.Random, leader: User, index: int) -> None:
    cycle = Cycle.objects.get()
    own = {"partnership": park, "cycle": cycle}
    fill_parties(park, scheme, die)
    for area in park.areas.all():
        if die.random() < 0.5:
            area.boundary = {"type": "Polygon", "coordinates": []}
            area.save()
            AreaAddress.objects.create(area=area, postcode="1234 AB", house_number="1")
    TopicAnswer.objects.bulk_create(
        TopicAnswer(**own, topic_id=topic.id, score=die.randint(1, 4), answered_at=NOW)
        for topic in scheme.topics
        if die.random() < 0.98
    )
    for light in ("day", "dark"):
        if die.random() < 0.6:
            InspectionRound.objects.create(**own, light=light, held_on=TODAY - timedelta(days=die.randint(-3, 300)))
    if die.random() < 0.7:
        invited = die.choice([0, 50, 118])
        Survey.objects.create(
            **own, audience="entrepreneurs", opened_on=TODAY, closed_on=TODAY - timedelta(days=die.randint(0, 30)),
            invited=invited, answered=invited * die.randint(0, 10) // 10,
        )  # fmt: skip
    for kind in ("kick_off", "working_group", "workshop", "steering_group"):
        Meeting.objects.bulk_create(
            Meeting(**own, kind=kind, held_on=TODAY - timedelta(days=die.randint(0, 700)))
            for _ in range(die.randint(0, 3))
        )
    if die.random() < 0.5:
        Analysis.objects.create(**own, adopted_on=die.choice([None, TODAY]))
    if die.random() < 0.5:
        FigureSet.objects.create(
            **own, source="police", area_name="A", first_period=TODAY, last_period=TODAY, filename="f.csv", created_at=NOW,
            removed_at=die.choice([None, NOW]),
        )  # fmt: skip
    Task.objects.bulk_create(
        Task(**own, task_id=task.id, done_on=die.choice([None, TODAY]))
        for task in die.sample(scheme.tasks, len(scheme.tasks) // 2)
    )
    for document in scheme.documents:
        if document.is_signed and die.random() < 0.6:
            Agreement.objects.create(
                **own, kind=document.kind, scheme_document=document.id, title="t", text="t", created_at=NOW,
                completed_at=die.choice([None, NOW]), withdrawn_at=die.choice([None, None, NOW]),
            )  # fmt: skip
    if die.random() < 0.7:
        fill_plan(own, scheme, die)
    fill_ending(own, die, leader, index)
    fill_signatures(park, index)


def fill_signatures(park: Partnership, index: int) -> None:
    """Every third partnership asked one person under each of its texts; of every other one the address was confirmed."""
    partner = Partner.objects.filter(partnership=park).first()
    if partner is None or index % 3:
        return
    for agreement in Agreement.objects.filter(partnership=park, withdrawn_at=None):
        Agreement.objects.filter(pk=agreement.pk).update(sent_at=NOW)
        Signature.objects.create(
            partnership=park, agreement=agreement, partner=partner, email="x@example.org", name="X", function="Y",
            nonce="n" * 32, expires_at=NOW, confirmed_by=ConfirmedBy.DOMAIN if index % 2 else "",
        )  # fmt: skip


def fill_parties(park: Partnership, scheme: Scheme, die: random.Random) -> None:
    for need in scheme.parties:
        if die.random() < 0.8:
            organisation, _ = Organisation.objects.get_or_create(name=f"Een {need.kind}", kind=need.kind)
            partner = Partner.objects.create(
                partnership=park, organisation=organisation, kind=need.kind,
                joined_on=die.choice([None, TODAY, TODAY]), left_on=die.choice([None, None, None, TODAY]),
            )  # fmt: skip
            if die.random() < 0.95:
                Contact.objects.create(
                    partnership=park, partner=partner, name="n", function="f", email="a@example.org",
                    represents=die.random() < 0.95, signs=die.random() < 0.95,
                )  # fmt: skip


def fill_plan(own: dict[str, Any], scheme: Scheme, die: random.Random) -> None:
    months = die.choice([23, 24, 36])
    start = date(2026, 1, die.choice([1, 31]))
    end = date(2026 + (months + 1) // 12, (months + 1) % 12 or 12, 1)
    plan = Plan.objects.create(**own, title="p", starts_on=start, ends_on=end, adopted_on=die.choice([None, TODAY]))
    partnership = own["partnership"]
    skipped = die.choice([0, 0, 1])
    PlanElement.objects.bulk_create(
        PlanElement(partnership=partnership, plan=plan, element_id=element.id, text=die.choice([*"x" * 20, ""]))
        for element in scheme.plan.elements[skipped:]
    )
    if die.random() < 0.8:
        priority = Priority.objects.create(**own, topic_id=scheme.topics[0].id, title="s", reason="r")
        objective = Objective.objects.create(
            partnership=partnership,
            plan=plan,
            priority=priority,
            title="o",
            indicator="i",
            baseline="1",
            target="2",
            target_on=TODAY,
        )
        contact = Contact.objects.select_related("partner").first()
        Measure.objects.bulk_create(
            Measure(
                partnership=partnership, plan=plan, objective=objective, title="m", kind="physical",
                owner_partner=contact.partner if contact else None, owner_contact=contact,
                deadline=die.choice([TODAY] * 9 + [None]), decision=die.choice(["undecided", "granted"]),
                done_on=die.choice([None, TODAY]), dropped_on=None,
            )
            for _ in range(die.randint(0, 6))
        )  # fmt: skip


def fill_ending(own: dict[str, Any], die: random.Random, leader: User, index: int) -> None:
    partnership = own["partnership"]
    body, _ = Organisation.objects.get_or_create(name="Een instelling", kind="certification_body")
    if die.random() < 0.4:
        dossier = Dossier.objects.create(**own, frozen_at=NOW, manifest_sha256="0" * 64)
        outcome = die.choice(["", "positive", "negative"])
        audit = Audit.objects.create(
            **own, dossier=dossier, body=body, requested_on=TODAY, outcome=outcome, closed_at=NOW if outcome else None
        )
        for number in range(die.randint(0, 3)):
            Judgement.objects.create(
                partnership=partnership, audit=audit, requirement_id=f"r{number}",
                verdict=die.choice(["conform", "minor", "major"]), remark="r", resolved_on=die.choice([None, TODAY]),
            )  # fmt: skip
        if outcome == "positive":
            issued = TODAY - timedelta(days=die.choice([10, 1200]))
            Certificate.objects.create(
                **own, audit=audit, number=f"N{index}", level="basic", issued_on=issued, valid_until=issued + timedelta(days=1095),
                holder="h", body_name="b", withdrawn_on=die.choice([None, None, TODAY]),
            )  # fmt: skip
    if die.random() < 0.2:
        OperationalStart.objects.create(**own, starts_on=TODAY + timedelta(days=die.choice([-5, 5])), agreed_on=TODAY)
    if die.random() < 0.3:
        Document.objects.create(
            **own,
            kind="evidence",
            scheme_document="nothing",
            title="d",
            filename="d.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            created_at=NOW,
        )
