"""The cast: ann leads park A, bert is a partner there, carla leads park B, otto audits, mona oversees for the municipality.

Fixtures work inside no door: a test that looks into a partnership enters ``member_door(park)`` itself, as the house does.
"""

import io
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client

from partnerships.domain.founding import found_partnership
from partnerships.domain.granting import appoint_officer, regrant
from partnerships.enums import OfficerRole, PartyKind, Role
from partnerships.models import Area, Contact, Membership, Organisation, Partner, Partnership, TenantModel, User
from partnerships.scheme_files import all_schemes
from partnerships.tenancy.door import current_door
from partnerships.tenancy.doors import member_door

ROLE = "bondgenoot_web"
PROJECTIONS = {"oversight_progress", "oversight_due"}
TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def make_user(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", "een lang wachtwoord", name=name)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["second_factor"] = "test"  # taken: without it a project leader sees the page about the second step
    session.save()
    return client


def newest_scheme(ending: str, country: str = "NL") -> object:
    """The newest scheme that ends in a certificate, a recognition or an operational start."""
    fitting = [scheme for scheme in all_schemes() if scheme.ending.kind == ending and scheme.country == country]
    return max(fitting, key=lambda scheme: scheme.version)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """On PostgreSQL the owner makes the tables, and the tests run as the role of the application, within the wall."""
    if connection.vendor != "postgresql":
        yield
        return
    given = connection.settings_dict
    with django_db_blocker.unblock():
        call_command("admit_role", ROLE, stdout=io.StringIO())
        with connection.cursor() as cursor:
            cursor.execute(f'GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO "{ROLE}"')  # clearing after a test
        connection.close()
        given["OPTIONS"] = {**given["OPTIONS"], "assume_role": ROLE}
    yield
    with django_db_blocker.unblock():
        connection.close()
        given["OPTIONS"] = {key: value for key, value in given["OPTIONS"].items() if key != "assume_role"}


@pytest.fixture(autouse=True)
def every_table_is_named():
    """A door that opens some tables is asked for those only, also in joins: on PostgreSQL the rest is empty."""
    tenant = {model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)}

    def look(execute, sql, params, many, context):
        door = current_door()
        if door is not None and door.kind != "member" and isinstance(sql, str):
            opened = PROJECTIONS if door.kind == "oversight" else door.tables
            hidden = (set(re.findall(r'"(\w+)"', sql)) & tenant) - opened
            assert not hidden, f"the {door.kind} door does not open {sorted(hidden)}: {sql[:300]}"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


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
