"""Who has the password of the application cannot write history: added today, it says so."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from partnerships.domain.activity import importing, record
from partnerships.domain.verifying import verify_trail
from partnerships.models import Activity, Cycle, TrailHead
from partnerships.tenancy.doors import member_door
from tests.conftest import found, newest_scheme
from tests.partnerships.trail.conftest import HEAD, TABLE, as_owner

LONG_AGO = datetime(2021, 3, 10, 10, 0, tzinfo=UTC)
WORDS = "partnership_id, at, actor_name, on_behalf_of, origin, verb, subject, subject_name, details, imported"
GIVEN = "'', '', 'ticked_task', '', '', '{}', false"


@pytest.fixture
def trail(ann, municipality):
    """A partnership founded now, by the clock of the database, with some rows."""
    park = found("Vandaag", ann, municipality, newest_scheme("certificate"), at=timezone.now())
    with member_door(park):
        for number in range(3):
            record(park, "ticked_task", by=ann, at=timezone.now(), name=f"Taak {number}")
    return park


def faults_of(park):
    with member_door(park):
        return [str(one) for one in verify_trail(park)]


def end_of(park):
    with member_door(park):
        head = TrailHead.objects.get()
    return head.number, head.hash


def put_in(park, *, at=LONG_AGO, name="Iemand anders", more="", values=""):
    """A row by plain SQL, as the role of the application."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} ({WORDS}{more}) VALUES (%s, %s, %s, {GIVEN}{values}) RETURNING id",
            [park.pk, at, name],
        )
        return cursor.fetchone()[0]


def test_a_backdated_row_goes_to_the_end_and_is_told(trail):
    """Without number, hash or moment: the database numbers it, and says when it really came."""
    assert faults_of(trail) == []
    last, _hash = end_of(trail)
    with member_door(trail):
        pk = put_in(trail)
        row = Activity.objects.get(pk=pk)
        assert Activity.objects.first() == row
    assert row.number == last + 1
    assert row.recorded_at is not None
    assert abs(row.recorded_at - timezone.now()) < timedelta(minutes=5)
    assert row.hash == row.made_hash()
    assert faults_of(trail) == [
        f"number {last + 1}: says it is of 2021-03-10 10:00, and was written on {row.recorded_at:%Y-%m-%d %H:%M}"
    ]


def unnumbered(park):
    """A row of 2020 that was there before the chain, and the number of those raised."""
    put_in(park, at=datetime(2020, 3, 10, 10, 0, tzinfo=UTC), more=", previous_hash, hash", values=", '', ''")
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {HEAD} SET "before" = "before" + 1')


def chained(park):
    """A row of 2021 in another's name, with the number, the hashes and the end of the trail to match."""
    head = TrailHead.objects.get()
    row = Activity(
        partnership=park, at=LONG_AGO, actor_name="Iemand anders", verb="ticked_task", details={},
        number=head.number + 1, previous_hash=head.hash, recorded_at=None,
    )  # fmt: skip
    given = f", {row.number}, '{row.previous_hash}', '{row.made_hash()}'"
    put_in(park, more=", number, previous_hash, hash", values=given)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {HEAD} SET number = %s, hash = %s", [row.number, row.made_hash()])


@pytest.mark.parametrize("forge", [unnumbered, chained])
def test_history_is_not_written_afterwards(trail, forge):
    """Both were accepted, and verify_trail found nothing."""
    before = end_of(trail)
    refused = r"permission denied|itself numbers"
    with member_door(trail), pytest.raises(DatabaseError, match=refused), transaction.atomic():
        forge(trail)
    assert (end_of(trail), faults_of(trail)) == (before, [])


@pytest.mark.parametrize(
    ("more", "value"),
    [
        (", number", ", 1"),
        (", number", ", 99"),
        (", previous_hash", f", '{'0' * 64}'"),
        (", hash", f", '{'0' * 64}'"),
        (", recorded_at", ", '2021-03-10 10:00:00+00:00'"),
    ],
)
def test_number_hash_and_moment_are_not_taken(trail, more, value):
    before = end_of(trail)
    with member_door(trail), pytest.raises(DatabaseError, match="itself numbers"), transaction.atomic():
        put_in(trail, more=more, values=value)
    assert (end_of(trail), faults_of(trail)) == (before, [])


def test_a_replayed_row_is_a_new_one(trail):
    """A copy of a row with everything the chain gave it is refused; of its words alone it becomes the last row."""
    last, _hash = end_of(trail)
    with member_door(trail):
        with pytest.raises(DatabaseError, match="itself numbers"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {TABLE} ({WORDS}, number, previous_hash, hash, recorded_at)"
                f" SELECT {WORDS}, number, previous_hash, hash, recorded_at FROM {TABLE} WHERE number = 2"
            )
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({WORDS}) SELECT {WORDS} FROM {TABLE} WHERE number = 2")
        assert Activity.objects.latest("pk").number == last + 1
    assert faults_of(trail) == []


def test_a_key_of_ones_own_puts_a_row_nowhere_else(trail):
    with member_door(trail):
        first = Activity.objects.earliest("pk")
        assert put_in(trail, at=timezone.now(), more=", id", values=", 0") > first.pk
        assert put_in(trail, at=timezone.now(), more=", id", values=f", {first.pk}") > first.pk
    assert faults_of(trail) == []


