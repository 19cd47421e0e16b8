"""One installation as ``script/server`` makes it, with its real processes, and people who use it over HTTP."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import requests
from celery import Celery
from django.test import override_settings
from kombu.exceptions import OperationalError

from partnerships.tokens import make_code, make_token
from tests.sources import ROOT

LEADER = "projectleider@demo.example.org"
LONG = 480.0  # seconds: a lease of five minutes, and what comes after it
SETTINGS = {
    "DATABASE_URL",
    "REDIS_URL",
    "DATA_DIR",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "SECRET_KEY",
    "DJANGO_SETTINGS_MODULE",
}
# How the command of each process can be known.
PROCESSES = {"broker": "unixsocket", "worker": " worker ", "clock": " beat ", "web": "granian"}


def until(met: Callable[[], Any], *, within: float = LONG, every: float = 0.02) -> Any:
    """Wait for it and hand it back; fail when it does not come."""
    end = time.monotonic() + within
    while not (found := met()):
        assert time.monotonic() < end, f"It did not happen within {within:g} s."
        time.sleep(every)
    return found


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Installation:
    """``folder`` is its DATA_DIR, which must have a short path: a socket stands in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        outside = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        self.environment = {**outside, "DATA_DIR": str(folder), "LOG_LEVEL": "INFO", "DEMO": "1"}
        self.screen = Path(tempfile.mkstemp(prefix="faults-screen-")[1])
        self.celery = Celery(broker=f"redis+socket://{folder}/redis.sock", set_as_current=False)
        self.process: subprocess.Popen[bytes] | None = None

    # --- its processes ---------------------------------------------------------------------------------------------
    def start(self) -> "Installation":
        with self.screen.open("wb") as screen:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "INT", "--", "script/server", "--port", str(self.port)],
                cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=screen, stderr=screen,
            )  # fmt: skip
        try:
            until(lambda: "Ctrl-C stops" in self.said() or self.has_ended())
            assert not self.has_ended(), self.said()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        if self.process is not None and not self.has_ended():
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        self.screen.unlink(missing_ok=True)

    def said(self) -> str:
        return self.screen.read_text(errors="replace")

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def pid(self, name: str) -> int | None:
        """The number of a process that runs; None while it does not."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            try:
                command = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended since
            if PROCESSES[name] in command and "setpriv" not in command:
                return int(child)
        return None

    def kill(self, name: str) -> int:
        """With signal 9, and nothing is said to it first. Returns its number."""
        pid = self.pid(name)
        assert pid is not None, f"{name} does not run"
        os.kill(pid, signal.SIGKILL)
        return pid

    def runs_again(self, name: str, pid: int) -> bool:
        return self.pid(name) not in (None, pid)

    # --- its worker ------------------------------------------------------------------------------------------------
    def ask(self, task: str) -> str | None:
        """Start a task from outside; its number, or None when the broker is away."""
        try:
            return str(self.celery.send_task(task, retry=False).id)
        except (OperationalError, OSError):
            self.celery.pool.force_close_all()  # type: ignore[attr-defined]
            return None

    def did(self) -> set[str]:
        """The numbers of the tasks that the worker has done, from its log."""
        return set(re.findall(r"Task [\w.]+\[([\w-]+)\] succeeded", self.log("worker")))

    def log(self, name: str) -> str:
        return (self.folder / "log" / f"{name}.log").read_text(errors="replace")

    def worker_goes_on(self) -> None:
        """Wait until the worker has done a task that was asked from now on."""
        asked: set[str] = set()

        def done() -> bool:
            if (number := self.ask("oversight.refresh_projections")) is not None:
                asked.add(number)
            return bool(asked & self.did())

        until(done, every=0.25)

    # --- its data --------------------------------------------------------------------------------------------------
    def rows(self, statement: str, *given: object) -> list[tuple[Any, ...]]:
        """Read the database as it is now."""
        link = sqlite3.connect(f"file:{self.folder}/db.sqlite3?mode=ro", uri=True, timeout=20)
        try:
            return link.execute(statement, given).fetchall()
        finally:
            link.close()

    def arrange(self, *parties: int) -> list[str]:
        """Make a park for each number, with a declaration out for so many signatures; their addresses."""
        environment = {
            **self.environment, "DATABASE_URL": f"sqlite:///{self.folder}/db.sqlite3", "SECRET_KEY": self.secret_key(),
            "ALLOWED_HOSTS": "127.0.0.1", "DJANGO_SETTINGS_MODULE": "config.settings",
        }  # fmt: skip
        made = subprocess.run(
            [sys.executable, "-m", "tests.faults.arranging", *map(str, parties)],
            cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return made.stdout.split()

    def secret_key(self) -> str:
        return (self.folder / "secret-key").read_text().strip()

    def broken_files(self) -> list[str]:
        """Documents in the database whose file is away or another."""
        broken = []
        for name, mark in self.rows("SELECT file, sha256 FROM partnerships_document WHERE file != ''"):
            file = self.folder / "files" / name
            if not file.is_file() or sha256(file.read_bytes()).hexdigest() != mark:
                broken.append(name)
        return broken

    def files_without_a_row(self) -> list[str]:
        known = {name for (name,) in self.rows("SELECT file FROM partnerships_document")}
        here = self.folder / "files" / "documents"
        found = (str(one.relative_to(self.folder / "files")) for one in here.rglob("*") if one.is_file())
        return [name for name in found if name not in known]


def copy_of(prepared: Path, folder: Path) -> Installation:
    """A stopped installation once more, elsewhere; not started yet."""
    shutil.copytree(prepared, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sock", "*.log"))
    return Installation(folder)


class Person:
    """A browser. Every act answers whether it was acknowledged; what did not get through is None."""

    def __init__(self, house: Installation) -> None:
        self.house, self.session = house, requests.Session()
        self.last: requests.Response | None = None

    def post(self, path: str, data: dict[str, str], **more: Any) -> requests.Response | None:
        address = f"{self.house.address}{path}"
        try:
            if "csrftoken" not in self.session.cookies:
                self.session.get(f"{self.house.address}/account/login/", timeout=60)
            self.last = self.session.post(
                address, data={**data, "csrfmiddlewaretoken": self.session.cookies.get("csrftoken", "")},
                allow_redirects=False, timeout=60, **more,
            )  # fmt: skip
        except requests.RequestException:
            self.last = None
        return self.last

    def reads(self, path: str) -> int:
        """The status of a page."""
        return int(self.session.get(f"{self.house.address}{path}", timeout=60).status_code)

    def leads(self) -> "Person":
        answer = self.post("/demo/login/", {"email": LEADER})
        assert answer is not None
        assert answer.status_code == 302, answer.text[:500]
        return self

    def uploads(self, park: str, title: str, content: bytes) -> bool:
        answer = self.post(
            f"/p/{park}/documents/add/", {"kind": "evidence", "title": title},
            files={"file": (f"{title}.pdf", content, "application/pdf")},
        )  # fmt: skip
        return answer is not None and answer.status_code == 302

    def signs(self, number: int) -> bool:
        """Ask for a code, read it in the mail and sign; the row says by whom."""
        return (ready := self.asks_code(number)) is not None and self.signs_with(*ready)

    def asks_code(self, number: int) -> tuple[str, dict[str, str]] | None:
        """The address of the link and what is filled in there, with the code; None when no code could be asked."""
        house = self.house
        uuid, nonce, text = house.rows(
            "SELECT s.uuid, s.nonce, a.text_sha256 FROM partnerships_signature s"
            " JOIN partnerships_agreement a ON a.id = s.agreement_id WHERE s.id = ?", number,
        )[0]  # fmt: skip
        uuid, mails = str(UUID(uuid)), "SELECT token_for FROM partnerships_outbox WHERE token_for LIKE ?"
        with override_settings(SECRET_KEY=house.secret_key()):
            place = f"/sign/{uuid}/{make_token('sign', uuid, nonce)}"
            if not (asked := house.rows(mails, f"code:{uuid}:%")):
                if (answer := self.post(f"{place}/code/", {})) is None or answer.status_code != 302:
                    return None
                asked = house.rows(mails, f"code:{uuid}:%")
            code = make_code(uuid, nonce, asked[-1][0].rpartition(":")[2])
        given = {"seen": text, "name": f"Tekenaar {number}", "function": "directeur", "statement": "on", "code": code}
        return place, given

    def signs_with(self, place: str, given: dict[str, str]) -> bool:
        answer = self.post(f"{place}/statement/", given)
        return answer is not None and answer.status_code == 302
