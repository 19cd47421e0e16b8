"""The cast: ann leads park A, bert is a partner there, carla leads park B, otto audits, mona oversees for the municipality.

Fixtures work inside no door: a test that looks into a partnership enters ``member_door(park)`` itself, as the house does.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from partnerships.domain.founding import found_partnership
from partnerships.domain.granting import regrant
from partnerships.domain.officers import appoint_officer
from partnerships.enums import OfficerRole, PartyKind, Role
from partnerships.models import Area, Contact, Membership, Organisation, Partner, Partnership, User
from partnerships.scheme_files import all_schemes
from partnerships.tenancy.doors import member_door

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def make_user(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", "een lang wachtwoord", name=name)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def newest_scheme(ending: str, country: str = "NL") -> object:
    """The newest scheme that ends in a certificate, a recognition or an operational start."""
    fitting = [scheme for scheme in all_schemes() if scheme.ending.kind == ending and scheme.country == country]
    return max(fitting, key=lambda scheme: scheme.version)


@pytest.fixture
def municipality(db: None) -> Organisation:
    return Organisation.objects.create(name="Gemeente Oosterveen", kind=PartyKind.MUNICIPALITY)


@pytest.fixture
def ann(db: None) -> User:
    return make_user("ann")


@pytest.fixture
def bert(db: None) -> User:
    return make_user("bert")


@pytest.fixture
def carla(db: None) -> User:
    return make_user("carla")


@pytest.fixture
def otto(db: None) -> User:
    body = Organisation.objects.create(name="Certificatie-instelling X", kind=PartyKind.CERTIFICATION_BODY)
    user = make_user("otto")
    appoint_officer(user, body, role=OfficerRole.AUDITOR, on=date(2020, 1, 1))
    return user


@pytest.fixture
def mona(municipality: Organisation) -> User:
    user = make_user("mona")
    appoint_officer(user, municipality, role=OfficerRole.OVERSEER, on=date(2020, 1, 1))
    return user


def found(
    name: str, leader: User, municipality: Organisation, scheme: object, kind: str = "business_park"
) -> Partnership:
    area = Area.objects.create(name=name, kind=kind, municipality=municipality)
    return found_partnership(name, scheme=scheme, areas=[area], by=leader, on=date(2025, 5, 1), at=NOW)  # type: ignore[arg-type]


def add_partner(park: Partnership, name: str, kind: str, *, email: str = "") -> Partner:
    """A party that takes part, with one contact who represents and signs."""
    organisation, _made = Organisation.objects.get_or_create(name=name, kind=kind)
    with member_door(park):
        partner = Partner.objects.create(
            partnership=park, organisation=organisation, kind=kind, joined_on=date(2025, 5, 2)
        )
        Contact.objects.create(
            partnership=park,
            partner=partner,
            name=f"Vertegenwoordiger {name}",
            function="Bestuurder",
            email=email or f"{kind}@example.org",
            represents=True,
            signs=True,
        )
    return partner


@pytest.fixture
def park(ann: User, bert: User, municipality: Organisation) -> Partnership:
    """Park A on the newest certificate scheme: led by ann, with the police as bert's organisation."""
    park = found("De Wetering", ann, municipality, newest_scheme("certificate"))
    partner = add_partner(park, "Politie Basisteam Oost", PartyKind.POLICE)
    with member_door(park):
        Membership.objects.create(
            partnership=park, user=bert, role=Role.REPRESENTATIVE, partner=partner, valid_from=date(2025, 5, 2)
        )
        regrant(bert, park, on=TODAY)
    return park


@pytest.fixture
def other_park(carla: User, municipality: Organisation) -> Partnership:
    """Park B, led by carla: what ann may never see."""
    return found("Hoge Esch", carla, municipality, newest_scheme("certificate"))
