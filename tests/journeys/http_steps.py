"""The steps of a round over plain HTTP: the forms of the pages, filled in by name, for any scheme.

What a step has to fill in it reads from the scheme's file, so that these steps know no scheme.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actionplans.models import Measure, Objective
from assessments.models import FigureImport, Priority
from partnerships.models import Agreement, Area, Contact, Cycle, Organisation, Partner, Partnership, Signature, User
from partnerships.periods import add_months
from partnerships.scheme import Scheme
from partnerships.scheme_parts import Phase
from partnerships.tenancy.doors import member_door
from tests.journeys.conftest import Mails, Work

TEXT = "Wat wij hierover afspraken, wie het doet en wanneer wij er weer naar kijken."


@dataclass(frozen=True)
class Walk:
    """One partnership and who leads it, as the steps pass them on."""

    client: Client
    user: User
    slug: str
    today: date

    @property
    def park(self) -> Partnership:
        return Partnership.objects.get(slug=self.slug)

    @property
    def cycle(self) -> Cycle:
        with member_door(self.park):
            found: Cycle = Cycle.objects.select_related("partnership").get(closed_on__isnull=True)
            return found

    @property
    def scheme(self) -> Scheme:
        return self.cycle.scheme

    def send(self, name: str, data: Mapping[str, Any] | None = None, *, query: str = "", **kwargs: Any) -> Any:
        """Send a form of this partnership; it must be taken."""
        return send(self.client, reverse(name, kwargs={"partnership": self.slug, **kwargs}) + query, data)


def send(client: Client, url: str, data: Mapping[str, Any] | None = None) -> Any:
    answer = client.post(url, data or {})
    assert answer.status_code == 302, f"{answer.status_code} at {url}: {complaints(answer)}"
    return answer


def complaints(answer: Any) -> str:
    """What the forms on a page say is wrong."""
    contexts = answer.context or []
    forms = {
        str(value.errors) for one in contexts for value in one.flatten().values() if getattr(value, "errors", None)
    }
    return " ".join(forms) or answer.content.decode()[-1500:]


def offered(client: Client, area: Area) -> list[Scheme]:
    """What the second page of founding offers for this ground."""
    page = client.get(reverse("partnerships:found-scheme"), {"area": area.pk})
    return [offer["scheme"] for offer in page.context["offers"]]


def found(user: User, client: Client, area: Area, urn: str, *, today: date) -> Walk:
    """The third page of founding: the questions of the scheme, all answered with yes."""
    scheme = next(one for one in offered(client, area) if one.urn == urn)
    answers = {f"answer_{one.id}": "yes" for one in scheme.intake}
    answers |= {f"basis_{one.id}": "objective" for one in scheme.intake}
    answers |= {f"source_{one.id}": "Cijfers van de politie over 2025" for one in scheme.intake}
    url = f"{reverse('partnerships:found-start')}?area={area.pk}&scheme={urn}"
    answer = send(client, url, {"name": area.name, **answers})
    return Walk(client, user, answer.url.rstrip("/").rpartition("/")[2], today)


def bring_parties(walk: Walk, kinds: Iterable[str]) -> None:
    """A party of each kind, with one person who represents and signs."""
    for kind in kinds:
        person = {"name": f"Naam {kind}", "function": "Bestuurder", "email": f"{kind}@example.org"}
        bring_party(walk, kind, f"Organisatie {kind}", person)


def bring_party(walk: Walk, kind: str, name: str, person: Mapping[str, str]) -> None:
    """A party, by the organisation of its kind that is known or else a new one; ``person`` represents it and signs."""
    known = Organisation.objects.filter(kind=kind).first()
    data = {"organisation": known.pk} if known else {"new_name": name}
    walk.send("partnerships:party-add", {**data, "joined": "yes"}, query=f"?kind={kind}")
    with member_door(walk.park):
        partner = Partner.objects.get(kind=kind)
    may = {"represents": "on", "signs": "on", "mandate": "Bestuur"}
    walk.send("partnerships:contact-add", {**person, **may}, pk=partner.pk)


def give_roles(walk: Walk, roles: Iterable[str]) -> None:
    for role in roles:
        walk.send("partnerships:role-appoint", {"person": f"user:{walk.user.pk}", "role": role, "since": walk.today})


def hold_meetings(walk: Walk, kinds: Iterable[str]) -> None:
    for kind in kinds:
        walk.send("partnerships:meeting-add", {"kind": kind, "held_on": walk.today, "decisions": TEXT})


def tick_by_hand(walk: Walk, phases: Iterable[Phase]) -> None:
    """Tick every task that no fact answers for."""
    for task in [one for phase in phases for one in phase.tasks if one.done_when is None and not one.optional]:
        walk.send("certification:task-tick", {"done_on": walk.today, "remark": "Gedaan"}, task_id=task.id)


def sign_together(walk: Walk, kind: str, *, mails: Mails, work: Work) -> Agreement:
    """Draft, send, sign by everybody's link and code, seal. Returns the sealed agreement."""
    document = next(one for one in walk.scheme.documents if one.kind == kind)
    page = walk.client.get(
        reverse("partnerships:agreement-draft", kwargs={"partnership": walk.slug, "document": document.id})
    )
    draft = walk.send(
        "partnerships:agreement-draft", {"text": page.context["form"].initial["text"]}, document=document.id
    )
    seen = walk.client.get(draft.url).context["send_form"].initial["seen"]
    # "despite": nobody confirmed the addresses of these signatories; the leader was told so and sends all the same.
    send(walk.client, f"{draft.url}send/", {"seen": seen, "despite": "1"})
    with member_door(walk.park):
        asked = list(Signature.objects.filter(agreement__scheme_document=document.id).values_list("email", flat=True))
    sign_all_by_mail(mails, asked)
    work()
    with member_door(walk.park):
        sealed: Agreement = Agreement.objects.get(scheme_document=document.id)
        return sealed


