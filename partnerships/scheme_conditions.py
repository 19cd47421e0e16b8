"""Reading the condition of a gate or a task: a fact, or all or any of several."""

from types import MappingProxyType
from typing import Any

from partnerships.scheme_lines import LinedDict, LinedList
from partnerships.scheme_parts import AllOf, AnyOf, Condition, FactIs
from partnerships.scheme_reading import Fields
from partnerships.scheme_words import MEETING_KINDS, PARTY_KINDS, ROLES

KINDS = ("fact", "all_of", "any_of")
# What a parameter of a fact may hold, where this file can tell: an id of this file, or a word.
REFERENCES = {"document": "document", "task": "task"}
LISTS = {"parties.include": PARTY_KINDS, "roles.filled": ROLES}


def read_condition(fields: Fields) -> Condition:
    """`{fact: …}`, `{all_of: […]}` or `{any_of: […]}`; exactly one of the three."""
    given = [kind for kind in KINDS if kind in fields.found]
    if len(given) != 1:
        fields.wrong("a condition has exactly one of “fact”, “all_of” and “any_of”")
        fields.asked.update(fields.found)
        return AllOf(())
    if given == ["fact"]:
        return _read_fact(fields)
    parts = fields.each(given[0], read_condition)
    if not parts:
        fields.wrong(f"“{given[0]}” is empty; an empty condition would never be met", given[0])
    return AllOf(parts) if given == ["all_of"] else AnyOf(parts)


def _read_fact(fields: Fields) -> FactIs:
    name = fields.text("fact", needed=True)
    at_least, at_most = fields.bound("at_least"), fields.bound("at_most")
    params = {key: value for key, value in fields.found.items() if key not in fields.asked}
    fields.asked.update(params)
    _check_params(fields, name, params)
    frozen = {key: _frozen(value) for key, value in params.items()}
    return FactIs(name, MappingProxyType(frozen), at_least, at_most, fields.line("fact"))


def _check_params(fields: Fields, name: str, params: dict[str, Any]) -> None:
    for key, value in params.items():
        if key in REFERENCES:
            fields.book.referred.append((REFERENCES[key], str(value), fields.line(key)))
        if key == "all" and name in LISTS:
            fields.words("all", LISTS[name], needed=True)
        if key == "kind" and name == "meetings.held":
            fields.word("kind", MEETING_KINDS)


def _frozen(value: Any) -> Any:
    if isinstance(value, LinedList):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, LinedDict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    return value
