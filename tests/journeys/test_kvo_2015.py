"""A round of the newest certificate scheme, from an empty database to the certificate, in real browsers.

Every kind of step is taken in a browser. Where the same step comes again for another party, element, measure or
requirement, it goes over HTTP, as all of them do in test_other_schemes.py.
"""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from actionplans.models import Objective, Plan
from assessments.models import Analysis, FigureSet
from certification.models import Audit, Certificate
from partnerships.domain.officers import appoint_officer
from partnerships.enums import OfficerRole, PartyKind
from partnerships.models import Contact, Cycle, Organisation, Partner, Partnership, User
from partnerships.periods import add_months, months_before
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.journeys import steps_analysis as analysis
from tests.journeys import steps_auditing as auditing
from tests.journeys import steps_founding as founding
from tests.journeys import steps_planning as planning
from tests.journeys import steps_signing as signing
from tests.journeys.hands import file_behind, go, sees
from tests.journeys.http_audit_steps import find_conform
from tests.journeys.http_steps import Walk, approve_plan, bring_party, finish_measure, sign_all_by_mail, write_elements

PASSWORD = "een lang wachtwoord"
TOWN, BODY, PARK = "Gemeente Oosterveen", "Certificatie-instelling X", "De Wetering"
PARTIES = {  # kind as the scheme calls it: (name, function of who represents and signs)
    "Municipality": (TOWN, "Mayor"),
    "Entrepreneurs' association": ("Vereniging De Wetering", "Chair"),
    "Police": ("Politie Basisteam Oost", "Team chief"),
    "Fire service": ("Brandweer Oost", "Commander"),
}
KINDS = {"Police": PartyKind.POLICE, "Fire service": PartyKind.FIRE}  # those of whom the parties come over HTTP
MEASURES = ("Lamps along the canal", "Number every gate", "Guards at night", "Training for shopkeepers")
FOCUS = ("Light in the dark", "Fire safety first")
FEATURES = "F03 F09 F11 F16 F22 F38 F42 F43 F51 F76 F77 F78 F104 F106"


def email_of(function: str) -> str:
    return f"{function.lower().replace(' ', '.')}@example.org"


@pytest.fixture
def people(transactional_db: None) -> date:
    """All there is: two organisations, a founder without a partnership, an auditor and an overseer. Gives today."""
    today = timezone.localdate()
    town = Organisation.objects.create(name=TOWN, kind=PartyKind.MUNICIPALITY)
    body = Organisation.objects.create(name=BODY, kind=PartyKind.CERTIFICATION_BODY)
    offices = {"founder": None, "auditor": (body, OfficerRole.AUDITOR), "overseer": (town, OfficerRole.OVERSEER)}
    for name, office in offices.items():
        user = User.objects.create_user(f"{name}@example.org", PASSWORD, name=f"The {name}", language="en")
        if office:
            appoint_officer(user, office[0], role=office[1], on=today)
    return today


def kept_park(slug: str) -> tuple[Partnership, Cycle]:
    park = Partnership.objects.get(slug=slug)
    with member_door(park):
        return park, Cycle.objects.select_related("partnership").get()


