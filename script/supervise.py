"""Keeps the processes of one installation running, until Ctrl-C: script/server ends in this.

    supervise.py [--ready ADDRESS] [--say SENTENCE] [--pause SECONDS] LOGS -- NAME COMMAND… [-- NAME COMMAND…]

Each process writes to LOGS/NAME.log. One that ends is started again, after a pause that grows; what ends three times
within a minute is broken, and then everything stops. When ADDRESS answers, SENTENCE is printed. The process named first
is what the others lean on: it starts first and stops last.

Standard library only.
"""

import argparse
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from healthy import status

MOST, WITHIN = 3, 60.0  # so many ends in so many seconds
GROWS = 10  # the second pause is so many times the first
READY_WITHIN = 120.0  # seconds
STOPS_WITHIN = 10.0  # seconds, then by force
LAST_LINES = 20


class Broken(Exception):
    """A process does not stay, or the application does not answer; the words say which."""


class Kept:
    """One process and what became of it."""

    def __init__(self, name: str, command: list[str], logs: Path) -> None:
        self.name, self.command, self.log = name, command, logs / f"{name}.log"
        self.ends: deque[float] = deque(maxlen=MOST)
        self.again_at: float | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self.writer: threading.Thread | None = None
        self.log.write_bytes(b"")

    def start(self) -> None:
        """In a group of its own, so that a stop reaches its children; and it never outlives this program."""
        self.again_at = None
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "--", *self.command],
            stdin=subprocess.DEVNULL, stdout=writing, stderr=writing, start_new_session=True,
        )  # fmt: skip
        os.close(writing)
        self.writer = threading.Thread(target=write_down, args=(reading, self.log), daemon=True)
        self.writer.start()

    def look(self, pause: float) -> None:
        """Start again what has ended, when its pause is over. Raises ``Broken`` when it ends too often."""
        now = time.monotonic()
        if self.again_at is not None:
            if now >= self.again_at:
                self.start()
            return
        assert self.process is not None
        code = self.process.poll()
        if code is None:
            return
        self.signal(signal.SIGKILL)  # children that it left behind
        self.ends.append(now)
        recent = sum(now - end < WITHIN for end in self.ends)
        if recent >= MOST:
            raise Broken(f"{self.name} ended {MOST} times within a minute{self.last_lines()}")
        wait = pause * GROWS ** (recent - 1)
        self.again_at = now + wait
        say(f"{self.name} has ended ({how(code)}); it starts again in {wait:g} s. Its log: {self.log}")

    def signal(self, number: int) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def is_over(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def last_lines(self) -> str:
        if self.writer is not None:
            self.writer.join(1)
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
        return "".join(f"\n    {line}" for line in [f"; the end of {self.log}:", *lines]) if lines else ""


def write_down(reading: int, log: Path) -> None:
    """Put what a process says in its log, until it ends. A full disk loses words, and never ends who says them."""
    with open(reading, "rb", buffering=0) as said:
        while words := said.read(65536):
            with suppress(OSError), log.open("ab", buffering=0) as file:
                file.write(words)


def how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def say(line: str, *, to: TextIO | None = None) -> None:
    """A screen that is gone, or a file on a full disk, stops nothing."""
    with suppress(OSError):
        print(line, file=to, flush=True)


def is_ready(address: str) -> bool:
    try:
        return bool(status(address) == http.client.OK)
    except (OSError, http.client.HTTPException):
        return False


def stop(kept: list[Kept]) -> None:
    """The first last: what the others lean on stays until they are done."""
    for group in (kept[1:], kept[:1]):
        for one in group:
            one.signal(signal.SIGTERM)
        until = time.monotonic() + STOPS_WITHIN
        while time.monotonic() < until and not all(one.is_over() for one in group):
            time.sleep(0.05)
        for one in group:
            one.signal(signal.SIGKILL)


def keep(kept: list[Kept], given: argparse.Namespace) -> None:
    """Start all, then watch for ever. Raises ``Broken``."""
    for one in kept:
        one.start()
    began, waiting = time.monotonic(), bool(given.ready)
    while True:
        for one in kept:
            one.look(given.pause)
        if waiting and is_ready(given.ready):
            waiting = False
            say(given.say)
        if waiting and time.monotonic() - began > READY_WITHIN:
            raise Broken(f"{given.ready} does not answer{kept[-1].last_lines()}")
        time.sleep(0.1)


def asked(words: list[str]) -> argparse.Namespace:
    cut = words.index("--") if "--" in words else len(words)
    parser = argparse.ArgumentParser(prog="supervise.py")
    parser.add_argument("logs", type=Path)
    parser.add_argument("--ready", default="", help="address that answers 200 once all runs")
    parser.add_argument("--say", default="Ready.", help="what is printed then")
    parser.add_argument("--pause", type=float, default=0.2, help="seconds before the first restart")
    given = parser.parse_args(words[:cut])
    given.commands = [[]]
    for word in words[cut + 1 :]:
        given.commands.append([]) if word == "--" else given.commands[-1].append(word)
    if not all(len(command) > 1 for command in given.commands):
        parser.error("Give each process a name and a command.")
    return given


def ended(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main(words: list[str]) -> int:
    given = asked(words)
    given.logs.mkdir(parents=True, exist_ok=True)
    kept = [Kept(name, command, given.logs) for name, *command in given.commands]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ended)
    code = 0
    try:
        keep(kept, given)
    except KeyboardInterrupt:
        say("Bondgenoot stops.")
    except Broken as broken:
        code = 1
        say(f"Bondgenoot stops: {broken}", to=sys.stderr)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    stop(kept)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
