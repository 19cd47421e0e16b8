"""The six parks, each in another stage. Dates count back from today, so that the demonstration never grows old."""

from datetime import date, timedelta

from certification.domain.auditing import assign_auditor, judge, requirements_of
from certification.domain.certificate_pdf import file_certificate
from certification.domain.certifying import conclude
from certification.domain.dossiers import request_audit
from certification.enums import Outcome, Verdict
from oversight.demo.cast import Cast
from oversight.demo.rooms import (
    call_kick_off,
    fill_card,
    hold_pulses,
    note_problems,
    pledge_hours,
    settle_form,
    share_duties,
    sound_out,
    use_adviser,
)
from oversight.demo.signatures import keep_obligations, plan_signing, refuse_and_go_on
from oversight.demo.steps import (
    Story,
    agree,
    analyse,
    at,
    bring_parties,
    demarcate,
    make_ground,
    meet,
    plan,
    tick_phases,
)
from partnerships.domain.founding import found_partnership
from partnerships.domain.memberships import appoint
from partnerships.enums import AreaKind, Role
from partnerships.models import Area
from partnerships.periods import add_months
from partnerships.scheme import Scheme
from partnerships.scheme_files import schemes_for
from partnerships.tenancy.doors import member_door

DUTCH = [
    ("politie", "wijkagent", "Operationeel expert wijk"),
    ("brandweer", "brandweer", "Medewerker risicobeheersing"),
]


def scheme_for(kind: str, ending: str, country: str = "NL") -> Scheme:
    """The newest scheme for this kind of ground with this kind of ending."""
    return next(one for one in schemes_for({kind}) if one.ending.kind == ending and one.country == country)


def begin(cast: Cast, name: str, *, leader: str, scheme: Scheme, areas: list[Area], on: date) -> Story:
    user = cast.people[leader]
    park = found_partnership(name, scheme=scheme, areas=areas, by=user, on=on, at=at(on))
    return Story(park, user, cast, {})


def just_started(cast: Cast, today: date) -> None:
    """A park of three weeks old: ground drawn, first parties asked."""
    on = today - timedelta(days=21)
    area = make_ground(
        "Bedrijventerrein De Wetering",
        kind=AreaKind.BUSINESS_PARK,
        municipality=cast.organisations["gemeente-oosterveen"],
    )
    scheme = scheme_for(area.kind, "certificate")
    story = begin(cast, area.name, leader="projectleider", scheme=scheme, areas=[area], on=on)
    with member_door(story.park):
        note_problems(story, on=on)
        sound_out(story, on=on)
        demarcate(
            story.park, area, corner=(52.21, 6.41), streets=["Weteringkade", "Ambachtsweg"], by=story.leader, on=on
        )
        bring_parties(
            story,
            [
                ("gemeente-oosterveen", "ambtenaar", "Beleidsmedewerker openbare orde"),
                ("ondernemers", "voorzitter", "Bestuur van de kring"),
            ],
            on=on + timedelta(days=10),
        )
        call_kick_off(story, on=today - timedelta(days=4), planned_on=today + timedelta(days=13))


def signing(cast: Cast, today: date) -> None:
    """A shopping area where the declaration was refused once and version 2 is out: two of four have signed."""
    on = today - timedelta(days=80)
    area = make_ground(
        "Winkelcentrum De Zonnewijzer",
        kind=AreaKind.SHOPPING_AREA,
        municipality=cast.organisations["gemeente-rietmeer"],
    )
    scheme = scheme_for(area.kind, "certificate")
    story = begin(cast, area.name, leader="projectleider-rietmeer", scheme=scheme, areas=[area], on=on)
    with member_door(story.park):
        demarcate(story.park, area, corner=(52.33, 6.12), streets=["Zonneplein"], by=story.leader, on=on)
        parties = [("gemeente-rietmeer", "", "Wethouder"), *DUTCH, ("ondernemers-rietmeer", "", "Voorzitter")]
        bring_parties(story, parties, on=on + timedelta(days=20), without_mandate=["ondernemers-rietmeer"])
        meet(story, "kick_off", on=on + timedelta(days=30), decisions="Wij tekenen de intentieverklaring.")
        tick_phases(story, [1], on=on + timedelta(days=40))
        out = refuse_and_go_on(
            story, declaration_of(story), party="ondernemers-rietmeer", refused_on=today - timedelta(days=22),
            on=today - timedelta(days=8), only=2,
        )  # fmt: skip
        plan_signing(story, out, on=today - timedelta(days=5), held_on=today + timedelta(days=16))


