"""Which test files a change can break: the rules, and what is said about them.

What cannot be told from the files means all tests. What is left out on purpose is told in ``Choice.left_out``.
"""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import PurePosixPath

from tests.changed.addresses import addresses_of, included
from tests.changed.graph import ADDRESS, EVERY_ADDRESS, FILE, TEMPLATE, WHOLE, Graph, Node, reached
from tests.changed.sources import GAP, Source, Symbol, read_source

Files = dict[str, str]  # path from the root → text
ROOMS = ("config", "oversight", "certification", "actionplans", "assessments", "partnerships", "tests")
EVERYTHING = (  # these reach every test, or nobody can tell which
    "config/settings.py", "tests/settings.py", "config/celery.py", "manage.py", "pyproject.toml", "requirements*",
    "package*.json", "partnerships/tenancy/*", "script/*", "*/migrations/*", ".ci/*", "Dockerfile", "docker-compose.yml",
)  # fmt: skip
PAPERS = ("docs/*", "*.md", "LICENSE", "publiccode.yml", ".gitignore", ".editorconfig", ".dockerignore")
HOUSE = ("tests/house/test_*.py", "tests/test_*.py")
# What the walks past every page look at: a verb deeper down has tests of its own.
WALKED = {
    "views", "forms", "filters", "urls", "audit_urls", "account_urls", "doors", "tenancy", "templatetags", "navigation",
    "access", "acting", "roles", "limits", "context_processors", "accounts", "admin", "personal_data",
}  # fmt: skip
NO_MATTER = {"__all__", "app_name"}  # of no matter to who imports by name
A_TABLE = 40  # addresses named by one symbol
BROWSER = "they drive a browser, and do not name the address of what changed"
WALKING = "they walk past many pages, and what changed lies below the pages (a verb, a model, a document)"


@dataclass
class Choice:
    """``chosen`` and ``left_out``: test, as ``path::name`` → why. ``everything`` says why all of them run, if they do."""

    chosen: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    tests: int = 0  # how many there are
    whole: set[str] = field(default_factory=set)  # files of which every test is chosen
    everything: str = ""


def choose(before: Files, now: Files, changed: Iterable[str]) -> Choice:
    """``before``: the changed files as they were; ``now``: all files as they are; ``changed``: the paths that differ."""
    changed = sorted(changed)
    for path in changed:
        if any(fnmatchcase(path, pattern) for pattern in EVERYTHING):
            return Choice(everything=f"{path} can reach every test")
    try:
        state = State(before, now, changed)
    except SyntaxError as error:
        return Choice(everything=f"a file is no Python ({error})")
    if not state.unknown:
        choice = state.choice()
    if state.unknown:
        return Choice(everything=f"nothing says what {state.unknown} can break")
    return choice


