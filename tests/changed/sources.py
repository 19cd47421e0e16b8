"""One Python file as the graph needs it: its symbols, and for each what it mentions.

A symbol is what stands at the top of a file under a name: a function, a class, a value. What runs there without a name
(a loop, a bare call) belongs to the symbol ``BODY``.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

BODY = ""
FILLS = {"add", "append", "extend", "insert", "setdefault", "update"}
GAP = "\0"  # stands in a text for what an f-string fills in


@dataclass
class Symbol:
    """What one symbol mentions, by the words that stand there; nothing is looked up yet."""

    names: set[str] = field(default_factory=set)  # ``found``, and ``parties.found`` for what hangs on a name
    attributes: set[str] = field(default_factory=set)
    arguments: set[str] = field(default_factory=set)  # of functions; in tests these are fixtures
    texts: set[str] = field(default_factory=set)
    late: set[tuple[str, str]] = field(default_factory=set)  # imports inside it: module and name ("" for the module)
    calls: set[str] = field(default_factory=set)  # what decorates it, or is called where the file is read
    changes: set[str] = field(default_factory=set)  # names whose value it fills: ``KINDS[purpose] = kind``
    related: set[str] = field(default_factory=set)  # of a model: its ``related_name``s
    statements: list[ast.stmt] = field(default_factory=list)

    @property
    def is_value(self) -> bool:
        return any(isinstance(one, ast.Assign | ast.AnnAssign) for one in self.statements)


@dataclass
class Source:
    """A file: its symbols by name, and where each name it imports comes from."""

    symbols: dict[str, Symbol] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_source(text: str) -> Source:
    """Read a file. Raises ``SyntaxError`` where it is no Python."""
    source = Source()
    for statement in statements(ast.parse(text).body):
        if isinstance(statement, ast.Import | ast.ImportFrom):
            source.imports |= dict(imported(statement))
            continue
        for name in names_of(statement):
            symbol = source.symbols.setdefault(name, Symbol())
            symbol.statements.append(statement)
            gather(statement, symbol)
            symbol.calls |= called_at_once(statement)
    return source


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements at the top, also those under an ``if`` or ``try``; not what only the type checker reads."""
    for statement in body:
        if isinstance(statement, ast.If):
            if "TYPE_CHECKING" not in ast.dump(statement.test):
                yield from statements(statement.body)
            yield from statements(statement.orelse)
        elif isinstance(statement, ast.Try):
            yield from statements([*statement.body, *statement.orelse, *statement.finalbody])
            for handler in statement.handlers:
                yield from statements(handler.body)
        else:
            yield statement


def imported(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, tuple[str, str]]]:
    """Name here → module and name there. ``import a.b`` gives the name ``a``."""
    for alias in statement.names:
        if isinstance(statement, ast.ImportFrom):
            yield alias.asname or alias.name, (statement.module or "", alias.name)
        elif alias.asname:
            yield alias.asname, (alias.name, "")
        else:
            first = alias.name.split(".")[0]
            yield first, (first, "")


def names_of(statement: ast.stmt) -> list[str]:
    """The names a statement gives; ``BODY`` when it gives none."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    targets = {
        ast.Assign: lambda: statement.targets,  # type: ignore[attr-defined]
        ast.AnnAssign: lambda: [statement.target],  # type: ignore[attr-defined]
        ast.AugAssign: lambda: [statement.target],  # type: ignore[attr-defined]
    }.get(type(statement), list)()
    return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)] or [BODY]


def called_at_once(statement: ast.stmt) -> set[str]:
    """What runs when the file is read: decorators, and the calls of a statement that defines nothing to run later."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        found = [node.func if isinstance(node, ast.Call) else node for node in statement.decorator_list]
    else:
        found = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
    return {name for name in map(dotted, found) if name}


def dotted(node: ast.expr) -> str:
    """``a.b.c`` for an attribute of an attribute of a name; "" for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def gather(statement: ast.stmt, symbol: Symbol) -> None:
    """Note all that is mentioned anywhere in a statement."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            symbol.names.add(node.id)
        elif isinstance(node, ast.Attribute):
            symbol.attributes.add(node.attr)
            if whole := dotted(node):
                symbol.names.add(whole)
                symbol.attributes.update(whole.split(".")[1:])
                if node.attr in FILLS:
                    symbol.changes.add(whole.rpartition(".")[0])
                continue
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            symbol.changes.add(dotted(node.value))
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                symbol.texts.add(node.value)
            continue
        elif isinstance(node, ast.JoinedStr):
            symbol.texts.add(
                "".join(str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values)
            )
            waiting += [part for part in node.values if not isinstance(part, ast.Constant)]
            continue
        elif isinstance(node, ast.arg):
            symbol.arguments.add(node.arg)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            symbol.late |= {where for _name, where in imported(node)}
            continue
        elif isinstance(node, ast.keyword) and node.arg:
            symbol.attributes.update(node.arg.split("__"))
            if node.arg == "related_name" and isinstance(node.value, ast.Constant):
                symbol.related.add(str(node.value.value))
        waiting.extend(ast.iter_child_nodes(node))
