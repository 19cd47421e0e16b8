"""The files of the house as its rules read them: Python as trees, templates and papers as text."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "oversight", "certification", "actionplans", "assessments", "partnerships")
NOT_OURS = {
    ".venv",
    ".tools",
    ".git",
    "node_modules",
    "build",
    "var",
    "__pycache__",
    "test-results",
    "htmlcov",
    ".hypothesis",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def files(*endings: str) -> tuple[Path, ...]:
    """Every file we wrote, with one of these endings (all when none is named)."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS and not name.endswith("_cache"))
        found += [Path(folder, name) for name in sorted(names) if not endings or name.endswith(endings)]
    return tuple(path for path in found if path.suffix != ".mo" and path.name != ".git" and not path.is_symlink())


@cache
def text(path: Path) -> str:
    """A file's text; "" for a file that is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


@cache
def python() -> tuple[Path, ...]:
    """Modules of the product: the apps without their migrations."""
    return tuple(
        path for path in files(".py") if name_of(path).split("/")[0] in APPS and "migrations" not in path.parts
    )


@cache
def templates() -> dict[str, Path]:
    """Our templates by the name that renders them."""
    folder = ROOT / "templates"
    return {path.relative_to(folder).as_posix(): path for path in files() if path.is_relative_to(folder)}


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a module with the dotted name of what is called: ``timezone.now``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def strings(path: Path) -> set[str]:
    """Every literal text in a module."""
    return {
        node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def where(path: Path, node: ast.AST) -> str:
    return f"{name_of(path)}:{getattr(node, 'lineno', '?')}"