class State:
    """The graph of now, with what went away still in it, and the nodes that changed."""

    def __init__(self, before: Files, now: Files, changed: list[str]) -> None:
        self.changed: set[Node] = set()
        self.added: set[Node] = set()  # symbols that were not there: nothing could depend on them
        self.direct: dict[str, str] = {}  # test files chosen by a rule of their own
        self.unknown = ""
        sources = {module_of(path): read_source(text) for path, text in now.items() if is_module(path)}
        templates = {name_of(path): text for path, text in now.items() if path.startswith("templates/")}
        gone = []
        includes = included(sources["config.urls"]) if "config.urls" in sources else {}
        for path in changed:
            if path.startswith("templates/"):
                templates.setdefault(name_of(path), "")
            elif is_module(path):
                module, old = module_of(path), read_source(before.get(path, ""))
                new = sources.setdefault(module, Source())
                self.changed |= {(module, name) for name in different(old, new)}
                self.added |= {(module, name) for name in new.symbols.keys() - old.symbols.keys()}
                gone += list(addresses_of(module, old, includes))
                for name in old.symbols.keys() - new.symbols.keys():
                    new.symbols[name] = Symbol()
        self.sources = sources
        self.now = now
        self.graph = Graph(sources, templates, gone)
        for path in changed:
            self.mark(path, before.get(path, ""), now.get(path, ""))

    def mark(self, path: str, old: str, new: str) -> None:
        """Note what a changed file changes, apart from the symbols of Python."""
        name = PurePosixPath(path).name
        if not path.startswith("templates/"):
            self.changed.add((FILE, name))
        if is_module(path):
            module = module_of(path)
            if "urls" in module:
                lines = [set(addresses_of(module, read_source(text), {})) for text in (old, new)]
                if different_beside_addresses(read_source(old), read_source(new)):
                    lines = [lines[0] | lines[1], set()]
                self.changed -= {(module, symbol) for symbol in self.sources[module].symbols}
                self.changed |= {(ADDRESS, address.name) for address in lines[0] ^ lines[1]}
            if is_test(path):
                self.direct[path] = "it changed"
        elif path.startswith("templates/"):
            self.changed.add((TEMPLATE, name_of(path)))
        elif path.startswith("static/"):
            self.direct |= dict.fromkeys(self.browser_tests(), path)
        elif path.startswith("locale/"):
            self.direct |= dict.fromkeys(self.tests_with_words(old, new), f"words of {path}")
        elif path.startswith(("partnerships/schemes/", "partnerships/agreement_templates/")):
            self.changed |= self.readers_of_data(path, old + new)
        elif any(fnmatchcase(path, pattern) for pattern in PAPERS):
            pass
        elif not any((FILE, name) in others for others in self.graph.edges.values()):
            self.unknown = path

    def browser_tests(self) -> list[str]:
        return [path for path in self.now if is_test(path) and "mark.browser" in self.now[path]]

    def tests_with_words(self, old: str, new: str) -> set[str]:
        """Tests that ask for words which a translation had before and has not now, or the other way round.

        A text that came or went is none of these: it came or went with code, which chooses by itself.
        """
        before, now = sentences(old), sentences(new)
        changed = [(before[one], now[one]) for one in before.keys() & now.keys() if before[one] != now[one]]
        found = set()
        for path in self.now:
            if is_test(path) and changed:
                symbols = self.sources[module_of(path)].symbols.values()
                parts = {part.strip() for symbol in symbols for text in symbol.texts for part in text.split(GAP)}
                if any(asks_for(part, *pair) for part in parts if len(part) > 3 for pair in changed):
                    found.add(path)
        return found

    def readers_of_data(self, path: str, text: str) -> set[Node]:
        """Symbols that read this scheme or template of an agreement: who reads all, and tests that name it."""
        if path.startswith("partnerships/agreement_templates/"):
            return {
                ("partnerships.template_files", name) for name in self.sources["partnerships.template_files"].symbols
            }
        urn = next(iter(re.findall(r"^urn: (\S+)", text, re.MULTILINE)), "")
        kind = next(iter(re.findall(r"^ending:\n\s+kind: (\S+)", text, re.MULTILINE)), "")
        readers = {"all_schemes", "schemes_for", "newest"}
        found: set[Node] = set()
        for module, source in self.sources.items():
            for name, symbol in source.symbols.items():
                words = {word.rpartition(".")[2] for word in symbol.names}
                named = (words & {"newest_scheme"} and kind in symbol.texts) or (
                    module.startswith("tests.") and urn in symbol.texts
                )
                if named or (readers & words and name != "newest_scheme" and module != "partnerships.scheme_files"):
                    found.add((module, name))
        return found

    def choice(self) -> Choice:
        browser = set(self.browser_tests())
        far = reached(self.graph.edges, self.changed)
        near = reached(cut(self.graph.edges, WALKED), self.changed)
        seen = self.seen_in_a_browser()
        self.unknown = self.without_tests()
        choice = Choice()
        for path in sorted(filter(is_test, self.now)):
            before = len(choice.chosen)
            tests = [
                (module_of(path), name) for name in self.sources[module_of(path)].symbols if name.startswith("test_")
            ]
            choice.tests += len(tests)
            for node in tests:
                test = f"{path}::{node[1]}"
                allowed = seen if path in browser else near if node in self.walking else far
                if any(fnmatchcase(path, pattern) for pattern in HOUSE):
                    choice.chosen[test] = "the rules of the house always run"
                elif path in self.direct:
                    choice.chosen[test] = self.direct[path]
                elif node in allowed:
                    choice.chosen[test] = self.reason(node, allowed)
                elif node in far:
                    choice.left_out[test] = BROWSER if path in browser else WALKING
            if len(choice.chosen) == before + len(tests):
                choice.whole.add(path)
        return choice

    def without_tests(self) -> str:
        """A changed symbol or template that no test leads to: it is used in a way that is not written down, or not at all."""
        led_to = self.led_to() | self.added
        for module, name in sorted(self.changed):
            if (module, name) in led_to or name in NO_MATTER or module in {ADDRESS, FILE}:
                continue
            source = self.sources.get(module)
            if source and is_test(f"{module.replace('.', '/')}.py"):
                continue
            if module == TEMPLATE and self.graph.templates[name]:
                return f"templates/{name}"
            if source and name in source.symbols and source.symbols[name].statements:
                return f"{module}.{name}"
        return ""

    def led_to(self) -> set[Node]:
        """All that some test leads to."""
        found: set[Node] = set()
        waiting: list[Node] = [(module_of(path), WHOLE) for path in self.now if is_test(path)]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting.extend(self.graph.edges.get(node, ()))
        return found

    def seen_in_a_browser(self) -> dict[Node, Node | None]:
        """Browser tests that name the address of what changed in their own file, and those whose helpers changed.

        A journey passes nearly every page by the steps that all journeys share; by those it would run for any change.
        """
        own = {
            node: {one for one in others if one[0] == node[0] or not one[0].startswith("tests.")}
            if node[0].startswith("tests.") else others
            for node, others in self.graph.edges.items()
            if node not in self.walkers
        }  # fmt: skip
        helpers = [node for node in self.changed if node[0].startswith("tests.")]
        return reached(self.inside_tests, helpers) | reached(cut(own, {"templatetags"}), self.changed)

    @cached_property
    def inside_tests(self) -> dict[Node, set[Node]]:
        return {node: others for node, others in self.graph.edges.items() if node[0].startswith("tests.")}

    @cached_property
    def walkers(self) -> set[Node]:
        """Where tests ask for every address there is, or have a table of a great many."""
        return {
            (module, name)
            for module, source in self.sources.items()
            for name, symbol in source.symbols.items()
            if module.startswith("tests.")
            and (symbol.names & EVERY_ADDRESS or len(symbol.texts & self.graph.by_name.keys()) > A_TABLE)
        }

    @cached_property
    def walking(self) -> set[Node]:
        """What walks past every address, in tests and in what they share."""
        return set(reached(self.inside_tests, self.walkers))

    def reason(self, node: Node, found: dict[Node, Node | None]) -> str:
        """What changed, and through what it is reached."""
        steps = [node]
        while (following := found[steps[-1]]) is not None:
            steps.append(following)
        return " ← ".join(reversed([told(step) for step in steps if step[1] != WHOLE][-3:]))


