"""The house rules are tests: per subject in ``tests/house``, and past every page in ``tests/walks``.

Here: the rules about the tests themselves.
"""

import ast
import re

from tests.sources import ROOT, files, name_of, text, tree

TESTS = [path for path in files(".py") if path.is_relative_to(ROOT / "tests")]


def test_no_test_is_skipped_or_expected_to_fail():
    pattern = re.compile(r"mark\.(skip|skipif|xfail)\b|pytest\.(skip|xfail)\(|importorskip")
    assert [name_of(path) for path in TESTS if path.name != "test_house_rules.py" and pattern.search(text(path))] == []


def test_tests_are_functions():
    classes = [
        f"{name_of(path)}: {node.name}"
        for path in TESTS
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test")
    ]
    assert classes == []


def test_every_test_asks_something():
    """A test without assert, raises or a checking command proves nothing."""
    words = re.compile(
        r"\bassert|@given\(|raises\(|warns\(|call_command\(|get_template\(|expect\(|_num_queries\(|assert_\w+\(|\bcheck\w*\("
    )
    silent = [
        f"{name_of(path)}: {node.name}"
        for path in TESTS
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not words.search(ast.unparse(node))
    ]
    assert silent == []


def test_tests_have_names_of_their_own():
    """Two tests of one name in a file: the first never runs."""
    double = []
    for path in TESTS:
        names = [node.name for node in tree(path).body if isinstance(node, ast.FunctionDef)]
        double += [f"{name_of(path)}: {name}" for name in names if names.count(name) > 1]
    assert sorted(set(double)) == []
