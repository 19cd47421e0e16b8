"""System checks: the scheme files are sound, and those in use are the ones that were pinned."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connection

from partnerships.exceptions import UnknownScheme
from partnerships.models import PinnedScheme
from partnerships.scheme_files import get_scheme, scheme_mistakes

MISTAKE, MISSING, CHANGED = "partnerships.E001", "partnerships.E002", "partnerships.E003"


def check_schemes(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """One error per mistake in a scheme file, as `file:line: text` (E001)."""
    return [Error(str(mistake), id=MISTAKE) for mistake in scheme_mistakes()]


def check_pins(pins: Iterable[tuple[str, str, str]]) -> list[CheckMessage]:
    """Compares what cycles pinned (urn, version, checksum) with the files: missing is E002, changed rules is E003.

    A pin without a checksum is only looked for.
    """
    messages: list[CheckMessage] = []
    for urn, version, checksum in pins:
        try:
            scheme = get_scheme(urn, version)
        except UnknownScheme as error:
            messages.append(Error(str(error), hint="Cycles still use it; put the file back.", id=MISSING))
            continue
        if checksum and scheme.checksum != checksum:
            text = f"{scheme.path}: the rules of {urn} {version} have changed since a cycle pinned them."
            messages.append(Error(text, hint="Restore this file and make a new version instead.", id=CHANGED))
    return messages


def check_pinned_schemes(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """What cycles pinned, compared with the files. Asks the database, so it runs with ``migrate`` and when named."""
    if not databases or PinnedScheme._meta.db_table not in connection.introspection.table_names():
        return []
    return check_pins(PinnedScheme.objects.values_list("urn", "version", "checksum"))
