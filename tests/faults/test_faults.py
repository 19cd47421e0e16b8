"""What is acknowledged is there afterwards, and all runs on without a hand: tried on the real processes.

Each test has a whole installation of ``script/server`` to itself. The table in docs/operations.md comes from here:
``script/heavy tests/faults -s`` prints its lines.
"""

import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.faults.disk import SmallDisk
from tests.faults.installation import PROCESSES, Installation, Person, copy_of, until

pytestmark = pytest.mark.heavy
STARTS = 500
BEFORE, AFTER = 4, 8  # acts that must be acknowledged before the fault, and after it
SIGNERS = 40
KILLED = ["broker", "worker", "web"]


@pytest.fixture(scope="module")
def prepared() -> Iterator[tuple[Path, list[str]]]:
    """A folder of an installation with the demonstration and three parks that sign, stopped; and their addresses."""
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    house = Installation(folder)
    try:
        house.start()
        parks = house.arrange(SIGNERS, 4)
        house.stop()
        yield folder, parks
    finally:
        house.stop()
        shutil.rmtree(folder)


@pytest.fixture
def house(prepared) -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    one = copy_of(prepared[0], folder)
    try:
        yield one.start()
    finally:
        one.stop()
        shutil.rmtree(folder)


@pytest.fixture
def parks(prepared) -> list[str]:
    made: list[str] = prepared[1]
    return made


def tell(fault: str, during: str, acknowledged: int, lost: int, seconds: float) -> None:
    """One line of the table."""
    sys.stdout.write(f"\n| {fault} | {during} | {acknowledged} | {lost} | {seconds:.1f} s |\n")


class Acts:
    """One kind of act, done over and over by a thread of its own, and what was acknowledged when."""

    def __init__(self, act: Callable[[int], bool], *, most: int = 10**6) -> None:
        self.act, self.most = act, most
        self.acknowledged: list[tuple[int, float]] = []
        self.failed: list[BaseException] = []
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.work)

    def work(self) -> None:
        number = 0
        try:
            while number < self.most and not self.stopped.is_set():
                if self.act(number):
                    self.acknowledged.append((number, time.monotonic()))
                    number += 1
                else:
                    time.sleep(0.05)  # as a person who tries again
        except BaseException as error:
            self.failed.append(error)
            raise

    def __enter__(self) -> "Acts":
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stopped.set()
        self.thread.join()

    def wait_for(self, count: int) -> None:
        until(lambda: len(self.acknowledged) >= count or self.failed)
        assert not self.failed, self.failed

    def first_after(self, moment: float) -> float:
        return min(at for _number, at in self.acknowledged if at > moment)


def kill_during(house: Installation, name: str, acts: Acts) -> float:
    """Kill it halfway, wait until acts are acknowledged and the worker works again. Returns how long that took."""
    with acts:
        acts.wait_for(BEFORE)
        time.sleep(0.03)  # into the next one
        began, wanted = time.monotonic(), len(acts.acknowledged) + AFTER
        pid = house.kill(name)
        until(lambda: house.runs_again(name, pid))
        house.worker_goes_on()
        worked = time.monotonic()
        acts.wait_for(wanted)
    return max(worked, acts.first_after(began)) - began


def test_hundreds_of_starts_while_the_worker_reads(house):
    worker, began = house.pid("worker"), time.monotonic()
    asked = {house.ask("partnerships.send_waiting_mail") for _ in range(STARTS)}
    until(lambda: asked <= house.did(), every=0.2)
    assert house.pid("worker") == worker
    assert "has ended" not in house.said()
    assert "Traceback" not in house.log("worker")
    tell(f"{STARTS} starts of a task", "", STARTS, len(asked - house.did()), time.monotonic() - began)


@pytest.mark.parametrize("name", [*KILLED, "clock"])
def test_a_process_killed_during_uploads(house, parks, name):
    leader, park = Person(house).leads(), parks[0]
    acts = Acts(lambda number: leader.uploads(park, f"Bewijs {number}", b"%PDF-1.4\n" + os.urandom(2_000_000)))
    seconds = kill_during(house, name, acts)
    titles = {title for (title,) in house.rows("SELECT title FROM partnerships_document WHERE title LIKE 'Bewijs %'")}
    lost = [number for number, _at in acts.acknowledged if f"Bewijs {number}" not in titles]
    assert lost == []
    assert house.broken_files() == []
    assert "starts again" in house.said()
    assert not house.has_ended()
    tell(f"`kill -9` {name}", "an upload", len(acts.acknowledged), len(lost), seconds)


@pytest.mark.parametrize("name", [*KILLED, "clock"])
def test_a_process_killed_during_signatures(house, parks, name):
    asked = [
        number
        for (number,) in house.rows(
            "SELECT s.id FROM partnerships_signature s JOIN partnerships_partnership p ON p.id = s.partnership_id"
            " WHERE p.slug = ? ORDER BY s.id", parks[0],
        )
    ]  # fmt: skip
    signatory = Person(house)
    acts = Acts(lambda number: signatory.signs(asked[number]), most=len(asked))
    seconds = kill_during(house, name, acts)
    signed = {number for (number,) in house.rows("SELECT id FROM partnerships_signature WHERE signed_at IS NOT NULL")}
    lost = [number for number, _at in acts.acknowledged if asked[number] not in signed]
    assert lost == []
    until(lambda: house.rows(WAITING) == [(0,)], every=0.2)  # codes, and what the demonstration left
    assert not house.has_ended()
    tell(f"`kill -9` {name}", "a signature", len(acts.acknowledged), len(lost), seconds)


