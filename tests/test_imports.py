"""Imports stand at the top of a file; one inside a function says why it is late."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ["config", "oversight", "certification", "actionplans", "assessments", "partnerships"]
REASONS = ("# slow import", "# app ready", "# optional")


def late_imports(path: Path) -> list[ast.stmt]:
    """The imports that stand inside a function of this file."""
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    return [
        node for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_a_late_import_says_why():
    silent = []
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            lines = path.read_text().splitlines()
            for node in late_imports(path):
                if not any(reason in line for reason in REASONS for line in lines[node.lineno - 1 : node.end_lineno]):
                    silent.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert silent == []
