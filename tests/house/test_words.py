"""Words: everything on screen is translated, and no word of a scheme stands in code."""

import ast
import re

from django.utils.translation.template import templatize

from partnerships.scheme_files import all_schemes
from tests.po import read_po
from tests.sources import ROOT, calls, files, name_of, python, templates, text, where

SIMPLE = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
IN_TEMPLATE = re.compile(r"(?<!\w)(n?)(p?)gettext\((.*?)\)(?=\s|$)", re.DOTALL)
LITERAL = re.compile(r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


def dutch():
    """(context, text) → done?, from the translation files."""
    found: dict[tuple[str, str], bool] = {}
    for path in sorted((ROOT / "locale" / "nl").rglob("*.po")):
        for entry in read_po(path):
            key = (entry.context, entry.msgid)
            found[key] = found.get(key, False) or entry.is_done
    return found


def texts_in_code():
    for path in python():
        for call, name in calls(path):
            if name in SIMPLE | WITH_CONTEXT:
                words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                context = words.pop(0) if name in WITH_CONTEXT and words else ""
                if words:
                    yield where(path, call), (context, words[0])


def texts_in_templates():
    for name, path in templates().items():
        if path.suffix in {".html", ".txt", ".svg"}:
            for _plural, context, arguments in IN_TEMPLATE.findall(templatize(text(path))):
                words = [ast.literal_eval(word) for word in LITERAL.findall(arguments)]
                if words:
                    yield name, (words.pop(0) if context else "", words[0])


def test_every_text_has_its_dutch():
    known = dutch()
    missing = {
        (place, context, msgid)
        for place, (context, msgid) in [*texts_in_code(), *texts_in_templates()]
        if msgid.strip() and (context, msgid) not in known
    }
    assert sorted(missing) == []


def test_no_translation_is_empty_or_a_guess():
    assert sorted(key for key, done in dutch().items() if not done) == []


def test_translations_name_the_same_values():
    """``%(name)s`` in the one is ``%(name)s`` in the other."""
    names = re.compile(r"%\((\w+)\)[sd]")
    wrong = []
    for path in sorted((ROOT / "locale" / "nl").rglob("*.po")):
        for entry in read_po(path):
            asked = set(names.findall(entry.msgid + entry.plural))
            wrong += [
                (entry.msgid, translation)
                for translation in entry.translations.values()
                if not set(names.findall(translation)) <= asked
            ]
    assert wrong == []


def test_dutch_does_not_shout():
    """Plain words, no exclamation marks."""
    loud = [
        translation
        for path in sorted((ROOT / "locale" / "nl").rglob("*.po"))
        for entry in read_po(path)
        for translation in entry.translations.values()
        if re.search(r"\w!(?:\s|$)", translation)
    ]
    assert loud == []


def test_no_scheme_and_no_phase_is_named_in_code():
    """Code knows kinds; what a scheme calls its phases is the scheme's own business."""
    words = {scheme.urn for scheme in all_schemes()}
    words |= {phase.id for scheme in all_schemes() for phase in scheme.phases}
    pattern = re.compile(rf"(?<![\w-])({'|'.join(sorted(map(re.escape, words)))})(?![\w-])")
    places = [*python(), *templates().values(), *(path for path in files(".js") if "static" in path.parts)]
    found = [(name_of(path), match) for path in places for match in sorted(set(pattern.findall(text(path))))]
    assert found == []
