"""The addresses of the house as its ``urls`` modules write them, and which of them a path in a test may be."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from tests.changed.sources import GAP, Source, Symbol, dotted

NEVER = -100
PART = re.compile(r"<[^>]*>|\(\?P<[^>]*>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """One line of ``urlpatterns``: its name with its space, its route, and the view as its module calls it."""

    name: str
    route: str
    module: str
    view: str
    line: str  # as it is written, to see whether it changed


def addresses_of(module: str, source: Source, includes: dict[str, str]) -> Iterator[Address]:
    """The addresses a module names; none when it is no module of addresses.

    ``includes``: what ``included`` says of the modules that include others.
    """
    if "urls" not in module or module.startswith("tests."):
        return
    app = module.split(".")[0]
    space = "" if app == "config" else f"{app}:"
    includes = includes | included(source)
    for here, symbol in source.symbols.items():
        before = includes.get(module, "") + includes.get(here, "")
        for call in routes_in(symbol):
            if view := dotted(call.args[1]):
                named = {word.arg: word.value for word in call.keywords}.get("name")
                route = before + route_of(call.args[0], source)
                name = str(named.value) if isinstance(named, ast.Constant) else route
                yield Address(f"{space}{name}", route, module, view, ast.dump(call))


def included(source: Source) -> dict[str, str]:
    """Module, or list in the same file, that is included → what stands before its routes."""
    found = {}
    for symbol in source.symbols.values():
        for call in routes_in(symbol):
            inner = call.args[1]
            if isinstance(inner, ast.Call) and dotted(inner.func) == "include" and inner.args:
                what = inner.args[0]
                name = str(what.value) if isinstance(what, ast.Constant) else dotted(what)
                found[name] = route_of(call.args[0], source)
    return found


def routes_in(symbol: Symbol) -> Iterator[ast.Call]:
    for statement in symbol.statements if {"path", "re_path"} & symbol.names else ():
        for call in ast.walk(statement):
            if isinstance(call, ast.Call) and dotted(call.func) in {"path", "re_path"} and len(call.args) > 1:
                yield call


def route_of(node: ast.expr, source: Source) -> str:
    """A route, with what an f-string fills in from a value at the top of the module."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(route_of(part, source) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return route_of(node.value, source)
    if isinstance(node, ast.BinOp):
        return route_of(node.left, source) + route_of(node.right, source)
    return value_of(source.symbols.get(dotted(node)))


def value_of(symbol: Symbol | None) -> str:
    for statement in symbol.statements if symbol else ():
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Constant):
            return str(value.value)
    return GAP


def best_matches(text: str, addresses: tuple[Address, ...]) -> set[str]:
    """Names of the addresses that a path in a test may mean: those with which it shares the most written words.

    What is filled in, in either, may be anything; ``f"{page}sign/"`` begins with any number of parts. A text that shares
    no word with a route, or does not begin with a slash or with something filled in, means none.
    """
    path = re.split(r"[?#]", text)[0]
    if path == "/":
        return {address.name for address in addresses if address.route == ""}
    if not path.startswith(("/", GAP)):
        return set()
    asked = path.removeprefix("/").split("/")
    if path.startswith(GAP):
        asked = ["**", *([asked[0].removeprefix(GAP)] if asked[0] != GAP else []), *asked[1:]]
    if not [word for word in asked if word not in {"**", "", "p"} and GAP not in word]:
        return set()
    scores = {address.name: shared(tuple(asked), parts_of(address.route)) for address in addresses}
    best = max(scores.values(), default=0)
    return {name for name, score in scores.items() if score == best} if best > 0 else set()


@cache
def parts_of(route: str) -> tuple[str, ...]:
    return tuple(PART.sub(GAP, route.replace("^", "").replace("$", "")).split("/"))


@cache
def shared(asked: tuple[str, ...], there: tuple[str, ...]) -> int:
    """How many written words a path and a route have in common, in their places; below nought when they cannot be one."""
    if not asked or not there:
        return 0 if not asked and not there else NEVER
    if asked[0] == "**":
        return max(shared(asked[1:], there), shared(asked, there[1:]))
    rest = shared(asked[1:], there[1:])
    if GAP in (asked[0], there[0]):
        return rest
    return rest + bool(there[0]) if fnmatchcase(there[0], asked[0].replace(GAP, "*")) else NEVER
