"""The cast: ann leads park A, bert is a partner there, carla leads park B, otto audits, mona oversees for the municipality.

Fixtures work inside no door: a test that looks into a partnership enters ``member_door(park)`` itself, as the house does.
"""

import functools
import gc
import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client, TransactionTestCase

from partnerships.domain.founding import found_partnership
from partnerships.domain.granting import regrant
from partnerships.domain.officers import appoint_officer
from partnerships.enums import OfficerRole, PartyKind, Role
from partnerships.models import (
    Area,
    Contact,
    MailConfirmation,
    Membership,
    Organisation,
    Partner,
    Partnership,
    TenantModel,
    User,
)
from partnerships.scheme_files import all_schemes
from partnerships.tenancy.door import current_door
from partnerships.tenancy.doors import member_door
from tests import database, order, report
from tests.cast import Cast, Databases, count_sets, made_once

PROJECTIONS = {"oversight_progress", "oversight_due"}
TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def pytest_addoption(parser: pytest.Parser) -> None:
    order.add_option(parser)


def pytest_configure(config: pytest.Config) -> None:
    report.begin(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    order.put_in_order(items, seed=config.getoption("shuffle"))
    report.tell_kind(items)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


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
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker, shared_folder, worker_id):
    """On PostgreSQL a copy for this process of the one database that is migrated; the owner makes the tables, and the
    tests run as the role of the application, within the wall."""
    if not database.is_postgresql():
        request.getfixturevalue("django_db_setup")  # pytest-django's own, which this one stands before
        yield
        return
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        first = database.migrated(shared_folder, lambda: request.getfixturevalue("django_db_setup"))
        made_here = connection.settings_dict["NAME"] == first
        own = f"{first}_of_{worker_id}"
        database.copy(first, own)
        database.use(own)
    with database.within_the_wall():
        yield
    database.use(first if made_here else before)
    database.drop(own)


@pytest.fixture(scope="session")
def databases(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Databases | None:
    if not database.is_postgresql():
        return None
    folder = tmp_path_factory.mktemp("cast")
    return Databases(
        str(connection.settings_dict["NAME"]), folder, django_db_blocker, count_sets(request.session.items)
    )


@pytest.fixture(scope="module")
def empty_database(databases: Databases | None) -> None:
    """The database with nobody in it, for what a module makes for all its tests in a transaction of its own."""
    if databases:
        database.use(databases.empty)


@pytest.fixture
def cast(request, databases):
    """Who was made beforehand for this test (``tests/cast.py``)."""
    if databases is None:
        yield Cast()
        return
    mark = request.node.get_closest_marker("django_db")
    names = request.node.fixturenames
    commits = bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in names or "live_server" in names
    yield databases.enter(request.node, commits=commits)
    databases.leave()


@pytest.fixture
def _django_db_helper(cast, _django_db_helper):
    """pytest-django's own, which opens the transaction of the test: first to the right database."""
    return


@pytest.fixture(scope="session", autouse=True)
def thrown_away_not_emptied():
    """A test that commits has a copy of its own on PostgreSQL: nothing to empty table by table."""
    if database.is_postgresql():
        TransactionTestCase._fixture_teardown = lambda _case: None  # type: ignore[attr-defined]


TENANT_TABLES = {model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)}


@functools.lru_cache(maxsize=4096)
def tenant_tables_in(statement: str) -> set[str]:
    return set(re.findall(r'"(\w+)"', statement)) & TENANT_TABLES


@pytest.fixture(autouse=True)
def every_table_is_named():
    """A door that opens some tables is asked for those only, also in joins: on PostgreSQL the rest is empty."""

    def look(execute, sql, params, many, context):
        door = current_door()
        if door is not None and door.kind != "member" and isinstance(sql, str):
            opened = PROJECTIONS if door.kind == "oversight" else door.tables
            hidden = tenant_tables_in(sql) - opened
            assert not hidden, f"the {door.kind} door does not open {sorted(hidden)}: {sql[:300]}"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


@made_once
def municipality() -> Organisation:
    return Organisation.objects.create(name="Gemeente Oosterveen", kind=PartyKind.MUNICIPALITY)


@made_once
def ann() -> User:
    return make_user("ann")


@made_once
def bert() -> User:
    return make_user("bert")


@made_once
def carla() -> User:
    return make_user("carla")


@made_once
def otto() -> User:
    body = Organisation.objects.create(name="Certificatie-instelling X", kind=PartyKind.CERTIFICATION_BODY)
    user = make_user("otto")
    appoint_officer(user, body, role=OfficerRole.AUDITOR, on=date(2020, 1, 1))
    return user


@made_once
def mona(municipality: Organisation) -> User:
    user = make_user("mona")
    appoint_officer(user, municipality, role=OfficerRole.OVERSEER, on=date(2020, 1, 1))
    return user


def found(
    name: str, leader: User, municipality: Organisation, scheme: object, kind: str = "business_park",
    at: datetime = NOW,
) -> Partnership:  # fmt: skip
    area = Area.objects.create(name=name, kind=kind, municipality=municipality)
    return found_partnership(name, scheme=scheme, areas=[area], by=leader, on=date(2025, 5, 1), at=at)  # type: ignore[arg-type]


def confirm_domain(organisation: Organisation, domain: str) -> None:
    """The organisation confirmed this mail domain, once."""
    MailConfirmation.objects.get_or_create(
        organisation=organisation, domain=domain,
        defaults={
            "email": f"post@{domain}", "nonce": "c" * 32, "asked_at": NOW, "expires_at": NOW, "confirmed_at": NOW,
        },
    )  # fmt: skip


def add_partner(park: Partnership, name: str, kind: str, *, email: str = "") -> Partner:
    """A party that takes part, with one contact who represents and signs."""
    organisation, _made = Organisation.objects.get_or_create(name=name, kind=kind)
    confirm_domain(organisation, "example.org")
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


@made_once
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


@made_once
def other_park(carla: User, municipality: Organisation) -> Partnership:
    """Park B, led by carla: what ann may never see."""
    return found("Hoge Esch", carla, municipality, newest_scheme("certificate"))