def planning(cast: Cast, today: date) -> None:
    """Three areas in two municipalities, one partnership: the analysis is adopted, the plan is nearly complete."""
    on = today - timedelta(days=200)
    municipalities = [cast.organisations["gemeente-oosterveen"], cast.organisations["gemeente-rietmeer"]]
    names = ["Poort van Noord", "Molenhoek", "Steenakker"]
    areas = [
        make_ground(name, kind=AreaKind.BUSINESS_PARK, municipality=municipalities[n // 2])
        for n, name in enumerate(names)
    ]
    story = begin(
        cast,
        "Poort van Noord, Molenhoek en Steenakker",
        leader="projectleider",
        scheme=scheme_for(areas[0].kind, "certificate"),
        areas=areas,
        on=on,
    )
    with member_door(story.park):
        for number, area in enumerate(areas):
            demarcate(
                story.park,
                area,
                corner=(52.25 + number / 50, 6.30),
                streets=[f"{area.name}weg"],
                by=story.leader,
                on=on,
            )
        parties = [
            ("gemeente-oosterveen", "ambtenaar", "Beleidsmedewerker openbare orde"), ("gemeente-rietmeer", "", "Wethouder"), *DUTCH,
            ("ondernemers", "voorzitter", "Bestuur van de kring"), ("parkmanagement", "", "Parkmanager"),
        ]  # fmt: skip
        bring_parties(story, parties, on=on + timedelta(days=10))
        appoint(
            story.park,
            cast.people["procesbegeleider"],
            role=Role.PROCESS_GUIDE,
            by=story.leader,
            on=on,
            at=at(on),
            until=add_months(on, 12),
        )
        meet(story, "kick_off", on=on + timedelta(days=15))
        tick_phases(story, [1], on=on + timedelta(days=20))
        agree(story, declaration_of(story), on=on + timedelta(days=25))
        analyse(story, on=on + timedelta(days=60))
        plan(story, on=today - timedelta(days=30), today=today, leave_out=1, adopt=False)


def certified(cast: Cast, today: date) -> None:
    """A certificate that ends in seven months: the renewal is near."""
    issued = add_months(today, -29)
    on = add_months(issued, -11)
    area = make_ground(
        "Bedrijvenpark De Wilgenkade",
        kind=AreaKind.BUSINESS_PARK,
        municipality=cast.organisations["gemeente-oosterveen"],
    )
    story = begin(
        cast, area.name, leader="projectleider", scheme=scheme_for(area.kind, "certificate"), areas=[area], on=on
    )
    with member_door(story.park):
        demarcate(
            story.park,
            area,
            corner=(52.24, 6.48),
            streets=["Wilgenkade", "Handelsweg", "Transportlaan"],
            by=story.leader,
            on=on,
        )
        parties = [
            ("gemeente-oosterveen", "ambtenaar", "Burgemeester"),
            *DUTCH,
            ("ondernemers", "voorzitter", "Bestuur van de kring"),
            ("parkmanagement", "", "Parkmanager"),
        ]
        bring_parties(story, parties, on=on + timedelta(days=14))
        meet(story, "kick_off", on=on + timedelta(days=20))
        tick_phases(story, [1], on=on + timedelta(days=30))
        declaration = agree(story, declaration_of(story), on=on + timedelta(days=35))
        analyse(story, on=on + timedelta(days=70))
        plan(story, on=on + timedelta(days=140), today=today)
        certify(story, requested=issued - timedelta(days=40), issued=issued)
        for months in range(1, 28, 5):
            meet(story, "working_group", on=add_months(issued, months), decisions="Matrix bijgewerkt.")
        tick_phases(story, [3, 4], on=issued)
        tick_phases(story, [5], on=add_months(issued, 6), besides=3)
        keep_obligations(story, declaration, today=today)
        fill_card(story, today=today)
        pledge_hours(story, today=today)
        hold_pulses(story, today=today)


def certify(story: Story, *, requested: date, issued: date) -> None:
    """Freeze the dossier, let the auditor judge everything in order, and issue the certificate with its PDF."""
    auditor = story.cast.people["auditor"]
    audit = request_audit(
        story.cycle, body=story.cast.organisations["certificatie"], by=story.leader, on=requested, at=at(requested)
    )
    assign_auditor(
        audit,
        auditor,
        opens_on=requested,
        closes_on=issued + timedelta(days=14),
        by=auditor,
        on=requested,
        at=at(requested),
    )
    audit.refresh_from_db()
    for requirement in requirements_of(audit):
        judge(audit, requirement.id, verdict=Verdict.CONFORM, remark="", by=auditor, on=issued, at=at(issued, 9))
    certificate = conclude(
        audit, outcome=Outcome.POSITIVE, motivation="De samenwerking werkt.", by=auditor, on=issued, at=at(issued)
    )
    if certificate is not None:
        file_certificate(certificate, at=at(issued, 12))


def recognised(cast: Cast, today: date) -> None:
    """The process that ends in a recognition signed by all."""
    on = today - timedelta(days=400)
    area = make_ground(
        "Bedrijventerrein Hoge Esch", kind=AreaKind.BUSINESS_PARK, municipality=cast.organisations["gemeente-rietmeer"]
    )
    story = begin(
        cast,
        area.name,
        leader="projectleider-rietmeer",
        scheme=scheme_for(area.kind, "recognition"),
        areas=[area],
        on=on,
    )
    with member_door(story.park):
        demarcate(story.park, area, corner=(52.36, 6.20), streets=["Eschweg", "Veldstraat"], by=story.leader, on=on)
        parties = [
            ("gemeente-rietmeer", "", "Burgemeester"),
            *DUTCH,
            ("ondernemers-rietmeer", "", "Voorzitter"),
            ("pvo", "procesbegeleider", "Regionaal adviseur"),
        ]
        bring_parties(story, parties, on=on + timedelta(days=10))
        for person, role in (("wijkagent", Role.SECRETARY), ("projectleider-rietmeer", Role.CHAIR)):
            appoint(story.park, cast.people[person], role=role, by=story.leader, on=on, at=at(on))
        for number, kind in enumerate(
            ["kick_off", "working_group", "working_group", "working_group", "information_session", "working_group"]
        ):
            meet(story, kind, on=on + timedelta(days=30 + number * 40))
        analyse(story, on=on + timedelta(days=60), response=(84, 31))
        plan(story, on=on + timedelta(days=160), today=today, months=24)
        tick_phases(story, range(1, 8), on=on + timedelta(days=250))
        recognition = next(one for one in story.cycle.scheme.documents if one.kind == "recognition")
        agree(story, recognition.id, on=today - timedelta(days=90))
        use_adviser(story, on=on + timedelta(days=255), today=today)


def recruiting(cast: Cast, today: date) -> None:
    """A Belgian zone that is asking companies to take part in the guarding."""
    on = today - timedelta(days=190)
    area = make_ground(
        "Industriezone Blauwe Poort", kind=AreaKind.BUSINESS_PARK, municipality=cast.organisations["stad-schelderade"]
    )
    story = begin(
        cast,
        area.name,
        leader="coordinator",
        scheme=scheme_for(area.kind, "operational_start", "BE"),
        areas=[area],
        on=on,
    )
    with member_door(story.park):
        demarcate(
            story.park, area, corner=(51.03, 4.48), streets=["Havenlaan", "Nijverheidsstraat"], by=story.leader, on=on
        )
        parties = [
            ("stad-schelderade", "", "Burgemeester"), ("politiezone", "", "Wijkinspecteur"),
            ("hulpverleningszone", "", "Preventieadviseur"),
            ("kamer", "", "Directeur"), ("bedrijvengroep", "", "Voorzitter"), ("bewaking", "", "Accountmanager"),
        ]  # fmt: skip
        bring_parties(story, parties, on=on + timedelta(days=10))
        appoint(story.park, story.leader, role=Role.COORDINATOR, by=story.leader, on=on, at=at(on))
        meet(story, "working_group", on=on + timedelta(days=20))
        settle_form(story, on=on + timedelta(days=21))
        share_duties(story, ["kamer", "stad-schelderade", "politiezone", "kamer"], on=on + timedelta(days=24))
        analyse(story, on=on + timedelta(days=30), response=(132, 58))
        plan(story, on=on + timedelta(days=90), today=today, months=24)
        meet(story, "information_session", on=on + timedelta(days=130))
        tick_phases(story, [1, 2, 3], on=on + timedelta(days=140))


def declaration_of(story: Story) -> str:
    return next(one.id for one in story.cycle.scheme.documents if one.kind == "declaration")


PARKS = (just_started, signing, planning, certified, recognised, recruiting)