def test_two_rows_in_one_statement_are_refused(trail):
    row = f"(%s, now(), 'x', {GIVEN})"
    with member_door(trail), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({WORDS}) VALUES {row}, {row}", [trail.pk, trail.pk])
    assert faults_of(trail) == []


def test_a_conflict_leaves_no_gap(trail):
    """The end moves when the row is there, not before."""
    before = end_of(trail)
    with member_door(trail), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} ({WORDS}) SELECT {WORDS} FROM {TABLE} ORDER BY id LIMIT 2 ON CONFLICT DO NOTHING"
        )
        assert cursor.rowcount == 1
    assert (end_of(trail)[0], faults_of(trail)) == (before[0] + 1, [])


def test_only_the_owner_imports(trail, ann):
    with member_door(trail), importing(), pytest.raises(DatabaseError, match="owner"), transaction.atomic():
        record(trail, "ticked_task", by=ann, at=LONG_AGO)
    with member_door(trail), as_owner(), importing():
        row = record(trail, "ticked_task", by=ann, at=LONG_AGO)
    assert (row.imported, row.hash) == (True, row.made_hash())
    assert faults_of(trail) == []


def test_only_the_owner_loads_the_demonstration(db, settings):
    settings.DEMO = True
    with pytest.raises(CommandError, match="owner of the tables"):
        call_command("demo")


HANDS = [
    "UPDATE {table} SET number = number + 1", "UPDATE {table} SET hash = ''", "UPDATE {table} SET recorded_at = now()",
    "UPDATE {table} SET actor_name = 'x'", "UPDATE {table} SET imported = true", "DELETE FROM {table}",
    "UPDATE {head} SET number = 1", "UPDATE {head} SET hash = ''", "UPDATE {head} SET number = number + 1",
    'UPDATE {head} SET "before" = 7', "UPDATE {head} SET recorded_at = NULL", "DELETE FROM {head}",
    "INSERT INTO {head} (partnership_id, number, hash, \"before\") SELECT partnership_id, 0, '', 0 FROM {head}",
]  # fmt: skip


@pytest.mark.parametrize("sql", HANDS)
def test_nothing_is_changed_by_hand(trail, sql):
    """The role has no right to it; and what the owner may, the database refuses."""
    before, said = end_of(trail), sql.format(table=TABLE, head=HEAD)
    with member_door(trail):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(said)
        refused = r"append-only|moves with the trail|one_trail"
        with pytest.raises(DatabaseError, match=refused), transaction.atomic(), as_owner() as owner:
            owner.execute(said)
    assert (end_of(trail), faults_of(trail)) == (before, [])


def test_the_end_of_another_partnership_stays(trail, other_park):
    before = end_of(other_park)
    with member_door(trail), pytest.raises(DatabaseError), transaction.atomic():
        put_in(other_park)
    assert end_of(other_park) == before


def test_the_role_cannot_take_the_guard_away(trail):
    for sql in (
        f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL", f"DROP TRIGGER {TABLE}_chained ON {TABLE}",
        f"DROP FUNCTION {TABLE}_chained() CASCADE", "SET session_replication_role = replica",
        f"CREATE OR REPLACE FUNCTION public.{TABLE}_chained() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(sql)


def test_a_table_of_its_own_does_not_mislead_the_database(trail):
    """The functions of the owner look in the tables of the owner, whatever the role calls its own."""
    last, _hash = end_of(trail)
    with member_door(trail), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {HEAD} AS SELECT * FROM {HEAD}")
        cursor.execute(f"UPDATE pg_temp.{HEAD} SET number = 40, hash = 'x'")
        put_in(trail, at=timezone.now())
        assert Activity.objects.latest("pk").number == last + 1
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_rows_at_once_follow_each_other(trail):
    """Plain inserts by eight hands: each waits for the end of the trail, gets its number, and moments rise."""
    hands, times = 8, 5
    gate, wrong = threading.Barrier(hands), []

    def act():
        try:
            gate.wait(20)
            for _time in range(times):
                with member_door(trail), transaction.atomic():
                    put_in(trail, at=timezone.now())
        except DatabaseError as error:
            wrong.append(error)
        finally:
            connections.close_all()

    before = end_of(trail)[0]
    threads = [threading.Thread(target=act) for _hand in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (wrong, end_of(trail)[0], faults_of(trail)) == ([], before + hands * times, [])


@pytest.mark.django_db(transaction=True)
def test_partnerships_do_not_wait_for_each_other(trail, other_park, ann):
    """One has not committed yet; another goes on, and a second act in the first waits."""
    done = threading.Event()
    told: list[object] = []

    def act(park):
        try:
            with member_door(park), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '500ms'")
                told.append(record(park, "ticked_task", by=None, at=timezone.now()).partnership_id)
        except DatabaseError:
            told.append("waited")
        finally:
            connections.close_all()
            done.set()

    with member_door(trail), transaction.atomic():
        Cycle.objects.exists()
        record(trail, "ticked_task", by=ann, at=timezone.now())
        for park in (other_park, trail):
            done.clear()
            threading.Thread(target=act, args=[park]).start()
            assert done.wait(30)
    assert told == [other_park.pk, "waited"]
    assert faults_of(trail) == []
