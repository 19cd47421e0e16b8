"""Every text people write themselves is guarded (B20), or stands here with the reason why not."""

import ast

import pytest

from tests.sources import calls, name_of, python, tree

pytestmark = pytest.mark.feature("B20")
PERSON, SEARCH, OWN = "meant for a person's particulars", "searched with, never kept", "never shown and never kept"
UNGUARDED = {
    "partnerships/forms/account.py": {"name": PERSON, "password": OWN, "again": OWN},
    "partnerships/forms/sending.py": {"seen": "a mark of the page itself"},
    "partnerships/forms/check.py": {"number": "a number we made"},
    "partnerships/forms/draft.py": {
        "seen": "a mark of the page itself", "despite": "a mark of the page itself",
        "self.fields['chosen']": "a mark of the page itself",
    },
    "partnerships/forms/area.py": {
        "outline": "coordinates; nothing else of it is kept",
        "postcode": "checked by its form",
        "house_number": "checked by its form",
    },
    "partnerships/forms/contact.py": {"name": PERSON, "function": PERSON, "phone": PERSON},
    "partnerships/forms/inventory.py": {"name": PERSON, "function": PERSON},
    "partnerships/forms/invitation.py": {"name": PERSON, "code": "six digits"},
    "partnerships/forms/party.py": {"q": SEARCH},
    "partnerships/forms/passkey.py": {"name": "a name for one's own device, shown to nobody else"},
    "partnerships/forms/ceremony.py": {"name": PERSON, "organisation": PERSON, "consent_asked_by": PERSON},
    "partnerships/forms/paper_signature.py": {
        "seen": "a mark of the page itself", "mark": "a mark that is typed over", "name": PERSON, "function": PERSON,
    },
    "partnerships/forms/short_line.py": {"phone": "the number of a function; its form is checked"},
    "partnerships/forms/signature.py": {
        "seen": "a mark of the page itself", "name": PERSON, "function": PERSON, "code": "six digits",
    },
    "partnerships/views/styleguide.py": {"name": "an example", "about": "an example"},
    "assessments/forms/figures.py": {"q": SEARCH},
    "assessments/forms/topics.py": {"seen": "a mark of the page itself"},
}  # fmt: skip


def name_of_field(module: ast.Module, call: ast.Call) -> str:
    """What the field is assigned to; the key of ``self.fields[...]`` where it is made later."""
    for node in ast.walk(module):
        value = getattr(node, "value", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and value is call:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            return ast.unparse(target)
    return "?"


def test_every_free_text_is_guarded_or_on_the_list():
    found: dict[str, set[str]] = {}
    for path in python():
        if name_of(path) == "partnerships/forms/free_text.py":
            continue
        for call, name in calls(path):
            if name.rpartition(".")[2] in {"CharField", "Textarea", "OneLine"} and "models" not in path.parts:
                field = name_of_field(tree(path), call)
                if (name.startswith("forms.") or name == "OneLine") and field != "?":
                    found.setdefault(name_of(path), set()).add(field)
    listed = {place: set(names) for place, names in UNGUARDED.items()}
    assert {
        place: names - listed.get(place, set()) for place, names in found.items() if names - listed.get(place, set())
    } == {}
    assert {
        place: names - found.get(place, set()) for place, names in listed.items() if names - found.get(place, set())
    } == {}


def test_no_textarea_is_drawn_around_the_field():
    """A widget of its own on a plain field would be a way round."""
    around = [
        name_of(path)
        for path in python()
        for _call, name in calls(path)
        if name.endswith("forms.Textarea")
        and name_of(path) not in {"partnerships/forms/free_text.py", "partnerships/forms/area.py"}
    ]
    assert around == []
