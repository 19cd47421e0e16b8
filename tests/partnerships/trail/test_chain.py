"""The trail: numbered without gaps, each row vouching for the one before, and nothing ever changed."""

import csv
import io
import json
import threading
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from partnerships.acting import Acting, acting
from partnerships.domain.activity import LONGEST, changes, record, record_seen
from partnerships.domain.verifying import last_result, verify_trail
from partnerships.exceptions import TrailIsKept
from partnerships.models import Activity, Cycle, Partnership, TrailHead
from partnerships.tasks import verify_trails
from partnerships.tenancy.chaining import lift_trail
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, client_of
from tests.partnerships.trail.conftest import HEAD, TABLE, as_owner


def faults_of(park):
    with member_door(park):
        return [str(one) for one in verify_trail(park)]


def rows_of(park):
    with member_door(park):
        return list(Activity.objects.order_by("number"))


@pytest.mark.sqlite
def test_rows_are_numbered_and_chained_per_partnership(trail, other_park):
    for park in (trail, other_park):
        rows = rows_of(park)
        assert [one.number for one in rows] == list(range(1, len(rows) + 1))
        assert [one.previous_hash for one in rows] == ["", *(one.hash for one in rows[:-1])]
        assert all(one.hash == sha256(one.hashed_text.encode()).hexdigest() for one in rows)
        with member_door(park):
            assert (TrailHead.objects.get().number, TrailHead.objects.get().hash) == (rows[-1].number, rows[-1].hash)
        assert faults_of(park) == []


def test_the_hash_vouches_for_every_column(trail):
    kept = set(json.loads(rows_of(trail)[-1].hashed_text))
    columns = {field.name for field in Activity._meta.fields}
    assert columns - kept == {"id", "hash"}


def test_a_row_cannot_be_changed_or_removed_in_python(trail, ann):
    row = rows_of(trail)[-1]
    with member_door(trail):
        for attempt in (
            row.save, row.delete, Activity.objects.all().delete, lambda: Activity.objects.update(verb="x"),
            lambda: Activity.objects.bulk_update([row], ["verb"]),
        ):  # fmt: skip
            with pytest.raises(TrailIsKept):
                attempt()
        with pytest.raises(ProtectedError):
            ann.delete()


@pytest.mark.sqlite
@pytest.mark.parametrize("sql", ["UPDATE {table} SET actor_name = 'x'", "DELETE FROM {table}"])
def test_the_database_refuses_too(guarded, trail, sql):
    before = len(rows_of(trail))
    with (
        member_door(trail),
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        as_owner() as cursor,
    ):
        cursor.execute(sql.format(table=TABLE))
    refusal = "denied" if connection.vendor == "postgresql" else "append-only"  # the application has not even the right
    with member_door(trail), pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        connection.cursor().execute(sql.format(table=TABLE))
    assert len(rows_of(trail)) == before
    assert faults_of(trail) == []


CHANGED = [
    "actor_name = 'iemand anders'", "verb = 'unticked_task'", "details = '{}'", "at = '2020-01-01 10:00:00+00:00'",
    "on_behalf_of = 'x'", "origin = 'x'", "subject = 'x'", "subject_name = 'x'", "actor_id = NULL", "cycle_id = NULL",
]  # fmt: skip


@pytest.mark.parametrize("what", CHANGED)
def test_a_changed_row_is_found(trail, burglar, what):
    last = rows_of(trail)[-1].number
    burglar(f"UPDATE {TABLE} SET {what} WHERE partnership_id = %s AND number = %s", trail.pk, last)
    assert faults_of(trail) == [f"number {last}: changed"]


def test_a_changed_row_with_a_hash_to_match_is_found_by_the_next(trail, burglar):
    burglar(f"UPDATE {TABLE} SET actor_name = 'x' WHERE partnership_id = %s AND number = 3", trail.pk)
    made = rows_of(trail)[2].made_hash()
    burglar(f"UPDATE {TABLE} SET hash = %s WHERE partnership_id = %s AND number = 3", made, trail.pk)
    assert [one.partition(":")[0] for one in faults_of(trail)] == ["number 4"]


def test_a_removed_row_is_found(trail, burglar):
    burglar(f"DELETE FROM {TABLE} WHERE partnership_id = %s AND number IN (3, 4)", trail.pk)
    assert faults_of(trail) == ["number 3: 2 removed"]


