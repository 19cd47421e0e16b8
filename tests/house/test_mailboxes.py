"""Addresses are kept and compared in one way only: through ``partnerships/mailbox.py``."""

import ast

import pytest

from tests.sources import name_of, python, tree, where

OWN = "partnerships/mailbox.py"
ADDRESSES = ("email", "to_email", "from_email")
EXACTLY = {
    "partnerships/models/user.py": "the name to sign in with: a +tag is no other name for an account",
    "partnerships/doors/sign_on.py": "an account is opened for the very address a provider vouches for",
    "partnerships/views/demo.py": "a button of the demonstration, with the address of one of its people",
    "oversight/domain/progress_links.py": "rows found by the very values they were written with",
    "oversight/domain/forgetting.py": "attempts to sign in, kept by the library under a name of its own",
}
ASKS = {"filter", "exclude", "get", "Q"}
FINE = {"mailbox", "mailbox__in", "endswith", "isnull", "gt"}


def is_address(node):
    """``one.email``, ``email`` or ``row["email"]``: what reads like an address."""
    if isinstance(node, ast.Call):
        called = node.func
        return (isinstance(called, ast.Attribute) and called.attr in {"lower", "strip", "casefold"}) and is_address(
            called.value
        )
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value in ADDRESSES
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in ADDRESSES or name.endswith("_email")


def wrongs(module):
    """The nodes of a module that spell or compare an address in a way of their own."""
    for node in ast.walk(module):
        if isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            if all(is_address(side) for side in [node.left, *node.comparators]):
                yield node
        elif isinstance(node, ast.Call) and is_wrong_call(node):
            yield node


def is_wrong_call(call):
    method = isinstance(call.func, ast.Attribute)
    name = call.func.attr if method else getattr(call.func, "id", "")
    if name in {"lower", "casefold"}:
        return method and is_address(call.func.value)
    if name == "Lower":
        return any("email" in str(getattr(arg, "value", "")) for arg in call.args)
    return name == "EmailField" or (name in ASKS and any(is_bare(one) for one in call.keywords))


def is_bare(keyword):
    """``email=address``, ``user__email__in=addresses``: not by mailbox. ``email=""`` asks whether there is one."""
    field = keyword.arg or ""
    _before, found, how = field.rpartition("email__")
    if found:
        return how not in FINE
    return field.endswith("email") and not isinstance(keyword.value, ast.Constant)


def test_addresses_are_compared_by_mailbox_only():
    found = [
        where(path, node)
        for path in python()
        if name_of(path) != OWN and name_of(path) not in EXACTLY
        for node in wrongs(tree(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "one.email.lower() in seen",
        "one.email == other.email",
        "email.strip().lower() != row.email",
        "User.objects.filter(email__iexact=email)",
        "Contact.objects.filter(user__email__in=emails)",
        "Contact.objects.filter(email=email)",
        "rows.annotate(address=Lower('user__email'))",
        "email = forms.EmailField()",
    ],
)
def test_the_rule_sees_a_bare_comparison(line):
    assert list(wrongs(ast.parse(line)))


@pytest.mark.parametrize(
    "line", ["same_mailbox(one.email, email)", "rows.filter(email__mailbox=email)", "rows.exclude(email='')"]
)
def test_the_rule_lets_the_right_way_pass(line):
    assert not list(wrongs(ast.parse(line)))
