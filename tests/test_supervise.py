"""The program under which script/server keeps its processes: real ones, small."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sources import ROOT

PROGRAM = ROOT / "script" / "supervise.py"
LONG = 30.0  # seconds; nothing here takes a tenth of it


def until(met: Callable[[], object]) -> None:
    """Wait for it, and fail when it does not come."""
    end = time.monotonic() + LONG
    while not met():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.01)


def script(folder: Path, name: str, body: str) -> list[str]:
    """A process that writes its number in a file and then does what ``body`` says."""
    return [name, "bash", "-c", f'echo $$ >>"{folder}/{name}.pids"; {body}']


def pids(folder: Path, name: str) -> list[int]:
    file = folder / f"{name}.pids"
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


def alive(pid: int) -> bool:
    """Does it run? One that ended and that nobody has asked for is dead too."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def started(tmp_path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    running = []

    def start(*commands: list[str]) -> subprocess.Popen[str]:
        words = [word for command in commands for word in ("--", *command)]
        process = subprocess.Popen(
            [sys.executable, PROGRAM, "--pause", "0.01", tmp_path / "log", *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()


def test_what_ends_is_started_again_and_the_screen_says_so(tmp_path, started):
    kept = started(script(tmp_path, "broker", "exec sleep 60"), script(tmp_path, "web", "exec sleep 60"))
    until(lambda: pids(tmp_path, "broker") and pids(tmp_path, "web"))
    first = pids(tmp_path, "web")[0]
    os.kill(first, signal.SIGKILL)
    until(lambda: len(pids(tmp_path, "web")) == 2)
    kept.send_signal(signal.SIGINT)
    said, _nothing = kept.communicate(timeout=LONG)
    assert kept.returncode == 0
    assert "web has ended (SIGKILL); it starts again in 0.01 s" in said
    assert "Bondgenoot stops." in said
    assert len(pids(tmp_path, "broker")) == 1
    assert not [pid for pid in [*pids(tmp_path, "broker"), *pids(tmp_path, "web")] if alive(pid)]


def test_three_ends_within_a_minute_stop_the_whole_with_the_last_words(tmp_path, started):
    kept = started(
        script(tmp_path, "broker", "exec sleep 60"), script(tmp_path, "worker", "echo the disk is gone; exit 7")
    )
    said, _nothing = kept.communicate(timeout=LONG)
    assert kept.returncode == 1
    assert len(pids(tmp_path, "worker")) == 3
    assert "worker has ended (exit code 7); it starts again in 0.01 s" in said
    assert "worker has ended (exit code 7); it starts again in 0.1 s" in said  # the pause grows
    assert "worker ended 3 times within a minute" in said
    assert "the disk is gone" in said
    assert not alive(pids(tmp_path, "broker")[0])


def test_a_screen_that_takes_no_words_stops_nothing(tmp_path, started):
    """A pipe that was closed, or a file on a full disk: what runs is worth more than the line about it."""
    kept = started(script(tmp_path, "broker", "exec sleep 60"), script(tmp_path, "web", "exec sleep 60"))
    until(lambda: pids(tmp_path, "web"))
    assert kept.stdout
    kept.stdout.close()
    os.kill(pids(tmp_path, "web")[0], signal.SIGKILL)
    until(lambda: len(pids(tmp_path, "web")) == 2 or kept.poll() is not None)
    assert len(pids(tmp_path, "web")) == 2
    kept.send_signal(signal.SIGINT)
    assert kept.wait(LONG) == 0
    assert not [pid for pid in [*pids(tmp_path, "broker"), *pids(tmp_path, "web")] if alive(pid)]


def test_a_process_can_speak_while_its_log_takes_no_words(tmp_path, started):
    """On a full disk the worker said that it starts, could not, and ended: three of those stopped the whole."""
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "worker.log").symlink_to("/dev/full")
    kept = started(script(tmp_path, "worker", f"echo ready || exit 7; touch {tmp_path}/works; exec sleep 60"))
    until(lambda: (tmp_path / "works").exists() or kept.poll() is not None)
    assert len(pids(tmp_path, "worker")) == 1
    assert kept.poll() is None


def test_no_process_outlives_it(tmp_path, started):
    kept = started(script(tmp_path, "web", "exec sleep 60"))
    until(lambda: pids(tmp_path, "web"))
    kept.kill()
    until(lambda: not alive(pids(tmp_path, "web")[0]))
    assert len(pids(tmp_path, "web")) == 1


def test_the_first_stops_last(tmp_path, started):
    """A worker that finishes what it has in hand still needs the broker."""
    last = f"trap 'date +%s.%N >\"{tmp_path}/$0.end\"; exit' TERM; while :; do sleep 0.01; done"
    kept = started(
        ["broker", "bash", "-c", f'echo $$ >>"{tmp_path}/broker.pids"; {last}', "broker"],
        ["worker", "bash", "-c", f'echo $$ >>"{tmp_path}/worker.pids"; {last.replace("exit", "exit", 1)}', "worker"],
    )
    until(lambda: pids(tmp_path, "broker") and pids(tmp_path, "worker"))
    time.sleep(0.1)  # until both have said what they do at the end
    kept.send_signal(signal.SIGTERM)
    kept.communicate(timeout=LONG)
    assert float((tmp_path / "worker.end").read_text()) < float((tmp_path / "broker.end").read_text())