def cut(edges: dict[Node, set[Node]], rooms: set[str]) -> dict[Node, set[Node]]:
    """The edges without those by which the product goes down to other rooms than these."""
    found = {}
    for node, others in edges.items():
        if "." in node[0] and not node[0].startswith("tests."):
            others = {one for one in others if "." not in one[0] or rooms & set(one[0].split("."))}
        found[node] = others
    return found


def told(node: Node) -> str:
    return f"{node[0]}.{node[1]}".rstrip(".") if "." in node[0] else f"{node[0]} {node[1]}".replace("of ", "")


def different(old: Source, new: Source) -> set[str]:
    """The symbols of a file that are not what they were; where a name they use comes from counts too."""
    return {
        name
        for name in old.symbols.keys() | new.symbols.keys()
        if code(old, old.symbols.get(name)) != code(new, new.symbols.get(name))
    }


def code(source: Source, symbol: Symbol | None) -> object:
    if symbol is None:
        return None
    first = {name.partition(".")[0] for name in symbol.names}
    return [ast.dump(one) for one in symbol.statements], {name: source.imports.get(name) for name in first}


def different_beside_addresses(old: Source, new: Source) -> bool:
    """Did a module of addresses change in more than its lists of addresses?"""

    def rest(source: Source) -> dict[str, object]:
        return {
            name: [ast.dump(one) for one in symbol.statements]
            for name, symbol in source.symbols.items()
            if not {"path", "re_path"} & symbol.names
        }

    return rest(old) != rest(new)


def asks_for(part: str, before: str, now: str) -> bool:
    """Do these words, as whole words, stand in one of two translations only?"""
    if (part in before) is (part in now):
        return False
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", before + "\n" + now) is not None


def sentences(text: str) -> dict[str, str]:
    """Text → translation, as a translation file has them (with all forms of a plural in one)."""
    found = {}
    for block in text.split("\n\n"):
        halves: dict[str, str] = {"msgid": "", "msgstr": ""}
        half = ""
        for line in block.splitlines():
            word, _, rest = line.partition(" ")
            if word.startswith(("msgid", "msgstr")):
                half, line = word[:6] if word.startswith("msgstr") else "msgid", rest
            if half and line.startswith('"'):
                halves[half] += line[1:-1].replace("\\n", "\n").replace('\\"', '"')
        if halves["msgid"]:
            found[halves["msgid"]] = halves["msgstr"] or halves["msgid"]
    return found


def is_test(path: str) -> bool:
    return PurePosixPath(path).name.startswith("test_") and path.endswith(".py")


def is_module(path: str) -> bool:
    return path.endswith(".py") and path.split("/")[0] in ROOMS and "/migrations/" not in path


def module_of(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def name_of(path: str) -> str:
    return path.removeprefix("templates/")
