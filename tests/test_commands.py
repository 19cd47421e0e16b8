"""The commands, locks and the README: what a new machine relies on."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ["bootstrap", "server", "test", "heavy", "mutants"]
SHELL = [*(f"script/{name}" for name in COMMANDS), "script/steps.sh", "script/services.sh", ".ci/run"]


@pytest.mark.parametrize("path", SHELL)
def test_shell_can_be_read(path):
    assert subprocess.run(["bash", "-n", ROOT / path], check=False).returncode == 0


@pytest.mark.parametrize("path", [*(f"script/{name}" for name in COMMANDS), ".ci/run"])
def test_command_is_executable(path):
    assert (ROOT / path).stat().st_mode & 0o111


def test_locks_name_no_addresses_so_that_every_machine_asks_its_own_index():
    for lock in ROOT.glob("requirements*.txt"):
        assert "://" not in lock.read_text(), lock.name
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_every_python_package_is_pinned_with_a_hash():
    for lock in ROOT.glob("requirements*.txt"):
        pins = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n?", "", lock.read_text(), flags=re.MULTILINE).strip())
        assert pins
        assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == [], lock.name


def test_readme_explains_every_setting():
    settings = (ROOT / "config" / "settings.py").read_text()
    server = (ROOT / "script" / "server").read_text()
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)) | set(re.findall(r"\$\{([A-Z_]+):?-", server))
    explained = set(re.findall(r"`([A-Z_0-9]+)`", (ROOT / "README.md").read_text()))
    assert names - explained == set()


def test_what_the_style_sheets_of_others_name_is_there():
    vendor = ROOT / "build" / "vendor"
    for sheet in vendor.rglob("*.css"):
        for name in re.findall(r"url\(['\"]?(?!data:|#|['\"])([^)'\"]+)", sheet.read_text(encoding="utf-8")):
            if "%23" in name:  # part of a drawing inside the sheet
                continue
            assert (sheet.parent / name).is_file(), f"{sheet.relative_to(vendor)} names {name}"


def test_no_source_map_is_named_because_none_is_copied():
    for file in (ROOT / "build" / "vendor").rglob("*.[cj]s*"):
        assert "sourceMappingURL" not in file.read_text(encoding="utf-8"), file.name


def test_licence_is_the_same_everywhere():
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text().splitlines()[0]
    for file in ["pyproject.toml", "package.json", "publiccode.yml"]:
        assert "EUPL-1.2" in (ROOT / file).read_text(), file
