"""The list of security requirements: complete, honest in form, and naming only what exists."""

import ast
import re

from tests.sources import ROOT, text, tree

PAGE = ROOT / "docs" / "security" / "asvs.md"
LINE = re.compile(r"^\| V(\d+)\.(\d+)\.(\d+) \| (.+?) \| ([\w ]+) \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w./-]+\.(?:py|md|html|txt|json|yml|toml)|tests/[\w/]+|[A-Z][a-z]+file)(?:::(\w+))?`")
STATES = {"met", "partly", "not met", "none here"}
# How many requirements of level 1 and 2 each section of ASVS 5.0.0 has; they are numbered from 1 without a gap.
ASKED = {
    1: {1: 2, 2: 9, 3: 11, 4: 3, 5: 2},
    2: {1: 3, 2: 3, 3: 4, 4: 1},
    3: {2: 2, 3: 4, 4: 6, 5: 5, 7: 2},
    4: {1: 3, 2: 1, 3: 2, 4: 4},
    5: {1: 1, 2: 3, 3: 2, 4: 3},
    6: {1: 3, 2: 12, 3: 4, 4: 4, 5: 5, 6: 3, 8: 4},
    7: {1: 3, 2: 4, 3: 2, 4: 5, 5: 2, 6: 2},
    8: {1: 2, 2: 3, 3: 1, 4: 1},
    9: {1: 3, 2: 4},
    10: {1: 2, 2: 2, 3: 4, 4: 11, 5: 5, 6: 2, 7: 3},
    11: {1: 2, 2: 3, 3: 3, 4: 4, 5: 1, 6: 1},
    12: {1: 3, 2: 2, 3: 4},
    13: {1: 1, 2: 5, 3: 2, 4: 5},
    14: {1: 2, 2: 4, 3: 3},
    15: {1: 3, 2: 3, 3: 7},
    16: {1: 1, 2: 5, 3: 4, 4: 3, 5: 3},
    17: {1: 1, 2: 4, 3: 2},
}


def lines():
    """Every requirement on the page: its number, what is asked, the state, and by what."""
    return [((int(a), int(b), int(c)), asked, state, by) for a, b, c, asked, state, by in LINE.findall(text(PAGE))]


def test_every_requirement_has_its_line_in_order():
    wanted = [(a, b, c) for a, parts in ASKED.items() for b, last in parts.items() for c in range(1, last + 1)]
    assert [number for number, *_rest in lines()] == wanted


def test_every_line_says_whether_it_is_met():
    assert {state for _number, _asked, state, _by in lines()} == STATES
    assert [number for number, _asked, _state, by in lines() if len(by) < 4] == []


def test_what_is_named_exists():
    missing = []
    for number, _asked, _state, by in lines():
        for name, test in NAMED.findall(by):
            path = ROOT / name
            if not path.exists() or (test and test not in functions(path)):
                missing.append((number, name, test))
    assert missing == []


def functions(path):
    return {node.name for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}


def test_met_is_said_with_a_test_only():
    assert [number for number, _asked, state, by in lines() if state == "met" and "`tests/" not in by] == []