@pytest.mark.browser
@pytest.mark.feature(*FEATURES.split())
def test_from_an_empty_database_to_a_certificate(people, fresh_page, page_of, mails, work, tmp_path):
    today, leader, anybody = people, fresh_page(), fresh_page()

    # 1 and 2: sign in, found the partnership on the newest version, describe its ground
    founding.sign_in(leader, "founder@example.org", PASSWORD)
    slug = founding.found_on_new_ground(leader, PARK, municipality=TOWN, version="2015")
    park, cycle = kept_park(slug)
    assert (cycle.scheme.ending.kind, cycle.scheme.version) == ("certificate", "2015")
    founding.draw_outline(leader, slug, PARK)
    founding.list_addresses(leader)
    with member_door(park):
        area = park.areas.get()
    assert area.boundary
    assert area.addresses.count() == len(founding.ADDRESSES)

    # 3: the parties
    founding.sees_missing_parties(leader, slug, list(PARTIES))
    walk = Walk(client_of(user := User.objects.get(email="founder@example.org")), user, slug, today)
    known, new, *others = PARTIES.items()
    for kind, (name, function) in (known, new):
        founding.bring_party(leader, slug, kind=kind, name=name, email=email_of(function), function=function)
    for kind, (name, function) in others:
        person = {"name": f"Name {function}", "function": function, "email": email_of(function)}
        bring_party(walk, KINDS[kind], name, person)
    founding.hold_meeting(leader, slug, kind="Kick-off", on=today)

    # 4: the declaration, signed by link and code, sealed and checked
    declaration = signing.send_text(leader, slug, "Declaration of intent")
    first, *rest = [email_of(function) for _name, function in PARTIES.values()]
    signing.sign_by_mail(fresh_page, mails, [first])
    sign_all_by_mail(mails, rest)
    work()
    go(leader, declaration)
    sealed = file_behind(leader, "Download the sealed document")
    signing.is_sealed(sealed, tmp_path)
    assert signing.says_of(anybody, sealed) == "Genuine and unchanged"
    assert signing.says_of(anybody, signing.with_a_flipped_bit(sealed)) == "Not the filed document"
    assert signing.says_of(anybody, signing.with_a_revision(sealed)) == "Not the filed document"
    assert signing.says_of(anybody, signing.unknown_pdf()) == "Unknown"

    # 5: the analysis
    chosen = analysis.import_figures(leader, slug, TOWN, work=work)
    analysis.look_at_figures(leader, slug, chosen)
    analysis.hold_survey(leader, slug, on=today - timedelta(days=3), invited=120, answered=40)
    for light in ("By day", "In the dark"):
        analysis.walk_round(leader, slug, light=light, on=today - timedelta(days=2))
    analysis.describe_area(leader, slug)
    assert analysis.answer_topics(leader, slug) == len(cycle.scheme.topics)
    for topic, title in enumerate(FOCUS, start=1):
        analysis.choose_focus(leader, slug, topic=topic, title=title)
    analysis.adopt(leader, slug, "analysis")
    with member_door(park):
        assert Analysis.objects.get().adopted_on == today
        assert {one.area_name for one in FigureSet.objects.all()} == {chosen}

    # 6: the plan, complete before it can be adopted
    begin = today.replace(day=1)
    planning.start_plan(leader, slug, starts_on=begin)
    text, *texts, last = [element.id for element in cycle.scheme.plan.elements if element.answered_by == "text"]
    planning.write_element(leader, slug, text)
    write_elements(walk, texts)
    for title in FOCUS:
        planning.set_objective(leader, slug, focus=title, on=add_months(begin, 36) - timedelta(days=1))
    (party, function), *more = PARTIES.values()
    aim, due = f"Less of it: {FOCUS[0]}", add_months(begin, 6)
    planning.plan_measure(leader, slug, objective=aim, title=MEASURES[0], party=party, function=function, deadline=due)
    planning.report_done(leader, slug, title=MEASURES[0], on=today)
    with member_door(park):
        objective = Objective.objects.get(title=aim)
        contacts = {one.function: one for one in Contact.objects.all()}
    for title, (_party, function) in zip(MEASURES[1:], more, strict=True):
        finish_measure(walk, objective, title, contacts[function], deadline=due)
    planning.is_filled(leader, slug, "10 of 11")
    assert "All elements of the plan are filled in" in analysis.why_not_adopt(leader, slug, "plan")
    planning.write_element(leader, slug, last)
    planning.approve(leader, slug, party=party, on=today)
    with member_door(park):
        partners = list(Partner.objects.joined().exclude(organisation__name=party))
    approve_plan(walk, partners)
    analysis.adopt(leader, slug, "plan")
    with member_door(park):
        plan = Plan.objects.get()
        assert (plan.adopted_on, plan.starts_on, plan.ends_on) == (today, begin, add_months(begin, 36))
        assert plan.approvals.count() == len(PARTIES)
    assert [one[2] for one in planning.measures_csv(leader, slug)[1:]] == list(MEASURES)

    # 7: the audit, with a major finding that stops the certificate until it is resolved
    auditing.is_ready(leader, slug)
    auditing.request_audit(leader, slug, body=BODY, work=work)
    auditor = fresh_page()
    founding.sign_in(auditor, "auditor@example.org", PASSWORD)
    auditing.take_audit(auditor, park=PARK, auditor="The auditor", first=today, last=today + timedelta(days=30))
    room = auditor.url
    auditing.judge(auditor, 0, verdict="Major non-conformity", remark="The minutes of the kick-off are missing.")
    auditing.judge(auditor, 1, verdict="Conforms")
    with member_door(park):
        audit = Audit.objects.get()
    found = find_conform(client_of(User.objects.get(email="auditor@example.org")), audit, after=2)
    assert found == auditing.requirements(auditor).count()
    go(auditor, room)
    auditing.decide_positively(auditor)
    sees(auditor, "A positive decision is not possible while a major non-conformity is open")
    auditing.answer_finding(leader, slug)
    auditing.resolve(auditor, room)
    auditing.decide_positively(auditor)
    auditing.confirm_decision(auditor)
    work()
    with member_door(park):
        certificate = Certificate.objects.get()
        assert (certificate.issued_on, certificate.valid_until) == (today, add_months(today, 36))
        assert Audit.objects.get().closed_at
    signing.is_sealed(auditing.certificate_pdf(leader, slug), tmp_path)
    last_day = f"{certificate.valid_until - timedelta(days=1):%-d %B %Y}"
    auditing.public_page_says(anybody, certificate.number, PARK, "Valid", "Basic Cooperation", last_day)

    # 8: reminders, once
    day = months_before(certificate.valid_until, 9)
    reminder = f"Reminder: the certificate of {PARK} ends on {last_day}"
    call_command("sweep", on=day)
    assert reminder in [letter.subject for letter in mails()["founder@example.org"]]
    assert reminder in auditing.mail_log(leader, slug)
    before = len(mails()["founder@example.org"])
    call_command("sweep", on=day)
    assert len(mails()["founder@example.org"]) == before

    # 9: what the municipality sees
    overseer = page_of(User.objects.get(email="overseer@example.org"))
    auditing.portfolio_shows(
        overseer, PARK, "Basic Cooperation", f"{certificate.valid_until - timedelta(days=1):%-d %B %Y}"
    )
