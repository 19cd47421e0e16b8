"""Templates: small, without script or style of their own, used, and closed to what they were not given."""

import ast
import re
from pathlib import Path

import django
import pytest
from django.template import engines
from django.template.utils import get_app_template_dirs

from tests.sources import python, strings, templates, text, tree

PAGES = {name: path for name, path in templates().items() if path.suffix == ".html"}
MAILS = {name for name in templates() if name.startswith("emails/")}
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "507.html"}
NAMED = re.compile(r"""["']([\w./-]+\.(?:html|svg|txt|css))(?:#[\w-]+)?["']""")
INCLUDE = re.compile(r"{%\s*include\s+(.*?)\s*%}", re.DOTALL)
FORBIDDEN = {
    "script in the page": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "style in the page": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "handler in the page": re.compile(r"<[^%>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "address of others": re.compile(r"(?:src|href)=[\"'](?:https?:)?//(?!www\.w3\.org)", re.IGNORECASE),
}


def put_together(path):
    """Names a module makes of pieces, such as ``f"partnerships/{page}.html"``, as patterns."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            pieces = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"[\w./-]+" for v in node.values]
            if "/" in pieces[0]:
                yield re.compile("".join(pieces))


def is_put_together(name):
    return any(pattern.fullmatch(name) for path in python() for pattern in put_together(path))


def named():
    """Every template that is named by a module or by another template."""
    in_code = {name for path in python() for word in strings(path) for name in [word.partition("#")[0]]}
    in_templates = {match for name, path in templates().items() for match in NAMED.findall(text(path)) if match != name}
    return in_code | in_templates


def is_of_a_library(name):
    """Ours in the place of a library's own, which renders it by name."""
    folders = [*get_app_template_dirs("templates"), Path(django.__file__).parent / "forms" / "templates"]
    return any((folder / name).is_file() for folder in folders)


def test_every_template_is_used():
    unused = set(templates()) - named() - MAILS - ERROR_PAGES
    assert sorted(name for name in unused if not is_of_a_library(name) and not is_put_together(name)) == []


def test_every_template_that_is_named_exists():
    known = set(templates())
    ours = {name.split("/")[0] for name in known if "/" in name}
    missing = {name for name in named() if name.split("/")[0] in ours and name.endswith((".html", ".svg"))} - known
    assert sorted(name for name in missing if not is_of_a_library(name)) == []


@pytest.mark.parametrize("name", sorted(name for name in templates() if not name.endswith(".css")))
def test_every_template_can_be_read(name):
    engines["django"].get_template(name)


def test_every_include_gives_all_that_is_needed():
    open_ones = [
        f"{name}: {what}"
        for name, path in templates().items()
        for what in INCLUDE.findall(text(path))
        if not what.endswith(" only") and not is_of_a_library(name)
    ]
    assert open_ones == []


def test_no_template_brings_its_own_script_or_style():
    """Mails may have style in the tag: mail programs read nothing else."""
    found = [
        f"{name}: {word}"
        for name, path in PAGES.items()
        for word, pattern in FORBIDDEN.items()
        if pattern.search(text(path)) and not (name in MAILS and word == "style in the page")
    ]
    assert found == []


def test_templates_are_small():
    assert {name: n for name, path in templates().items() if (n := text(path).count("\n")) > 120} == {}


def test_partials_have_an_underscore_or_a_room_of_their_own():
    """What is included starts with "_"; whole pages do not."""
    rooms = ("components/", "charts/", "emails/", "allauth/", "django/", "documents/")
    included = {
        match for path in templates().values() for what in INCLUDE.findall(text(path)) for match in NAMED.findall(what)
    }
    assert sorted(n for n in included if not n.split("/")[-1].startswith("_") and not n.startswith(rooms)) == []
