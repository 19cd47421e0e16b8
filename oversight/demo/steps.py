"""Steps of a round, each done by the verbs people use, on the day it is said to have happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import cos, radians
from pathlib import Path
from typing import Any

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from actionplans.domain.measure_progress import complete_measure
from actionplans.domain.measures import add_measure
from actionplans.domain.objectives import add_objective
from actionplans.domain.plan_approvals import approve_plan
from actionplans.domain.plans import adopt_plan, start_plan, write_element
from actionplans.models import Plan
from assessments.domain.analyses import adopt_analysis, write_sketch
from assessments.domain.figures import confirm_import, read_import, stage_import
from assessments.domain.priorities import choose_priority
from assessments.domain.rounds import record_round
from assessments.domain.surveys import record_survey
from assessments.domain.topics import answer_topic
from certification.gates import gates_before, unmet
from oversight.demo.cast import Cast
from partnerships.domain.addresses import Address, replace_addresses
from partnerships.domain.agreements import draft_agreement, send_agreement
from partnerships.domain.areas import make_area, set_boundary
from partnerships.domain.boundaries import check_shape
from partnerships.domain.contacts import add_contact
from partnerships.domain.mandates import add_mandate
from partnerships.domain.meetings import record_meeting
from partnerships.domain.memberships import appoint
from partnerships.domain.parties import add_party, write_statement
from partnerships.domain.sealing import seal_agreement
from partnerships.domain.signing import decline, request_code, sign, statement_for
from partnerships.domain.tasks import tick_task
from partnerships.enums import CodeFor, Role
from partnerships.mail import code_for
from partnerships.models import Agreement, Area, Contact, Cycle, Outbox, Partner, Partnership, Signature, User
from partnerships.periods import add_months

CONTENT: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "content.yaml").read_text(encoding="utf-8"))


def at(day: date, hour: int = 10) -> datetime:
    """That day at work."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def said(section: str, key: str) -> Any:
    return CONTENT[section].get(key, CONTENT[section]["else"])


@dataclass(frozen=True)
class Story:
    """One park of the demonstration, its leader, and its parties by key of the cast."""

    park: Partnership
    leader: User
    cast: Cast
    partners: dict[str, Partner]

    @property
    def cycle(self) -> Cycle:
        return Cycle.objects.get(closed_on__isnull=True)


def demarcate(
    park: Partnership, area: Area, *, corner: tuple[float, float], streets: Iterable[str], by: User, on: date
) -> None:
    """Give an area an outline around its corner (latitude, longitude) and a list of addresses."""
    latitude, longitude = corner
    points = [(longitude + x / (111_320 * cos(radians(latitude))), latitude + y / 111_320) for x, y in CONTENT["shape"]]
    set_boundary(park, area, check_shape([[[*points, points[0]]]]), by=by, at=at(on))
    postcode = "9999" if area.municipality.country == "BE" else "9999 XA"
    addresses = [Address(postcode, str(number), street) for street in streets for number in range(1, 40, 2)]
    replace_addresses(park, area, addresses, by=by, at=at(on))


def bring_parties(
    story: Story, parties: Sequence[tuple[str, str, str]], *, on: date, without_mandate: Sequence[str] = ()
) -> None:
    """Let organisations join, each with one person who represents and signs, an account where there is one, a statement.

    Of a party ``without_mandate`` nobody wrote down on what ground its person signs: sending warns of that.
    """
    for key, person, function in parties:
        organisation = story.cast.organisations[key]
        partner = add_party(story.park, organisation, kind=organisation.kind, by=story.leader, on=on, at=at(on))
        story.partners[key] = partner
        user = story.cast.people.get(person)
        contact = add_contact(
            partner, name=user.name if user else f"Vertegenwoordiger van {organisation.name}", function=function,
            email=user.email if user else f"{key}@example.org", represents=True, signs=True, by=story.leader, at=at(on),
        )  # fmt: skip
        if key not in without_mandate:
            add_mandate(
                contact, basis=said("mandates", organisation.kind), scope=[], valid_from=on, valid_until=add_months(on, 48),
                by=story.leader, at=at(on),
            )  # fmt: skip
        if user and user != story.leader:
            appoint(story.park, user, role=Role.REPRESENTATIVE, partner=partner, by=story.leader, on=on, at=at(on))
        words = said("statements", organisation.kind)
        write_statement(partner, **words, by=story.leader, at=at(on), on_behalf=True)


