"""Every act has a role, every role's act exists, and every act is asked for somewhere."""

import ast

from partnerships.enums import Role
from partnerships.models import Partnership
from partnerships.roles import MATRIX, OVERSEER
from tests.sources import name_of, python, strings, templates, text, tree, where

ACTS = {name for name, _label in Partnership._meta.permissions}
DECLARED_IN = {"partnerships/roles.py", "partnerships/models/partnership.py"}


def test_the_matrix_speaks_of_every_act_and_of_no_other():
    assert set().union(*MATRIX.values(), OVERSEER) == ACTS


def test_every_role_has_its_line():
    assert set(MATRIX) == set(Role)


def test_every_act_is_asked_for():
    asked = {word for path in python() if name_of(path) not in DECLARED_IN for word in strings(path)}
    pages = " ".join(text(path) for path in templates().values())
    assert sorted(act for act in ACTS if act not in asked and act not in pages) == []


def test_nobody_asks_for_a_role_where_an_act_is_meant():
    """A right that hangs on a role's name in a view is one the matrix does not know."""
    found = [
        where(path, node)
        for path in python()
        if {"views", "doors"} & set(path.parts)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare) and ".roles" in ast.unparse(node)
    ]
    assert found == []
