"""Which tests are run against a fault: those that import the faulty module, nearest first, and those its line names.

They are chosen by reading the tests of the checkout they are run in, so the same list works for a suite whose files were
renamed or merged.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.mutants.faults import Fault

APPS = ("config", "oversight", "certification", "actionplans", "assessments", "partnerships")
WALKED = ("tenancy", "rights")  # areas of which the house's walks are a proof as well
NEAREST, NEXT = 2, 8  # files in the first helpings: a small one shows the failure sooner


def helpings_for(fault: Fault, tree: Path) -> list[list[str]]:
    """What pytest is given in turn: test files of this checkout, from the nearest to the farthest, each once."""
    found = importers(fault.file, tree)
    named = [place for place in fault.near if (tree / place).is_file()]
    around = [file for place in fault.near for file in files_in(place, fault.file, tree)]
    chosen = [*named, *found[:NEXT], *around, *found[NEXT:]]
    if fault.area in WALKED:
        chosen += files_in("tests/walks", fault.file, tree)
    if not found:
        chosen += importers(fault.file, tree, steps=2)
    ordered = list(dict.fromkeys(chosen))
    helpings = [ordered[:NEAREST], ordered[NEAREST:NEXT], ordered[NEXT:]]
    return [helping for helping in helpings if helping]


def files_in(place: str, file: str, tree: Path) -> list[str]:
    """The test files of a folder, the nearest to a module first; none when it is not there."""
    return by_distance(sorted((tree / place).rglob("test_*.py")), file, tree)


def importers(file: str, tree: Path, *, steps: int = 1) -> list[str]:
    """The test files that import this module, or with ``steps=2`` a module that imports it; the nearest first."""
    names = exported_as(file, tree)
    if steps > 1:
        around = [path.relative_to(tree).as_posix() for path in product(tree) if names & imported_by(path)]
        names = {name for path in around for name in exported_as(path, tree)}
    found = [path for path in sorted((tree / "tests").rglob("test_*.py")) if names & imported_by(path)]
    return by_distance(found, file, tree)


def by_distance(tests: list[Path], file: str, tree: Path) -> list[str]:
    ordered = sorted(tests, key=lambda path: distance(path.relative_to(tree), file, len(imported_by(path))))
    return [path.relative_to(tree).as_posix() for path in ordered]


def exported_as(file: str, tree: Path) -> set[str]:
    """The names under which a module is imported: its own, and those its package passes on (``models.Mandate``)."""
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    package = tree / file.rpartition("/")[0] / "__init__.py"
    passed_on = {
        f"{module.rpartition('.')[0]}.{one.asname or one.name}"
        for node in ast.walk(
            ast.parse(package.read_text(encoding="utf-8")) if package.is_file() else ast.Module([], [])
        )
        if isinstance(node, ast.ImportFrom) and node.module == module
        for one in node.names
    }
    return {module, *passed_on}


@cache
def imported_by(path: Path) -> set[str]:
    """What a file imports from the product: modules, and names from modules with their module before them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return {name for name in found if name.partition(".")[0] in APPS}


def product(tree: Path) -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in sorted((tree / app).rglob("*.py")) if "migrations" not in path.parts)


def distance(test: Path, file: str, looks_at: int) -> tuple[bool, bool, bool, int]:
    """How far a test file stands from a module: by its name, by its app, and by how much else it looks at."""
    name, own = test.stem.removeprefix("test_"), Path(file).stem
    return name != own, not words_of(name) & words_of(own), test.parts[1] != file.partition("/")[0], looks_at


def words_of(name: str) -> set[str]:
    return {word.removesuffix("s") for word in re.findall(r"[a-z]+", name)}
