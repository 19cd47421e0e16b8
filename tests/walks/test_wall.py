"""The second wall: what PostgreSQL itself gives and refuses, whatever the application asks. Needs PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.apps import apps
from django.core import checks
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, models, transaction
from django.db.models import QuerySet
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from oversight.models import Due, Progress
from partnerships.models import Activity, Contact, Cycle, Outbox, TenantModel
from partnerships.tenancy.doors import audit_door, member_door, oversight_door, sweep_door, token_door
from partnerships.tenancy.wall import same_tenant_name
from partnerships.tenancy.writing import tenant_keys
from tests.conftest import add_partner, client_of
from tests.database import ROLE

TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantModel)]
KEYS: list[tuple[Any, str]] = [(model, field.name) for model in TENANT_MODELS for field in tenant_keys(model)]


def asked(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def tenants_in(model):
    """The partnerships of all rows a plain cursor gets of a table."""
    return {partnership for (partnership,) in asked(f'SELECT partnership_id FROM "{model._meta.db_table}"')}


@pytest.fixture
def every_table_is_named():
    """Here we ask for what is not opened, and look what the database says."""


def drop_what_is_unique(table):
    """Else the database names that first: a row that moves to another tenant's cycle may be one too many there."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("RESET ROLE")
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, c.conname FROM pg_index i"
            " LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u'"
            " WHERE i.indrelid = %s::regclass AND i.indisunique AND NOT i.indisprimary"
            " AND i.indexrelid::regclass::text NOT LIKE '%%_of_tenant'",
            [table],
        )
        for index, constraint in cursor.fetchall():
            cursor.execute(
                f'ALTER TABLE "{table}" DROP CONSTRAINT "{constraint}"' if constraint else f"DROP INDEX {index}"
            )
        cursor.execute(f'SET ROLE "{ROLE}"')


@require_safe
def hostile(request):
    """A view that goes around every manager, with six ways to read a table."""
    past: Any = models.Manager()
    past.model = Contact
    around: Any = QuerySet(Contact)
    return JsonResponse(
        {
            "base": list(Contact._base_manager.values_list("partnership_id", flat=True)),
            "manager": list(past.values_list("partnership_id", flat=True)),
            "queryset": list(around.values_list("partnership_id", flat=True)),
            "raw": [row.partnership_id for row in around.raw("SELECT * FROM partnerships_contact")],
            "cursor": [one for (one,) in asked("SELECT partnership_id FROM partnerships_contact")],
            "join": [
                one
                for (one,) in asked(
                    "SELECT c.partnership_id FROM partnerships_partnership p"
                    " JOIN partnerships_contact c ON c.partnership_id = p.id"
                )
            ],
        }
    )


urlpatterns = [path("p/<slug:partnership>/hostile/", hostile)]


def seen_by(client, park):
    return client.get(f"/p/{park.slug}/hostile/").json()


@pytest.fixture
def two_parks(park, other_park):
    """Both have a contact."""
    add_partner(other_park, "Brandweer Oost", "fire")
    return park, other_park


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_hostile_view_sees_its_own_tenant_only(two_parks, ann, carla):
    for park, leader in zip(two_parks, (ann, carla), strict=True):
        found = seen_by(client_of(leader), park)
        assert {way: set(rows) for way, rows in found.items()} == {key: {park.pk} for key in found}


@pytest.mark.django_db
def test_outside_every_door_every_table_is_empty(world, other_world):
    filled = []
    for model in TENANT_MODELS:
        assert tenants_in(model) == set(), model
        with member_door(world.partnership):
            filled.append(tenants_in(model) == {world.partnership.pk})
        with member_door(other_world.partnership):
            assert tenants_in(model) <= {other_world.partnership.pk}, model
    assert filled.count(True) > len(TENANT_MODELS) - 4  # the test would prove nothing on empty tables


@pytest.mark.django_db
def test_every_door_opens_its_own_and_no_more(world, other_world):
    here, there = world.partnership.pk, other_world.partnership.pk
    with token_door(world.contact, Contact):
        assert tenants_in(Contact) == {here}
        assert tenants_in(Cycle) == set()
    with audit_door(world.contact, Cycle):
        assert tenants_in(Cycle) == {here}
        assert tenants_in(Contact) == set()
    with sweep_door(Contact):
        assert tenants_in(Contact) == {here, there}
        assert tenants_in(Outbox) == set()
    call_command("project", rebuild=True, verbosity=0)
    with oversight_door([there]):
        assert [tenants_in(model) for model in (Progress, Due, Cycle, Contact)] == [{there}, {there}, set(), set()]
        with pytest.raises(ProgrammingError), transaction.atomic():
            asked("INSERT INTO oversight_progress SELECT * FROM oversight_progress RETURNING id")
        assert asked("UPDATE oversight_progress SET cycle_number = 9 RETURNING id") == []


