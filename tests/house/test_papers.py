"""Papers: printed ones are up to date, links lead somewhere, and nothing of a machine stands in them."""

import re
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.sources import ROOT, files, name_of, text

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATHS = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/")
HOSTS = re.compile(
    r"artifactory|nexus\.|registry\.(?!access)[\w.-]+|pypi\.(?!org/project)[\w.-]+|--(?:extra-)?index-url"
)
NOISE = re.compile(
    r"bier[t]afel|table [p]liante|lits-[e]nfant|table de [j]ardin|teak [t]uinbank|backlinks [k]open|sitename\.com",
    re.IGNORECASE,
)
ABOUT_THEMSELVES = {"tests/house/test_papers.py"}
PAPERS = [path for path in files(".md") if "node_modules" not in path.parts]


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_the_papers_are_there(name):
    assert text(ROOT / name).startswith("#")


def test_every_link_leads_somewhere():
    broken = [
        (name_of(path), target)
        for path in PAPERS
        for target in LINK.findall(text(path))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_page_of_the_docs_is_read_from_somewhere():
    """From the README, the architecture or another page."""
    linked = {(path.parent / target).resolve() for path in PAPERS for target in LINK.findall(text(path))}
    lost = [name_of(path) for path in PAPERS if path.is_relative_to(ROOT / "docs") and path.resolve() not in linked]
    assert lost == []


def test_the_matrix_of_roles_is_printed():
    """When this fails: python manage.py print_roles"""
    call_command("print_roles", check=True)


def test_the_list_of_features_is_printed():
    """When this fails: script/features"""
    done = subprocess.run(
        [sys.executable, ROOT / "script" / "features", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_machine_is_named():
    locks = {"package-lock.json"}
    found = [
        (name_of(path), match.group())
        for path in files()
        if name_of(path) not in ABOUT_THEMSELVES
        for pattern in ([PATHS] if path.name in locks else [PATHS, HOSTS])
        for match in pattern.finditer(text(path))
    ]
    assert found == []


def test_no_noise_of_the_sources_came_along():
    found = [
        (name_of(path), match.group())
        for path in files()
        if name_of(path) not in ABOUT_THEMSELVES
        for match in NOISE.finditer(text(path))
    ]
    assert found == []