@pytest.mark.sqlite
def test_a_removed_last_row_is_found(trail, burglar):
    last = rows_of(trail)[-1].number
    burglar(f"DELETE FROM {TABLE} WHERE partnership_id = %s AND number = %s", trail.pk, last)
    assert faults_of(trail) == [f"number {last}: 1 removed at the end"]


def test_a_row_that_was_put_in_is_found(trail, burglar):
    same = (
        "partnership_id, cycle_id, at, actor_id, actor_name, on_behalf_of, origin, verb, subject, subject_name, details,"
        " imported, recorded_at"
    )
    copy = (
        f"INSERT INTO {TABLE} ({same}, number, previous_hash, hash) SELECT {same}, %s, previous_hash, hash FROM {TABLE}"
    )
    last = rows_of(trail)[-1].number
    burglar(f"{copy} WHERE partnership_id = %s AND number = 2", last + 1, trail.pk)
    assert f"number {last + 1}: 1 put in at the end" in faults_of(trail)
    burglar(f"{copy} WHERE partnership_id = %s AND number = 2", None, trail.pk)
    assert "number 0: 1 rows without a number, there were 0 before the chain" in faults_of(trail)


def test_rows_that_changed_places_are_found(trail, burglar):
    for old, new in ((3, 1000), (4, 3), (1000, 4)):
        burglar(f"UPDATE {TABLE} SET number = %s WHERE partnership_id = %s AND number = %s", new, trail.pk, old)
    assert [one.partition(":")[0] for one in faults_of(trail)][:2] == ["number 3", "number 3"]


def test_a_row_moved_to_another_partnership_is_found(trail, other_park, burglar):
    burglar(
        f"UPDATE {TABLE} SET partnership_id = %s, cycle_id = NULL, number = 99 WHERE partnership_id = %s AND number = 2",
        other_park.pk,
        trail.pk,
    )
    assert faults_of(trail)
    assert faults_of(other_park)


def test_the_command_says_where_and_the_health_page_whether(trail, other_park, burglar, client):
    out, err = StringIO(), StringIO()
    call_command("verify_trail", stdout=out, stderr=err)
    head = rows_of(trail)[-1]
    assert f"{trail.slug}: {head.number} rows, the last is {head.hash}" in out.getvalue()
    assert (err.getvalue(), last_result()) == ("", True)
    burglar(f"DELETE FROM {TABLE} WHERE partnership_id = %s AND number = 3", trail.pk)
    with pytest.raises(CommandError, match="1 places"):
        call_command("verify_trail", stdout=out, stderr=err)
    assert err.getvalue() == f"{trail.slug}: number 3: 1 removed\n"
    assert last_result() is False
    answer = client.get(reverse("oversight:health"))
    assert (answer.status_code, answer.json()["trail"]) == (200, False)
    call_command("verify_trail", partnership=other_park.slug, stdout=out)
    with pytest.raises(CommandError, match="no partnership"):
        call_command("verify_trail", partnership="niets")


def test_the_clock_reads_it_through(trail, burglar, caplog):
    assert verify_trails() == 0
    burglar(f"DELETE FROM {TABLE} WHERE partnership_id = %s AND number = 3", trail.pk)
    assert verify_trails() == 1
    assert f"trail of {trail.slug}, number 3: 1 removed" in caplog.text


@pytest.mark.sqlite
def test_a_row_costs_no_question_more_than_itself(trail, ann, django_assert_num_queries):
    """SQLite cannot do it in the INSERT: there it costs one to ask for the end, and one to move it."""
    with member_door(trail), django_assert_num_queries(1 if connection.vendor == "postgresql" else 3):
        row = record_seen(trail, "viewed_mail_log", by=ann, at=NOW)
    with member_door(trail):
        assert (row.number, row.hash) == (TrailHead.objects.only("number").get().number, row.made_hash())


DETAILS: dict[str, Any] = {
    "numbers": [0, -1, 1.0, 2.5, 1e-7, -1.5e-12, 1e22, 123456789012345678901234567890, 0.1 + 0.2],
    "signs": '" \\ / \b \f \n \r \t \x01 \x1f \x7f \u2028 é 𝄞 <&>',
    "é": {"bb": None, "a": True, "ccc": [], "": {}, "ab": [{"z": False}], "B": "b"},
}


