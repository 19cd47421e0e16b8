"""What is known of a trail outside the database: in mails that people keep, and by an authority's timestamps."""

import hashlib
import re
from collections.abc import Iterator
from io import StringIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from partnerships.domain.activity import importing, record
from partnerships.domain.anchoring import read_anchor
from partnerships.domain.verifying import verify_trail
from partnerships.models import Activity, TrailAnchor, TrailHead
from partnerships.tasks import anchor_trails
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, client_of
from tests.oversight.digest.conftest import a_week
from tests.oversight.digest.conftest import monday as monday
from tests.oversight.digest.conftest import parks as parks
from tests.partnerships.documents.authority import Authority, open_authority
from tests.partnerships.trail.conftest import HEAD, TABLE, as_owner

ANCHORS = TrailAnchor._meta.db_table


@pytest.fixture(scope="module")
def everywhere() -> Iterator[Authority]:
    with open_authority() as opened:
        yield opened


@pytest.fixture
def authority(everywhere, settings, tmp_path):
    """A time-stamping authority that this installation asks and believes."""
    (tmp_path / "trust.pem").write_bytes(everywhere.root.public_bytes(Encoding.PEM))
    settings.DATA_DIR, settings.SEAL_TRUST = tmp_path, str(tmp_path / "trust.pem")
    settings.TIMESTAMP_URL = f"{everywhere.address}/tsa"
    everywhere.stopped = False
    return everywhere


def anchors_of(park):
    with member_door(park):
        return list(TrailAnchor.objects.all())


def head_of(park):
    with member_door(park):
        return TrailHead.objects.get()