@pytest.mark.django_db
def test_writing_for_another_tenant_is_refused(world, other_world):
    foreign = other_world.contact
    with member_door(world.partnership):
        assert asked("UPDATE partnerships_contact SET name = 'x' WHERE id = %s RETURNING id", foreign.pk) == []
        assert asked("DELETE FROM partnerships_contact WHERE id = %s RETURNING id", foreign.pk) == []
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            asked("UPDATE partnerships_contact SET partnership_id = %s RETURNING id", other_world.partnership.pk)


@pytest.mark.django_db
def test_the_database_refuses_every_key_to_another_tenant(world, other_world):
    call_command("project", rebuild=True, verbosity=0)
    keys: dict[Any, list[str]] = {}
    for model, name in KEYS:
        keys.setdefault(model, []).append(name)
    allowed = []
    for model, names in keys.items():
        with member_door(world.partnership), transaction.atomic():
            assert model.objects.exists(), f"the filled partnership has no {model.__name__}"
            drop_what_is_unique(model._meta.db_table)
            allowed += [
                f"{model.__name__}.{name}" for name in names if not refused_by_database(model, name, other_world)
            ]
            transaction.set_rollback(True)
    assert allowed == []


def refused_by_database(model, name, other_world):
    """Does the database refuse this key, and because of the tenant?"""
    field = model._meta.get_field(name)
    with member_door(other_world.partnership):
        foreign = field.related_model.objects.first()
    try:
        with transaction.atomic():
            asked(f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s RETURNING id', foreign.pk)
    except DatabaseError as error:
        # Nothing of the trail changes at all.
        return model is Activity or same_tenant_name(model._meta.db_table, field.column) in str(error)
    return False


@pytest.mark.django_db
def test_the_door_is_told_again_after_going_back(two_parks):
    first, second = two_parks
    with member_door(first):
        try:
            with transaction.atomic(), member_door(second):
                assert tenants_in(Contact) == {second.pk}
                raise ValueError
        except ValueError:
            pass
        assert tenants_in(Contact) == {first.pk}
        with pytest.raises(DatabaseError), transaction.atomic(), member_door(second):
            asked("SELECT 1 FROM nowhere")
        with member_door(second):
            assert tenants_in(Contact) == {second.pk}
        assert tenants_in(Contact) == {first.pk}
    assert tenants_in(Contact) == set()


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_each_statement_has_its_own(two_parks):
    first, second = two_parks
    with member_door(first):
        assert tenants_in(Contact) == {first.pk}
        assert [row.partnership_id for row in Contact.objects.iterator(chunk_size=1)] == [first.pk]
        with member_door(second):
            assert tenants_in(Contact) == {second.pk}
        assert not connection.in_atomic_block
    assert asked("SELECT current_setting('app.door', true)") in ([("",)], [(None,)])
    assert tenants_in(Contact) == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls(__name__)
def test_two_hundred_requests_over_four_connections_never_mix(two_parks, ann, carla, monkeypatch):
    """Two tenants take turns on connections of a pool; each connection has served both."""
    options = {"pool": {"min_size": 4, "max_size": 4}}
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    monkeypatch.setitem(connection.settings_dict, "USER", ROLE)
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    leaders = dict(zip(two_parks, (ann, carla), strict=True))
    clients = {park: client_of(leader) for park, leader in leaders.items()}
    connection.close()

    def request(number):
        park = two_parks[number % 2]
        client = clients[park].__class__()
        client.cookies = clients[park].cookies
        try:
            found = seen_by(client, park)
            served = asked("SELECT pg_backend_pid()")[0][0]
        finally:
            connection.close()
        return park.pk, {one for rows in found.values() for one in rows}, served

    try:
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(request, range(200)))
    finally:
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has it
    assert [(park, seen) for park, seen, _served in answers if seen != {park}] == []
    served = {one for _park, _seen, one in answers}
    assert len(served) == 4
    assert {(park, one) for park, _seen, one in answers} >= {(park.pk, one) for park in two_parks for one in served}


@pytest.mark.django_db
def test_the_role_of_the_application_owns_nothing_and_passes_no_wall():
    assert asked("SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user") == []
    assert asked("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [(False, False)]
    assert checks.run_checks(databases=["default"]) == []


@pytest.mark.django_db
def test_the_check_finds_a_table_without_a_wall():
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("ALTER TABLE partnerships_contact DISABLE ROW LEVEL SECURITY")
    found = {message.id: str(message.msg) for message in checks.run_checks(databases=["default"])}
    assert set(found) == {"partnerships.W001", "partnerships.W002"}
    assert "partnerships_contact" in found["partnerships.W002"]


@pytest.mark.django_db
def test_every_tenant_table_stands_within_the_wall():
    policies: dict[str, set[str]] = {}
    for table, policy in asked("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'"):
        policies.setdefault(table, set()).add(policy)
    doors = {"door_member", "door_token", "door_audit", "door_sweep"}
    for model in TENANT_MODELS:
        more = {"door_oversight"} if model in {Progress, Due} else set()
        assert policies.get(model._meta.db_table) == doors | more, model
    held = {name for (name,) in asked("SELECT conname FROM pg_constraint WHERE contype = 'f'")}
    wanted = {same_tenant_name(model._meta.db_table, model._meta.get_field(name).column) for model, name in KEYS}
    assert wanted - held == set()
