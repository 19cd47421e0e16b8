"""What the product never does, read in its source: each rule fails when a line appears that breaks it."""

import ast
import json
import re
import tomllib

import pytest
from django.conf import settings

from tests.sources import ROOT, files, name_of, python, text, tree

SCRIPTS = [path for path in files(".js") if name_of(path).startswith("static/js/")]
MEASURES = text(ROOT / "docs" / "security" / "measures.md")
# Where SQL may stand: the wall, the chain, the check of both, the role of the database, one reader of facts, the heartbeat.
SQL = {
    "certification/evidence/statement.py", "oversight/domain/health.py", "partnerships/checks.py",
    "partnerships/management/commands/admit_role.py", "partnerships/tenancy/append_only.py",
    "partnerships/tenancy/chaining.py", "partnerships/tenancy/postgresql/base.py", "partnerships/tenancy/wall.py",
}  # fmt: skip


def calls():
    """Every call in the product: (file, name as written, the call)."""
    for path in python():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                yield name_of(path), ast.unparse(node.func), node


def where(*names):
    return sorted({path for path, name, _node in calls() if name.split(".")[-1] in names})


def test_sql_stands_where_no_input_comes():
    assert set(where("raw", "extra", "RawSQL", "cursor", "executescript")) <= SQL
    assert {path for path, name, _node in calls() if name.endswith("cursor.execute")} <= SQL


def test_nothing_of_the_system_is_started():
    starts = {"Popen", "system", "popen", "spawnv", "execv", "check_output", "check_call"}
    assert where(*starts) == []
    assert [name_of(path) for path in python() if re.search(r"^\s*(import|from) subprocess", text(path), re.M)] == []


def test_no_text_becomes_code_or_objects():
    loads = {"eval", "exec", "compile", "__import__", "loads", "load"}
    kept = {(path, name) for path, name, _node in calls() if name.split(".")[-1] in loads}
    plain = {"json.loads", "json.load", "re.compile", "env.json"}
    others = {(path, name) for path, name in kept if name not in plain}
    assert {name for _path, name in others if name.split(".")[0] in {"pickle", "marshal", "shelve", "dill"}} == set()
    assert {name for _path, name in others if name in {"eval", "exec", "compile", "__import__"}} == set()
    yaml = [node for _path, name, node in calls() if name == "yaml.load"]
    assert all("LinedLoader" in ast.unparse(node) for node in yaml)
    assert "class LinedLoader(yaml.CSafeLoader)" in text(ROOT / "partnerships" / "scheme_lines.py")


def test_no_expression_is_built_from_input():
    """A pattern is a constant, or one of our own rules."""
    built = []
    for path, name, node in calls():
        if name.startswith("re.") and node.args and name != "re.escape":
            pattern = node.args[0]
            constant = isinstance(pattern, ast.Constant) or (isinstance(pattern, ast.Name) and pattern.id.isupper())
            joined = isinstance(pattern, ast.JoinedStr | ast.BinOp) and not any(
                isinstance(part, ast.Name) and not part.id.isupper() for part in ast.walk(pattern)
            )
            if not constant and not joined:
                built.append((path, ast.unparse(pattern)))
    of_ours = {  # our own rules and words, put together when the module is read or escaped
        "partnerships/personal_data.py", "partnerships/domain/obligation_proposals.py",
        "partnerships/domain/term_texts.py", "partnerships/documents/ids.py",
    }  # fmt: skip
    assert {path for path, pattern in built if "re.escape" not in pattern} <= of_ours


def test_words_of_people_are_values_and_never_the_format():
    """Every ``%`` and ``.format`` works on a text of ours: written there, translated, or a constant."""
    formats = [(path, node) for path, name, node in calls() if name.endswith((".format", ".format_map"))]
    kept = {"partnerships/management/commands/admit_role.py", "config/logs.py"}  # psycopg's own; a log handler
    asked = {path for path, node in formats if not isinstance(node.func.value, ast.Constant | ast.Name)}
    assert asked - kept <= {"partnerships/tenancy/chaining.py"}


def test_no_header_lets_another_place_read_our_answers():
    said = [name_of(path) for path in (*python(), *files(".conf", ".html")) if "Access-Control-" in text(path)]
    assert said == []
    assert not any("cors" in app for app in settings.INSTALLED_APPS)


@pytest.mark.parametrize(
    "word",
    [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "localStorage",
        "sessionStorage", "indexedDB", "__proto__", "document.cookie",
    ],
)  # fmt: skip
def test_our_scripts_never_use(word):
    assert SCRIPTS
    assert [name_of(path) for path in SCRIPTS if word in text(path)] == []


def test_no_script_touches_a_field_for_a_password():
    assert [name_of(path) for path in SCRIPTS if re.search(r"password|onpaste|[\"']paste[\"']", text(path))] == []


def test_open_files_and_types_are_errors():
    project = tomllib.loads(text(ROOT / "pyproject.toml"))
    assert "error" in project["tool"]["pytest"]["ini_options"]["filterwarnings"]
    assert project["tool"]["mypy"]["strict"] is True


def test_libraries_are_named_with_their_hashes():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-tools.txt", "requirements-broker.txt"):
        locked = text(ROOT / name)
        wanted = re.findall(r"^([a-z0-9][\w.-]*)(?:\[[\w,]+\])?==", locked, re.M)
        assert wanted
        assert len(re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n\s+--hash=sha256:", locked, re.M)) == len(wanted)
    packages = json.loads(text(ROOT / "package-lock.json"))["packages"]
    assert all("integrity" in one for name, one in packages.items() if name)


@pytest.mark.parametrize(
    "words",
    [
        "A body above the largest file is refused unread",  # limits
        "Failures slow down per account and address",  # brute force
        "Every way in, and how strong",
        "A session lasts twelve hours",
        "There may be\nany number at once",
        "A session here and one at a provider end apart",
        "Heavy work (documents, dossiers, imports)\nis a job of the worker",
        "| acts and reading of confidential content",  # what is logged
    ],
)
def test_what_must_be_written_down_is(words):
    assert words in MEASURES


def test_what_is_logged_goes_to_standard_output():
    handlers = settings.LOGGING["handlers"].values()
    assert {one["class"] for one in handlers} <= {"logging.StreamHandler", "logging.NullHandler"}