def verified(*args, **options):
    """What the command prints: (on the screen, as faults)."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_trail", *args, stdout=out, stderr=err, **options)
    except CommandError as error:
        if "as they were written" not in str(error):
            raise
    return out.getvalue(), err.getvalue()


def rewrite(park, burglar):
    """The owner of the database makes a whole new chain, in which row 3 was done by somebody else."""
    burglar(f"UPDATE {TABLE} SET actor_name = 'x' WHERE partnership_id = %s AND number = 3", park.pk)
    before = ""
    with member_door(park):
        rows = list(Activity.objects.order_by("number"))
    for row in rows:
        row.previous_hash = before
        before = row.made_hash()
        burglar(f"UPDATE {TABLE} SET previous_hash = %s, hash = %s WHERE id = %s", row.previous_hash, before, row.pk)
    burglar(f"UPDATE {HEAD} SET hash = %s WHERE partnership_id = %s", before, park.pk)


def test_a_whole_new_chain_is_found_by_what_was_kept(trail, ann, burglar, tmp_path):
    """The page and the CSV give the mark; the command takes it, whole or short, from the line or a file."""
    page = client_of(ann).get(reverse("partnerships:history", kwargs={"partnership": trail.slug})).content.decode()
    mark = re.search(rf"{trail.slug}:\d+:[0-9a-f-]+", page)
    assert mark is not None
    head = head_of(trail)
    assert (read_anchor(mark[0]).number, read_anchor(mark[0]).hash) == (head.number, head.hash[:24])
    kept = tmp_path / "kept.txt"
    kept.write_text(f"# from the mail of Monday\n\n{mark[0]}\n", encoding="utf-8")
    for given in ({"anchor": [mark[0]]}, {"anchor": [f"{trail.slug}:3:{rows(trail)[2].hash}"]}, {"anchors": str(kept)}):
        assert verified(**given)[1] == ""
    whole = rows(trail)[2].hash
    rewrite(trail, burglar)
    assert verified() == (f"{trail.slug}: {head.number} rows, the last is {head_of(trail).hash}\n", "")
    now = head_of(trail).hash
    said = f"number {head.number}: not what it was: the anchor given knows {head.hash[:24]}, here is {now}\n"
    assert verified(anchors=str(kept))[1] == f"{trail.slug}: {said}"
    assert f"{trail.slug}: number 3: not what it was" in verified(anchor=[f"{trail.slug}:3:{whole}"])[1]


def rows(park):
    with member_door(park):
        return list(Activity.objects.order_by("number"))


def test_what_was_kept_of_a_removed_end_is_missed(trail, burglar):
    head, before = head_of(trail), rows(trail)[-2]
    burglar(f"DELETE FROM {TABLE} WHERE partnership_id = %s AND number = %s", trail.pk, head.number)
    burglar(f"UPDATE {HEAD} SET number = %s, hash = %s WHERE partnership_id = %s", before.number, before.hash, trail.pk)
    assert verified()[1] == ""
    told = verified(anchor=[f"{trail.slug}:{head.number}:{head.hash}"])[1]
    assert (
        told
        == f"{trail.slug}: number {head.number}: removed: the anchor given knows {head.hash}, here is no such row\n"
    )


@pytest.mark.parametrize(
    "anchor",
    ["", "x", "de-wetering:1", "de-wetering:0:" + "a" * 64, "de-wetering:1:" + "a" * 15, "de-wetering:1:" + "a" * 65,
     "de-wetering:-1:" + "a" * 64, "de-wetering:1:" + "g" * 64, "nergens:1:" + "a" * 64],
)  # fmt: skip
def test_what_is_no_anchor_is_said(trail, anchor):
    with pytest.raises(CommandError, match=r"no anchor|not read"):
        call_command("verify_trail", anchor=[anchor])


def test_a_file_that_cannot_be_read_is_said(trail, tmp_path):
    (tmp_path / "kept").write_bytes(b"\xff\xfe\xff")
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "kept"):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("verify_trail", anchors=str(path))


@pytest.mark.feature("B18")
def test_the_weekly_mail_brings_the_end_of_each_trail(parks):
    """To somebody without an account too, and in both parts of the mail."""
    message = a_week()["police@example.org"]
    for park in parks:
        head = head_of(park)
        mark = re.search(rf"{park.slug}:(\d+):([0-9a-f-]+)", message.body)
        assert mark is not None
        assert (int(mark[1]), mark[2].replace("-", "")) == (head.number, head.hash[:24])
        assert mark[0] in message.alternatives[0][0]


def test_an_authority_puts_a_timestamp_on_the_end_once_a_day(trail, other_park, authority, ann):
    """The message is the text of the last row, so that anybody can check the token without us."""
    assert anchor_trails() == 2
    (anchor,) = anchors_of(trail)
    head = head_of(trail)
    assert (anchor.number, anchor.hash) == (head.number, head.hash)
    assert hashlib.sha256(rows(trail)[-1].hashed_text.encode()).digest() in bytes(anchor.token)
    assert verified()[1] == ""
    with member_door(trail):
        record(trail, "ticked_task", by=ann, at=NOW)
    assert anchor_trails() == 0  # stamped today
    assert len(anchors_of(trail)) == 1


def test_a_trail_that_grew_is_stamped_the_next_day(trail, authority, burglar, ann):
    anchor_trails()
    burglar(f"UPDATE {ANCHORS} SET stamped_at = stamped_at - interval '1 day'")
    assert anchor_trails() == 0  # nothing was added
    with member_door(trail):
        record(trail, "ticked_task", by=ann, at=NOW)
    assert anchor_trails() == 1
    assert [one.number for one in anchors_of(trail)] == [head_of(trail).number - 1, head_of(trail).number]


def test_without_an_authority_nothing_is_asked(trail, settings):
    settings.TIMESTAMP_URL = ""
    assert anchor_trails() == 0
    assert anchors_of(trail) == []


def test_an_authority_that_is_away_is_asked_again_and_holds_nothing_up(trail, authority, ann, caplog, monkeypatch):
    authority.stopped = True
    monkeypatch.setattr("partnerships.tasks.GIVE_UP", 1)
    assert anchor_trails() == 0
    assert f"no timestamp on the trail of partnership {trail.pk}" in caplog.text
    with member_door(trail):
        record(trail, "ticked_task", by=ann, at=NOW)
    assert verified()[1] == ""
    authority.stopped = False
    assert anchor_trails() == 1


def test_a_timestamp_of_somebody_we_do_not_believe_is_not_kept(trail, authority, settings, tmp_path):
    with open_authority() as stranger:
        settings.TIMESTAMP_URL = f"{stranger.address}/tsa"
        assert anchor_trails() == 0
    settings.TIMESTAMP_URL = f"{authority.address}/ocsp"  # answers, with something else
    assert anchor_trails() == 0
    assert anchors_of(trail) == []


def test_a_whole_new_chain_is_found_by_the_timestamp(trail, authority, burglar):
    anchor_trails()
    head = head_of(trail)
    rewrite(trail, burglar)
    moment = f"{anchors_of(trail)[0].stamped_at:%Y-%m-%d %H:%M}"
    assert verified()[1] == (
        f"{trail.slug}: number {head.number}: not what it was: the timestamp of {moment} knows {head.hash},"
        f" here is {head_of(trail).hash}\n"
    )
    with member_door(trail):  # and at night
        assert len(verify_trail(trail)) == 1


@pytest.mark.parametrize(
    "change",
    ["token = '\\x00'", "token = decode('', 'hex')", "stamped_at = stamped_at - interval '1 year'",
     "token = set_byte(token, length(token) - 3, 255 - get_byte(token, length(token) - 3))"],
)  # fmt: skip
def test_a_timestamp_that_does_not_hold_is_told(trail, authority, burglar, change):
    anchor_trails()
    burglar(f"UPDATE {ANCHORS} SET {change}")
    assert re.fullmatch(rf"{trail.slug}: number \d+: the timestamp of .* does not hold, .*\n", verified()[1])


def test_a_new_chain_with_the_token_of_the_old_one_is_told(trail, authority, burglar):
    anchor_trails()
    rewrite(trail, burglar)
    burglar(f"UPDATE {ANCHORS} SET hash = %s", head_of(trail).hash)
    assert "does not hold" in verified()[1]


@pytest.mark.parametrize("sql", ["UPDATE {0} SET number = 1", "DELETE FROM {0}"])
def test_an_anchor_is_kept(trail, authority, sql):
    anchor_trails()
    said = sql.format(ANCHORS)
    with member_door(trail), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(said)
    with (
        member_door(trail), pytest.raises(DatabaseError, match="append-only"), transaction.atomic(),
        as_owner() as cursor,
    ):  # fmt: skip
        cursor.execute(said)
    assert len(anchors_of(trail)) == 1


def test_imported_history_says_so_everywhere(trail, ann):
    with member_door(trail), as_owner(), importing():
        record(trail, "ticked_task", by=ann, at=NOW.replace(year=2019), name="Oud")
    here, client = {"partnership": trail.slug}, client_of(ann)
    client.cookies["django_language"] = "en"
    assert client.get(reverse("partnerships:history", kwargs=here)).content.decode().count("imported on") == 1
    lines = client.get(reverse("partnerships:history-csv", kwargs=here)).content.decode("utf-8-sig").splitlines()
    column = lines[0].split(";").index("Imported")
    assert [line.split(";")[column] for line in lines[1:4]] == ["yes", "no", "no"]
    assert f"{trail.slug}: 1 rows were imported\n" in verified()[0]


def test_a_row_of_another_day_says_when_it_was_written(trail, ann, monkeypatch):
    monkeypatch.undo()  # the slack of the installation: the cast acts on a day of its own
    client = client_of(ann)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("partnerships:history", kwargs={"partnership": trail.slug})).content.decode()
    assert page.count("written on") == len(rows(trail))