def sign_all(agreement: Agreement, *, on: date, only: int | None = None) -> None:
    """Let the signatories sign with the code from their mail, one an hour; then seal what is complete."""
    signatures = list(
        Signature.objects.filter(agreement=agreement).select_related("agreement", "partner__organisation")
    )
    for hour, signature in enumerate(signatures[:only], start=9):
        request_code(signature, at=at(on, hour))
        mail = Outbox.objects.filter(token_for__startswith=f"code:{signature.uuid}:").latest("pk")
        statement_for(signature)
        sign(
            signature, name=signature.name, function=signature.function, statement_accepted=True, code=code_for(mail.token_for),
            ip="192.0.2.10", text_sha256=agreement.text_sha256, at=at(on, hour) + timedelta(minutes=5),
        )  # fmt: skip
    agreement.refresh_from_db()
    if agreement.completed_at:
        seal_agreement(agreement, at=at(on, 18))


def refuse(signature: Signature, *, reason: str, at: datetime) -> None:
    """Refuse with the code from the mail."""
    request_code(signature, at=at, code_for=CodeFor.REFUSE)
    mail = Outbox.objects.filter(token_for__startswith=f"code:{signature.uuid}:").latest("pk")
    decline(signature, reason=reason, code=code_for(mail.token_for), at=at)


def agree(story: Story, document: str, *, on: date, only: int | None = None) -> Agreement:
    """Draft and send an agreement of the scheme, and let all (or the first few) sign the next day."""
    draft = draft_agreement(story.cycle, scheme_document=document, by=story.leader, at=at(on))
    agreement = send_agreement(draft, by=story.leader, at=at(on, 11))
    sign_all(agreement, on=on + timedelta(days=1), only=only)
    return agreement


def police_file(area_name: str, years: Sequence[int]) -> SimpleUploadedFile:
    """A file in the layout of the police's long export, with the numbers of the demonstration."""
    lines = ['"Soort misdrijf";"Perioden";"Wijken en buurten";"Geregistreerde misdrijven (aantal)"']
    for category, counts in CONTENT["figures"]:
        lines += [
            f'"{category}";"{year}";"{area_name}";{"" if count is None else count}'
            for year, count in zip(years, counts, strict=True)
        ]
    return SimpleUploadedFile("politiecijfers.csv", ("\ufeff" + "\r\n".join(lines) + "\r\n").encode(), "text/csv")


def analyse(story: Story, *, on: date, response: tuple[int, int] = (118, 41), adopt: bool = True) -> None:
    """Figures, survey, two rounds, topics, workshop, focus areas; and adoption when the scheme's conditions are met."""
    cycle, leader = story.cycle, story.leader
    years = [on.year - 3, on.year - 2, on.year - 1]
    staged = stage_import(cycle, police_file(story.park.name, years), source="police", by=leader, at=at(on))
    read_import(staged)
    confirm_import(staged, areas=[story.park.name], by=leader, at=at(on))
    record_survey(
        cycle, audience="entrepreneurs", opened_on=on, closed_on=on + timedelta(days=21), invited=response[0], answered=response[1],
        remark="Brief van de burgemeester met een link, één herinnering.", by=leader, at=at(on + timedelta(days=22)),
    )  # fmt: skip
    everybody = "Gemeente 2, politie 1, brandweer 1, ondernemers 3"
    for light, days, findings in (
        ("day", 25, "Dertien plekken bekeken. Scheve lantaarns, pallets tegen de gevel, huisnummers niet te zien."),
        ("dark", 26, "Negen plekken bekeken. Drie te donker, één hek open."),
    ):
        day = on + timedelta(days=days)
        record_round(
            cycle, light=light, held_on=day, participants=everybody, findings=findings, by=leader, at=at(day, 20)
        )
    write_sketch(
        cycle, sketch="Een gebied met handel, transport en kleine maakbedrijven, begrensd door de ringweg en het kanaal.",
        goes_well="De opkomst bij het overleg is goed en het groen op het noorden is verzorgd.",
        can_be_better="De verlichting langs het kanaal en het melden van kleine incidenten.",
        by=leader, at=at(on + timedelta(days=28)),
    )  # fmt: skip
    judge_topics(story, on=on + timedelta(days=30))
    if adopt:
        day = on + timedelta(days=33)
        adopt_analysis(cycle, unmet=unmet(gates_before(cycle, "adopt_analysis", on=day)), by=leader, on=day, at=at(day))


