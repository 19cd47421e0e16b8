"""The checksum of a scheme's rules, stored when the first cycle pins a version."""

import hashlib
import json
from typing import Any

# What may be written better without the rules being others. What an adviser offers is a list to talk about: no gate, no
# date and no document depends on it, so a scheme in use may still get one.
WORDS = frozenset(
    {"name", "summary", "hint", "advice", "text", "template", "signed_when", "source", "settled", "adviser"}
)


def checksum_of(found: Any) -> str:
    """SHA-256 over the rules as they stand in the file, so that a later release of the software counts the same.

    Labels, hints, texts, the template of a text, when it is usually signed, the services of an adviser, the note where a
    value comes from, comments and the order of keys do not count; the order of lists does, for phases and tasks follow it.
    """
    rules = json.dumps(_rules(found), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(rules.encode()).hexdigest()


def _rules(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rules(item) for key, item in value.items() if key not in WORDS}
    if isinstance(value, list):
        return [_rules(item) for item in value]
    return value