@pytest.mark.sqlite
def test_python_and_the_database_hash_the_same_text(park, ann):
    """Every sign and number that JSON knows, and every column filled and empty."""
    with member_door(park), acting(Acting(origin="192.0.2.0/24")):
        cycle = Cycle.objects.get()
        full = record(
            park, "ticked_task", by=ann, at=NOW, cycle=cycle, about=cycle, on_behalf_of='Politie "Oost"', **DETAILS
        )
        empty = record(park, "ticked_task", by=None, at=NOW.replace(microsecond=120))
        for made in (full, empty):
            row = Activity.objects.get(pk=made.pk)
            assert row.hash == made.hash == row.made_hash() == made.made_hash()
            assert json.loads(row.hashed_text)["details"] == row.details
    assert faults_of(park) == []


def test_rows_hashed_without_a_moment_stay_whole(trail, burglar, ann):
    """An existing installation: rows from before ``recorded_at`` keep their hashes, and new ones go on from there."""
    before = ""
    for row in rows_of(trail):
        row.recorded_at, row.previous_hash = None, before
        before = row.made_hash()
        burglar(
            f"UPDATE {TABLE} SET recorded_at = NULL, previous_hash = %s, hash = %s WHERE id = %s",
            row.previous_hash, before, row.pk,
        )  # fmt: skip
    burglar(f"UPDATE {HEAD} SET recorded_at = NULL, hash = %s WHERE partnership_id = %s", before, trail.pk)
    assert faults_of(trail) == []
    with member_door(trail):
        new = record(trail, "ticked_task", by=ann, at=NOW)
    assert (new.previous_hash, faults_of(trail)) == (before, [])
    assert new.recorded_at is not None
    burglar(f"UPDATE {TABLE} SET recorded_at = %s WHERE id = %s", NOW, new.pk)
    with member_door(trail):
        newer = record(trail, "ticked_task", by=ann, at=NOW)
    burglar(f"UPDATE {TABLE} SET recorded_at = NULL WHERE id = %s", newer.pk)
    assert f"number {newer.number}: put in or moved: written before the row before it" in faults_of(trail)


def test_rows_from_before_the_chain_stay_readable(park, burglar, ann):
    """An existing installation: rows without number, then the first numbered one."""
    burglar(f"UPDATE {TABLE} SET number = NULL, hash = '', previous_hash = '' WHERE partnership_id = %s", park.pk)
    burglar(f"DELETE FROM {TrailHead._meta.db_table} WHERE partnership_id = %s", park.pk)
    with member_door(park):
        assert record(park, "ticked_task", by=ann, at=NOW).number == 1
    assert faults_of(park) == []
    assert client_of(ann).get(reverse("partnerships:history", kwargs={"partnership": park.slug})).status_code == 200
    burglar(f"DELETE FROM {TABLE} WHERE partnership_id = %s AND number IS NULL AND verb = 'founded'", park.pk)
    assert len(faults_of(park)) == 1


def test_the_chain_can_be_checked_from_the_file(trail, ann):
    """As the manual says: the hash of each text, and each text names the hash before."""
    answer = client_of(ann).get(reverse("partnerships:history-csv", kwargs={"partnership": trail.slug}))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))[1:]
    before = ""
    for row in reversed(rows):
        number, text, written, previous = row[0], row[-1], row[-2], row[-3]
        facts = json.loads(text)
        assert sha256(text.encode()).hexdigest() == written
        assert (str(facts["number"]), facts["previous_hash"], previous) == (number, before, before)
        before = written
    assert len(rows) > 5


def test_changes_are_what_differs_short_and_by_name(park):
    found = changes(
        {"a": 1, "b": 2, "c": park, "e": ""}, {"a": 1, "b": 3, "c": None, "d": "x" * 500, "e": None, "f": 0}
    )
    long = "x" * (LONGEST - 1) + "…"
    assert found == {"b": [2, 3], "c": [park.name, None], "d": [None, long], "f": [None, 0]}


@pytest.mark.django_db(transaction=True)
def test_two_verbs_at_once_get_two_numbers(park: Partnership, ann):
    """Real connections, side by side; nobody waits for ever and no number is given twice."""
    hands = 4
    if connection.vendor == "sqlite":
        lift_trail()  # the tests empty the table row by row
        hands = 1  # a database in memory knows one writer
    gate, wrong = threading.Barrier(hands), []

    def act(number):
        try:
            gate.wait(10)
            for _time in range(10):
                with member_door(park):
                    if number % 2:
                        record(park, "ticked_task", by=ann, at=NOW)
                    else:
                        record_seen(park, "viewed_mail_log", by=ann, at=NOW)
        except DatabaseError as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=[number]) for number in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    rows = rows_of(park)
    assert [one.number for one in rows] == list(range(1, len(rows) + 1))
    assert len(rows) > hands * 10
    assert faults_of(park) == []
