"""What depends on what in this repository, symbol by symbol, as far as the text of the files says so.

A node is a pair: module and symbol (``*`` for the whole module), or one of ``TEMPLATE``, ``ADDRESS``, ``FILE`` with a
name. An edge goes from who mentions to what is mentioned: by an import, or by a word that is looked up late (the name
of a template, of an address, of a fixture, of a setting, of a command).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import PurePosixPath

from tests.changed.addresses import Address, addresses_of, best_matches, included
from tests.changed.sources import BODY, GAP, Source, Symbol

Node = tuple[str, str]
TEMPLATE, ADDRESS, FILE = "template of", "address", "file"
WHOLE = "*"
REQUEST: Node = ("request", "")  # what every request passes: middleware, context processors, pages of errors
SIGN_IN: Node = ("sign-in", "")  # pages of the library that signs people in, which settings and templates steer
COMMANDS, CHECKS = {"call_command"}, {"run_checks"}
MAILERS = {"queue_mail", "LinkKind", "LINK_PAGES"}
CLIENTS = {"Client", "RequestFactory", "client", "rf", "live_server", "AsyncClient", "LiveServerTestCase"}
EVERY_ADDRESS = {"get_resolver", "get_urlconf"}
LEFT_TO_NAMES = {"config.urls", "config.wsgi", "config.wsgi.application"}  # all views: tests ask for them by name
LIBRARY_NAMES = re.compile(r"^/?(account|mfa|socialaccount|usersessions|openid_connect)[_/]")
LIBRARY_TEMPLATES = ("account/", "mfa/", "allauth/", "socialaccount/", "usersessions/")
LINK = re.compile(r"http.*\\S")  # a pattern that finds links in a mail
TAG = re.compile(r"{%-?\s*(\w+)|\|\s*(\w+)")
MENTIONED = re.compile(r"""["']([\w./-]+\.\w+)(?:#\w+)?["']""")
DOTTED = re.compile(r"^[a-z_]\w*(\.\w+)+$")


class Graph:
    """Made of the texts of all files: path → text. ``edges`` is all it has to say."""

    def __init__(self, sources: dict[str, Source], templates: dict[str, str], gone: Iterable[Address] = ()) -> None:
        """``sources``: module → file as read; ``templates``: name → text; ``gone``: addresses that may be no more."""
        self.sources = sources
        self.templates = templates
        self.edges: dict[Node, set[Node]] = defaultdict(set)
        includes = included(sources["config.urls"]) if "config.urls" in sources else {}
        self.addresses: list[Address] = [
            address for module, source in sources.items() for address in addresses_of(module, source, includes)
        ]
        known = {address.name for address in self.addresses}
        self.addresses += [address for address in gone if address.name not in known]
        for module, source in sources.items():
            for name, symbol in source.symbols.items():
                self.edges[module, name] |= set(self.of_symbol(module, name, symbol))
                self.edges[module, WHOLE].add((module, name))
        self.add_registers()
        self.add_frame()
        for name, text in templates.items():
            self.edges[TEMPLATE, name] |= set(self.of_template(name, text))
        for address in self.addresses:
            if view := self.found(address.module, address.view):
                self.edges[ADDRESS, address.name].add(view)
        self.add_given()

    # --- names of Python -----------------------------------------------------------------------------------------------
    def found(self, module: str, dotted: str) -> Node | None:
        """What a name of a module means, through every module that only passes it on. None for a library's."""
        first, _, rest = dotted.partition(".")
        source = self.sources[module]
        if first in source.symbols:
            return module, first
        if first in source.imports:
            return self.imported(*source.imports[first], rest)
        return None

    def imported(self, module: str, name: str, rest: str = "") -> Node | None:
        """What ``from module import name`` means, and ``name.rest`` after it."""
        if not name or name == "*":
            first, _, more = rest.partition(".")
            if first and (module in self.sources or f"{module}.{first}" in self.sources):
                return self.imported(module, first, more)
            return (module, WHOLE) if module in self.sources else None
        whole = f"{module}.{name}" if module else name
        source = self.sources.get(module)
        if source and name in source.symbols:
            return module, name
        if source and name in source.imports:
            return self.imported(*source.imports[name], rest)
        if whole in self.sources:
            return self.imported(whole, "", rest)
        return (module, name) if source else None  # a name that is not there any more is still asked for

    # --- what a symbol mentions ----------------------------------------------------------------------------------------
    def of_symbol(self, module: str, name: str, symbol: Symbol) -> Iterator[Node]:
        source = self.sources[module]
        if name != BODY and BODY in source.symbols:
            yield module, BODY
        for word in symbol.names:
            if found := self.found(module, word):
                yield found
            if source.imports.get(word.partition(".")[0], ("",))[0].startswith("allauth"):
                yield SIGN_IN
        for late in symbol.late:
            if found := self.imported(*late):
                yield found
        is_test = module.startswith("tests.")
        if not source.imports.keys().isdisjoint(CLIENTS & symbol.names) or (is_test and symbol.arguments & CLIENTS):
            yield REQUEST
        if symbol.names & CHECKS or (symbol.names & COMMANDS and "check" in symbol.texts):
            yield from ((one, WHOLE) for one in self.sources if one.endswith(".checks"))
        if symbol.names & EVERY_ADDRESS:
            yield from ((ADDRESS, address.name) for address in self.addresses)
        for word in symbol.attributes & self.related.keys():
            yield self.related[word]
        for text in symbol.texts:
            yield from self.of_text(text, commands=bool(symbol.names & COMMANDS))
            if text in self.mails and (not is_test or "template" in symbol.attributes or "queue_mail" in symbol.names):
                yield from ((TEMPLATE, one) for one in self.mails[text])
            if is_test:
                yield from self.of_test_text(text)
        if is_test:
            yield from self.fixtures(module, name, symbol)

    def of_text(self, text: str, *, commands: bool) -> Iterator[Node]:
        """Words that are looked up late anywhere in the house."""
        if "." in text and (name := PurePosixPath(text.replace(GAP, "x")).name) and len(text) < 200:
            if GAP in text and len(text.replace(GAP, "")) > 6:
                yield from ((TEMPLATE, one) for one in self.pages if fnmatchcase(one, text.replace(GAP, "*")))
            elif text in self.by_file:
                yield from ((TEMPLATE, one) for one in self.by_file[text])
            if DOTTED.match(text):
                yield from self.of_dotted(text)
            yield FILE, name
        if commands and text in self.commands:
            yield self.commands[text], WHOLE

    def of_dotted(self, text: str) -> Iterator[Node]:
        """A module, something in a module, or a model, named as settings and keys do: ``"partnerships.Agreement"``."""
        module, _, last = text.rpartition(".")
        if text in LEFT_TO_NAMES:
            return
        if last in self.models.get(module, {}):
            yield self.models[module][last]
        elif text in self.sources:
            yield text, WHOLE
        elif module in self.sources:
            yield self.imported(module, last) or (module, WHOLE)

    def of_test_text(self, text: str) -> Iterator[Node]:
        """Addresses as tests write them: by name, by the last part of a name, or as a path."""
        if LIBRARY_NAMES.match(text):
            yield SIGN_IN
        if text.startswith(("admin:", "/beheer/")):
            yield from ((module, WHOLE) for module in self.sources if ".admin" in module)
        for name in self.by_name.get(text, ()):
            yield ADDRESS, name
        if ":" in text and GAP in text and not text.endswith(f":{GAP}"):
            pattern = text.replace(GAP, "*")
            yield from ((ADDRESS, one.name) for one in self.addresses if fnmatchcase(one.name, pattern))
        if "/" in text and " " not in text and "\n" not in text:
            yield from ((ADDRESS, one) for one in best_matches(text, tuple(self.addresses)))

    def fixtures(self, module: str, name: str, symbol: Symbol) -> Iterator[Node]:
        """The fixtures a test or a fixture asks for, and those that every test below a conftest gets."""
        asked = symbol.arguments | (symbol.texts if {"usefixtures", "getfixturevalue"} & symbol.attributes else set())
        for place in self.conftests(module):
            source = self.sources[place]
            for fixture in asked & (source.symbols.keys() | source.imports.keys()):
                found = self.found(place, fixture)
                if found and found != (module, name):
                    yield found
            if name.startswith("test_"):
                yield from ((place, always) for always, one in source.symbols.items() if is_for_all(always, one))

    def conftests(self, module: str) -> Iterator[str]:
        """The module itself and the conftest of its folder and of each above it."""
        yield module
        parts = module.split(".")[:-1]
        while parts:
            place = ".".join([*parts, "conftest"])
            if place in self.sources and place != module:
                yield place
            parts.pop()

    # --- late look-ups ---------------------------------------------------------------------------------------------------
    @cached_property
    def by_name(self) -> dict[str, set[str]]:
        """Names of addresses by their whole name and by their last part."""
        found: dict[str, set[str]] = defaultdict(set)
        for address in self.addresses:
            found[address.name].add(address.name)
            found[address.name.rpartition(":")[2]].add(address.name)
        return found

    @cached_property
    def by_file(self) -> dict[str, set[str]]:
        """Templates by their whole name and by the name of their file."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.pages:
            found[name].add(name)
            found[PurePosixPath(name).name].add(name)
        return found

    @cached_property
    def pages(self) -> list[str]:
        """All templates but those of mails, which are asked for by the name of their folder."""
        return [name for name in self.templates if not name.startswith("emails/")]

    @cached_property
    def mails(self) -> dict[str, set[str]]:
        """Templates of a mail by the name that queues it."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.templates:
            parts = name.split("/")
            if parts[0] == "emails" and len(parts) == 3:
                found[parts[1]].add(name)
                found[f"emails/{parts[1]}"].add(name)
        return found

    @cached_property
    def commands(self) -> dict[str, str]:
        return {module.rpartition(".")[2]: module for module in self.sources if ".management.commands." in module}

    @cached_property
    def models(self) -> dict[str, dict[str, Node]]:
        """App → name of a model → the class, as ``"partnerships.Agreement"`` is written in keys."""
        found: dict[str, dict[str, Node]] = defaultdict(dict)
        for module, source in self.sources.items():
            parts = module.split(".")
            if len(parts) > 2 and parts[1] == "models":
                found[parts[0]] |= {name: (module, name) for name in source.symbols}
        return found

    @cached_property
    def related(self) -> dict[str, Node]:
        """The name by which the other side of a key reaches a model: ``partnership.agreements``."""
        found: dict[str, Node] = {}
        for module, source in self.sources.items():
            if ".models." in module:
                for name, symbol in source.symbols.items():
                    found |= dict.fromkeys(symbol.related, (module, name))
        return found

    @cached_property
    def tags(self) -> dict[str, set[Node]]:
        """Tags and filters of templates by the word that is written."""
        found: dict[str, set[Node]] = defaultdict(set)
        for module, source in self.sources.items():
            if ".templatetags." in module:
                for name, symbol in source.symbols.items():
                    if any(call.startswith("register.") for call in symbol.calls):
                        for word in {name, *symbol.texts}:
                            found[word].add((module, name))
        return found

    # --- what is no mention ----------------------------------------------------------------------------------------------
    def of_template(self, name: str, text: str) -> Iterator[Node]:
        for word in set(MENTIONED.findall(text)):
            if word in self.templates:
                yield TEMPLATE, word
            yield FILE, PurePosixPath(word).name
        for tag, word in set(TAG.findall(text)):
            yield from self.tags.get(tag or word, ())

    def add_registers(self) -> None:
        """Who reads a register (``FACTS``) depends on everything that puts itself in it, by a decorator or a call."""
        for module, source in self.sources.items():
            for name, symbol in source.symbols.items():
                for call in symbol.calls:
                    found = self.found(module, call)
                    if found:
                        for register in self.filled_by(found, 2):
                            self.edges[register].add((module, name))

    def filled_by(self, node: Node, deeper: int) -> set[Node]:
        """The values at the top of a module that a function fills, itself or by a function it calls."""
        symbol = self.symbol(node)
        if symbol is None or node[0].startswith("tests."):
            return set()
        found = {where for name in symbol.changes if (where := self.found(node[0], name))}
        found = {where for where in found if (one := self.symbol(where)) and one.is_value}
        if deeper:
            for name in symbol.names:
                where = self.found(node[0], name)
                if where and where != node:
                    found |= self.filled_by(where, deeper - 1)
        return found

    def add_given(self) -> None:
        """Addresses that a test does not write but is given: of a row, of a redirect it follows, of a link in a mail."""
        rows = {
            one
            for module, source in self.sources.items()
            for symbol in source.symbols.values()
            if ".models." in module
            for one in self.named(symbol)
        }
        mails = {
            one
            for module, source in self.sources.items()
            for symbol in source.symbols.values()
            if not module.startswith("tests.") and symbol.names & MAILERS
            for one in self.named(symbol)
        }
        for module, source in self.sources.items():
            for name, symbol in source.symbols.items() if module.startswith("tests.") else ():
                edges = self.edges[module, name]
                if "get_absolute_url" in symbol.attributes:
                    edges |= rows
                if "link_for" in symbol.names:
                    edges |= mails
                for text in symbol.texts:
                    if LINK.search(text):
                        edges |= self.beginning_with(text) or mails
                    elif "outbox" in symbol.attributes:
                        edges |= self.beginning_with(text)
                if "follow" in symbol.attributes or "Location" in symbol.texts:
                    for address in [node for node in edges if node[0] == ADDRESS]:
                        edges |= {one for view in self.edges[address] for one in self.redirects(view, rows)}

    def beginning_with(self, text: str) -> set[Node]:
        """The addresses whose first word stands in a pattern that finds links: ``http://[^/]+(/pulse/\\S+)``."""
        words = set(re.findall(r"/([a-z-]+)/", text))
        return {(ADDRESS, one.name) for one in self.addresses if one.route.partition("/")[0] in words}

    def redirects(self, view: Node, rows: set[Node]) -> Iterator[Node]:
        """Where a view may send somebody: addresses that it names, itself or by a function beside it."""
        for where in [view, *(node for node in self.edges[view] if node[0] == view[0])]:
            if symbol := self.symbol(where):
                yield from self.named(symbol)
                if "redirect" in symbol.names:
                    yield from rows

    def named(self, symbol: Symbol) -> set[Node]:
        return {(ADDRESS, text) for text in symbol.texts if ":" in text and text in self.by_name}

    def symbol(self, node: Node) -> Symbol | None:
        source = self.sources.get(node[0])
        return source.symbols.get(node[1]) if source else None

    def add_frame(self) -> None:
        settings = self.sources.get("config.settings")
        for name in settings.symbols if settings else ():
            self.edges[SIGN_IN].add(("config.settings", name))
            if not name.startswith(("ACCOUNT_", "MFA_", "SOCIALACCOUNT_")):
                self.edges[REQUEST].add(("config.settings", name))
        self.edges[REQUEST] |= {(TEMPLATE, name) for name in self.templates if re.match(r"^\d{3}", name)}
        self.edges[SIGN_IN] |= {(TEMPLATE, name) for name in self.templates if name.startswith(LIBRARY_TEMPLATES)}


def is_for_all(name: str, symbol: Symbol) -> bool:
    """Does every test get this: a fixture that is always used, the making of the database, or a hook of pytest?"""
    return (
        name.startswith(("pytest_", "django_db"))
        or name == "pytestmark"
        or ("autouse" in symbol.attributes and any(call.endswith("fixture") for call in symbol.calls))
    )


def reached(edges: dict[Node, set[Node]], start: Iterable[Node]) -> dict[Node, Node | None]:
    """All that depends on the starting nodes, each with the node through which it was found."""
    back: dict[Node, list[Node]] = defaultdict(list)
    for node, others in edges.items():
        for other in others:
            back[other].append(node)
    found: dict[Node, Node | None] = dict.fromkeys(sorted(start))
    waiting = list(found)
    while waiting:
        node = waiting.pop(0)
        for other in sorted(back.get(node, ())):
            if other not in found:
                found[other] = node
                waiting.append(other)
    return found