def judge_topics(story: Story, *, on: date) -> None:
    """Answer every topic of the scheme and choose focus areas in a workshop."""
    cycle, leader = story.cycle, story.leader
    for topic in cycle.scheme.topics:
        score, remark = said("topics", topic.id)
        answer_topic(cycle, topic.id, score=score, remark=remark, by=leader, at=at(on))
    record_meeting(
        cycle,
        kind="workshop",
        held_on=on,
        attendees="Alle partijen",
        decisions="Drie speerpunten gekozen.",
        by=leader,
        on=on,
        at=at(on, 16),
    )
    known = [topic.id for topic in cycle.scheme.topics]
    for place, (topic_id, title, reason) in enumerate(CONTENT["priorities"]):
        chosen = topic_id if topic_id in known else known[place]
        choose_priority(cycle, topic_id=chosen, title=title, reason=reason, by=leader, at=at(on, 16))


def plan(story: Story, *, on: date, today: date, months: int = 36, leave_out: int = 0, adopt: bool = True) -> Plan:
    """Write the plan with every element but the last ``leave_out``, its objectives and measures; approve and adopt it."""
    cycle, leader = story.cycle, story.leader
    start = date(on.year, on.month, 1)
    made = start_plan(
        cycle,
        title=f"{cycle.scheme.plan.name} {start.year}",
        starts_on=start,
        ends_on=add_months(start, months),
        by=leader,
        at=at(on),
    )
    texts = [element for element in cycle.scheme.plan.elements if element.answered_by == "text"]
    for element in texts[: len(texts) - leave_out]:
        write_element(made, element.id, text=said("elements", element.id), by=leader, at=at(on))
    objectives = [
        add_objective(
            made, priority=priority, title=title, pillar=pillar, indicator=indicator, baseline=baseline, target=target,
            target_on=add_months(start, months) - timedelta(days=1), by=leader, at=at(on),
        )
        for priority, (title, pillar, indicator, baseline, target) in zip(
            cycle.priorities.all(), CONTENT["objectives"], strict=False
        )
    ]  # fmt: skip
    for row in CONTENT["measures"]:
        put_measure(story, made, objectives, row, start=start, today=today)
    if adopt:
        for partner in Partner.objects.joined():
            approve_plan(made, partner, by=leader, on=on, at=at(on, 15), recorded_from=f"Verslag van {on:%d-%m-%Y}")
        adopt_plan(made, unmet=unmet(gates_before(cycle, "adopt_plan", on=on)), by=leader, on=on, at=at(on, 16))
    return made


def put_measure(
    story: Story, made: Plan, objectives: Sequence[Any], row: Sequence[Any], *, start: date, today: date
) -> None:
    """One measure of the list, with an owner among the parties that are there, and done when the list says so."""
    title, number, kind, party, months, euros, decision, state = row
    if add_months(start, months) < today and state in {
        "running",
        "planned",
    }:  # an old plan: long since decided and done
        decision, state = "granted", "done"
    by_kind = {partner.kind: partner for partner in story.partners.values()}
    owner = by_kind.get(party) or next(iter(story.partners.values()))
    deadline = today - timedelta(days=12) if state == "late" and start < today else add_months(start, months)
    measure = add_measure(
        made, objective=objectives[number], title=title, kind=kind, owner_partner=owner,
        owner_contact=Contact.objects.filter(partner=owner)[:1].get(), deadline=deadline, cost_cents=euros * 100, decision=decision,
        decided_on=start if decision in {"granted", "refused"} else None, funder=str(owner), starts_on=start,
        by=story.leader, at=at(start),
    )  # fmt: skip
    if state == "done" and start < today:
        day = min(add_months(start, max(1, months // 2)), today - timedelta(days=3))
        complete_measure(measure, result="Uitgevoerd zoals afgesproken.", by=story.leader, on=day, at=at(day))


def meet(story: Story, kind: str, *, on: date, decisions: str = "") -> None:
    record_meeting(
        story.cycle,
        kind=kind,
        held_on=on,
        attendees="Alle partijen",
        decisions=decisions,
        by=story.leader,
        on=on,
        at=at(on, 16),
    )


def tick_phases(story: Story, numbers: Iterable[int], *, on: date, besides: int = 0) -> None:
    """Tick what people do by hand in these phases (counted from 1), but for the last ``besides`` of each."""
    for number in numbers:
        tasks = story.cycle.scheme.phases[number - 1].tasks
        for task in tasks[: len(tasks) - besides]:
            if task.done_when is None and not task.optional:
                tick_task(story.cycle, task.id, done_on=on, remark="", by=story.leader, at=at(on, 17))


def make_ground(name: str, *, kind: str, municipality: Any) -> Area:
    return make_area(name, kind=kind, municipality=municipality)
