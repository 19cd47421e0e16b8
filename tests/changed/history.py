"""What git says: which files differ from a reference, as they were and as they are."""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MAIN = "main"


class NoHistory(Exception):
    """Git cannot say what changed."""


@dataclass
class Change:
    """``since``: what the files are compared with, in words; ``paths``: the files that differ; the texts by path."""

    since: str
    paths: list[str]
    before: dict[str, str]
    now: dict[str, str]


def change_since(root: Path, reference: str = "") -> Change:
    """Everything that differs from where this branch left ``reference``, also what is not committed or not even added.

    Without a reference that is ``main``. On ``main`` itself it is the last commit, for what is not committed yet; where
    all is committed it is ``origin/main``, or the commit before when that is where we stand. Raises ``NoHistory``.
    """
    here = git(root, "rev-parse", "HEAD")
    loose = paths_of(git(root, "diff", "--name-only", "--no-renames", "-z", "HEAD"))
    loose |= paths_of(git(root, "ls-files", "--others", "--exclude-standard", "-z"))
    base = git(root, "merge-base", "HEAD", reference or MAIN)
    since = reference or MAIN
    if base == here and not reference:
        since = "HEAD"
        if not loose:
            since, base = before_main(root, here)
    known = paths_of(git(root, "diff", "--name-only", "--no-renames", "-z", base))
    paths = sorted(known | loose)
    files = paths_of(git(root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"))
    return Change(f"{since} ({base[:8]})", paths, texts_at(root, base, paths), texts_now(root, files))


def before_main(root: Path, here: str) -> tuple[str, str]:
    """What a clean ``main`` is compared with: what was published, else the commit before."""
    try:
        published = git(root, "merge-base", "HEAD", "origin/main")
    except NoHistory:
        published = here
    return ("origin/main", published) if published != here else ("HEAD~1", git(root, "rev-parse", "HEAD~1"))


def git(root: Path, *words: str) -> str:
    """What git answers. Raises ``NoHistory`` with its complaint."""
    command = ["git", "-C", str(root), *words]
    answer = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if answer.returncode:
        raise NoHistory(answer.stderr.strip() or f"git {words[0]} failed")
    return answer.stdout.strip("\n")


def paths_of(answer: str) -> set[str]:
    return {path for path in answer.split("\0") if path}


def texts_at(root: Path, commit: str, paths: Iterable[str]) -> dict[str, str]:
    """The texts of files as they were in a commit; a file that was not there is left out."""
    there = paths_of(git(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit))
    return {path: git(root, "show", f"{commit}:{path}") for path in paths if path in there}


def texts_now(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """The texts of files as they are, of those that are there; "" for what is no text."""
    found = {}
    for path in paths:
        try:
            found[path] = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            found[path] = ""
        except (FileNotFoundError, IsADirectoryError):
            continue
    return found