def sign_all_by_mail(mails: Mails, emails: Iterable[str]) -> None:
    """Everybody opens the link of their own mail, asks for a code and signs with it."""
    for email in emails:
        sign(mails()[email][-1].link.partition("://")[2].partition("/")[2], email, mails=mails)


def sign(link: str, email: str, *, mails: Mails) -> None:
    """Somebody without an account: ask the code, read it, sign."""
    anybody, link = Client(), f"/{link}"
    send(anybody, f"{link}code/")
    initial = anybody.get(f"{link}statement/").context["form"].initial
    send(anybody, f"{link}statement/", {**initial, "statement": "on", "code": mails()[email][-1].code})


def analyse(walk: Walk, *, work: Work, adopt: bool = True) -> None:
    """Figures, survey, rounds, a sketch, every topic, one focus area; and adoption."""
    with member_door(walk.park):
        name = walk.park.areas.get().name
    lines = ["Soort misdrijf;Perioden;Wijken en buurten;Geregistreerde misdrijven (aantal)"]
    lines += [f"Totaal misdrijven;{year};{name};{40 + year % 7}" for year in (2023, 2024, 2025)]
    file = SimpleUploadedFile("politie.csv", "\r\n".join(lines).encode(), "text/csv")
    answer = walk.client.post(
        reverse("assessments:figures-import", kwargs={"partnership": walk.slug}), {"source": "police", "file": file}
    )
    assert answer.status_code in {200, 302}, complaints(answer)
    work()
    with member_door(walk.park):
        staged = FigureImport.objects.get()
    walk.send("assessments:figures-confirm", {"area": [name], "right_place": "on"}, pk=staged.pk)
    work()
    day, who = walk.today, "gemeente 2, politie 1"
    asked = {
        "audience": "entrepreneurs",
        "opened_on": day - timedelta(days=20),
        "closed_on": day,
        "invited": 80,
        "answered": 31,
    }
    walk.send("assessments:survey-record", asked)
    for light in ("day", "dark"):
        walk.send("assessments:round-record", {"light": light, "held_on": day, "participants": who, "findings": TEXT})
    walk.send("assessments:sketch", {"sketch": TEXT, "goes_well": "De opkomst.", "can_be_better": "Het licht."})
    walk.send("assessments:topics", {"seen": "", **{f"{topic.id}-score": "2" for topic in walk.scheme.topics}})
    first = walk.scheme.topics[0]
    walk.send("assessments:priority-choose", {"topic_id": first.id, "title": str(first.name), "reason": TEXT})
    if adopt:
        walk.send("certification:analysis-adopt")


def plan(walk: Walk, *, done: int = 1) -> None:
    """A plan of the length the scheme asks, with every element, ``done`` finished measures, all approvals; adopted."""
    start, scheme = walk.today.replace(day=1), walk.scheme
    last = add_months(start, scheme.plan.months) - timedelta(days=1)
    walk.send("actionplans:plan-start", {"title": str(scheme.plan.name), "starts_on": start, "last_day": last})
    write_elements(walk, [one.id for one in scheme.plan.elements if one.answered_by == "text"])
    with member_door(walk.park):
        focus, partners, contact = Priority.objects.get(), list(Partner.objects.joined()), Contact.objects.first()
    assert contact
    goal = {
        "priority": focus.pk,
        "title": "Minder",
        "pillar": "safe",
        "indicator": "Meldingen",
        "baseline": "9",
        "target": "3",
    }
    walk.send("actionplans:objective-add", {**goal, "target_on": last})
    with member_door(walk.park):
        objective = Objective.objects.get()
    for number in range(done):
        finish_measure(walk, objective, f"Maatregel {number}", contact, deadline=last)
    approve_plan(walk, partners)
    walk.send("certification:plan-adopt")


def write_elements(walk: Walk, elements: Iterable[str]) -> None:
    for element in elements:
        walk.send("actionplans:plan-element", {"text": TEXT}, element_id=element)


def finish_measure(walk: Walk, objective: Objective, title: str, contact: Contact, *, deadline: date) -> None:
    """Plan a measure of which this person has the care, and report it as done."""
    measure = {"objective": objective.pk, "title": title, "kind": "physical", "decision": "undecided"}
    owner = {"owner_partner": contact.partner_id, "owner_contact": contact.pk, "deadline": deadline}
    walk.send("actionplans:measure-add", {**measure, **owner})
    with member_door(walk.park):
        key = Measure.objects.get(title=title).pk
    walk.send("actionplans:measure-done", {"result": "Klaar", "on": walk.today}, pk=key)


def approve_plan(walk: Walk, partners: Iterable[Partner]) -> None:
    for partner in partners:
        walk.send("actionplans:plan-approve", {"partner": partner.pk, "on": walk.today, "recorded_from": "Verslag"})
