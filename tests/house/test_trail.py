"""The trail reads as sentences: every verb that is recorded has words, and the words name details that are kept."""

import ast
import re

import pytest
from django.utils import translation

from actionplans.enums import BudgetDecision
from certification.enums import Outcome, Verdict
from partnerships.domain.trail_words import WORDS, add_choices, looked_names, sentence, shown
from partnerships.models import Activity
from tests.sources import calls, python, tree, where


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]


def passes_on(function):
    """Does it hand its own ``verb`` to ``record``?"""
    return "verb" in {one.arg for one in function.args.args} and any(
        isinstance(one, ast.Call) and ast.unparse(one.func) == "record" and ast.unparse(one.args[1]) == "verb"
        for one in ast.walk(function)
    )


def texts(path, node):
    """The texts a verb can be, also when it is chosen a line above."""
    given = [node]
    if isinstance(node, ast.Name):
        given = [
            one.value
            for one in ast.walk(tree(path))
            if isinstance(one, ast.Assign) and any(ast.unparse(target) == node.id for target in one.targets)
        ]
    return [
        one.value
        for value in given
        for one in ast.walk(value)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]


def recorded():
    """(place, verb, call) of every act: written by ``record``, or by a function of the module that passes a verb on."""
    for path in python():
        passing_on = {one.name for one in functions(path) if passes_on(one)}
        for call, name in calls(path):
            if name in passing_on | {"record"} and len(call.args) > 1:
                for verb in texts(path, call.args[1]):
                    yield where(path, call), verb, call


def test_every_verb_has_words():
    acts = [(place, verb) for place, verb, _call in recorded()]
    assert len(acts) > 80
    assert [act for act in acts if act[1] not in WORDS] == []


def test_every_sentence_belongs_to_a_verb():
    assert sorted(WORDS.keys() - {verb for _place, verb, _call in recorded()} - set(looked_names())) == []


def test_a_sentence_names_details_that_are_kept():
    """``%(new_title)s`` is the title inside ``new``."""
    wrong = []
    for place, verb, call in recorded():
        kept = {word.arg for word in call.keywords}
        if ast.unparse(call.func) != "record" or None in kept:  # its details are passed on
            continue
        asked = set(re.findall(r"%\((\w+)\)", str(WORDS.get(verb, ""))))
        wrong += [(place, one) for one in sorted(asked) if one not in kept and one.split("_")[0] not in kept]
    assert wrong == []


def test_an_edit_keeps_what_it_was_and_became():
    """A verb that begins like an edit hands over ``changed=changes(...)``, or the old and the new."""
    edits = (
        "changed_",
        "revised_",
        "planned_",
        "drew_",
        "judged_",
        "answered_",
        "decided_budget",
        "moved_",
        "replaced_s",
    )
    wrote = {"wrote_sketch", "wrote_plan_element", "wrote_statement", "recorded_statement"}
    silent = []
    for place, verb, call in recorded():
        kept = {word.arg for word in call.keywords}
        if (verb.startswith(edits) or verb in wrote) and "changed" not in kept and not {"old", "new"} <= kept:
            silent.append((place, verb))
    assert silent == []


@pytest.mark.parametrize(
    ("verb", "details", "english"),
    [
        (
            "judged_requirement",
            {"name": "The plan", "verdict": Verdict.MAJOR.value},
            "judged the requirement The plan: Major non-conformity",
        ),
        ("decided_audit", {"outcome": Outcome.POSITIVE.value}, "closed the audit with the decision: Positive"),
        (
            "decided_budget",
            {"old": {}, "new": {"decision": BudgetDecision.GRANTED.value, "decided_on": "2026-11-21"}},
            "recorded the decision on the money for Light: Granted",
        ),
        (
            "lapsed_plan_approvals",
            {"parties": ["Police", "Fire"]},
            "changed the plan Light, so that the approval lapsed of: Police, Fire",
        ),
    ],
)
def test_a_code_is_never_shown(verb, details, english):
    with translation.override("en"):
        assert sentence(Activity(verb=verb, subject_name="Light", details=details)) == english


def test_a_day_is_written_out():
    act = Activity(verb="noted_visit", details={"day": "2026-11-21"})
    for language, month in [("nl", "november"), ("en", "Nov")]:
        with translation.override(language):
            assert month in sentence(act)
            assert "2026-11-21" not in sentence(act)
    assert shown("day", "2026-13-45") == "2026-13-45"
    assert shown("day", None) == ""


def test_a_detail_has_one_list():
    with pytest.raises(ValueError, match="verdict"):
        add_choices("verdict", Outcome)