WAITING = "SELECT count(*) FROM partnerships_outbox WHERE sent_at IS NULL AND failed_at IS NULL"
SEALING = (
    "SELECT a.sealing_until, a.document_id, a.id FROM partnerships_agreement a"
    " JOIN partnerships_partnership p ON p.id = a.partnership_id WHERE p.slug = ?"
)


@pytest.mark.parametrize("name", KILLED)
def test_a_process_killed_during_a_sealing(house, parks, name):
    """The lease of a worker that was killed runs out after five minutes; then another makes the document."""
    asked = house.rows(
        "SELECT s.id FROM partnerships_signature s JOIN partnerships_partnership p ON p.id = s.partnership_id"
        " WHERE p.slug = ? ORDER BY s.id", parks[1],
    )  # fmt: skip
    signatory = Person(house)
    for (number,) in asked:
        until(partial(signatory.signs, number))
    until(lambda: house.rows(SEALING, parks[1])[0][0], every=0.002)
    assert house.rows(SEALING, parks[1])[0][1] is None, "it was sealed before anything could be killed"
    began = time.monotonic()
    pid = house.kill(name)
    until(lambda: house.rows(SEALING, parks[1])[0][1], every=0.2)
    seconds = time.monotonic() - began
    agreement = house.rows(SEALING, parks[1])[0][2]
    until(lambda: house.runs_again(name, pid))
    house.worker_goes_on()
    assert house.broken_files() == []
    sealed = house.rows(
        "SELECT count(*) FROM partnerships_document d JOIN partnerships_agreement a ON a.document_number = d.sealed_id"
        " WHERE a.id = ?", agreement,
    )  # fmt: skip
    assert sealed == [(1,)]
    mails = house.rows(
        "SELECT m.\"to\", count(*) FROM partnerships_outbox m JOIN partnerships_partnership p ON p.id = m.partnership_id"
        " WHERE m.template = 'agreement_complete' AND p.slug = ? GROUP BY 1", parks[1],
    )  # fmt: skip
    assert len(mails) == len(asked) + 1  # everybody who signed, and whoever leads
    assert {count for _to, count in mails} == {1}
    assert not house.has_ended()
    tell(f"`kill -9` {name}", "a sealing", 1, 0, seconds)


@pytest.fixture
def small(prepared) -> Iterator[tuple[Installation, SmallDisk]]:
    """An installation on a disk that can be filled."""
    with SmallDisk() as disk:
        one = copy_of(prepared[0], disk.folder)
        try:
            yield one.start(), disk
        finally:
            one.stop()


def test_a_full_disk(small, parks):
    """What does not fit is said to be not kept, no process gives up, killed ones come back, and with room all runs on."""
    house, disk = small
    leader, signatory = Person(house).leads(), Person(house)
    park, content = parks[0], b"%PDF-1.4\n" + os.urandom(500_000)
    first, second = house.rows("SELECT id FROM partnerships_signature WHERE signed_at IS NULL ORDER BY id DESC LIMIT 2")
    assert leader.uploads(park, "Bewijs van eerder", content)
    assert signatory.signs(*first)
    ready = signatory.asks_code(*second)
    assert ready is not None
    processes = {name: house.pid(name) for name in PROCESSES}
    disk.fill()
    refused, kept_all_the_same = 0, set[str]()
    for number in range(
        40
    ):  # the write-ahead log has room for a while, and what is thrown away makes some: a few may be kept
        if leader.uploads(park, f"Bewijs {number}", content):
            kept_all_the_same.add(f"Bewijs {number}")
        else:
            assert leader.last is not None
            assert leader.last.status_code == 507, leader.last.text[:400]
            assert f'value="Bewijs {number}"' in leader.last.text
            refused += 1
        disk.fill()
    assert refused > 30
    acknowledged = signatory.signs_with(*ready)
    if not acknowledged:
        assert signatory.last is not None
        assert signatory.last.status_code == 507, signatory.last.text[:400]
    # SQLite itself needs some room to read when nobody else has it open.
    assert leader.reads(f"/p/{park}/documents/") in {200, 507}
    time.sleep(45)  # the clock has asked for everything, and the worker has tried
    assert {name: house.pid(name) for name in PROCESSES} == processes
    for name in PROCESSES:
        pid = house.kill(name)
        until(partial(house.runs_again, name, pid))
    again = {name: house.pid(name) for name in PROCESSES}
    time.sleep(15)  # so that what cannot start without room has ended again
    assert not house.has_ended(), house.said()
    assert {name: house.pid(name) for name in PROCESSES} == again, house.said() + house.log("worker")[-3000:]
    disk.free()
    began = time.monotonic()
    assert house.rows(SIGNED, *second) == [(int(acknowledged),)]
    until(lambda: leader.uploads(park, "Bewijs van later", content))
    until(lambda: signatory.signs_with(*ready))
    house.worker_goes_on()
    seconds = time.monotonic() - began
    until(lambda: house.rows(WAITING) == [(0,)], every=0.5)
    kept = {title for (title,) in house.rows("SELECT title FROM partnerships_document WHERE title LIKE 'Bewijs %'")}
    assert kept == {"Bewijs van eerder", "Bewijs van later", *kept_all_the_same}
    assert house.rows(SIGNED, *first) == house.rows(SIGNED, *second) == [(1,)]
    assert house.broken_files() == []
    assert house.files_without_a_row() == []
    assert house.rows("PRAGMA integrity_check") == [("ok",)]
    assert not house.has_ended()
    tell("a full disk", "uploads and a signature", 4, 0, seconds)


SIGNED = "SELECT signed_at IS NOT NULL FROM partnerships_signature WHERE id = ?"
