"""System checks: the scheme files are sound, and those in use are the ones that were pinned."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Info
from django.db import connection
from django.utils import timezone

from partnerships.domain.seal_warnings import seal_term
from partnerships.exceptions import SealKeyError, UnknownScheme
from partnerships.models import PinnedScheme, TenantModel
from partnerships.scheme_files import get_scheme, scheme_mistakes
from partnerships.template_files import template_mistakes

SEAL_SOON, SEAL_AWAY, SEAL_HALF = "partnerships.W003", "partnerships.E004", "partnerships.E005"
MISTAKE, MISSING, CHANGED = "partnerships.E001", "partnerships.E002", "partnerships.E003"
TEMPLATE = "partnerships.E004"
NO_WALL, PASSES_WALL, HOLE = "partnerships.I001", "partnerships.W001", "partnerships.W002"


def check_schemes(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """One error per mistake in a scheme file, as `file:line: text` (E001)."""
    return [Error(str(mistake), id=MISTAKE) for mistake in scheme_mistakes()]


def check_templates(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """One error per mistake in a template of an agreement, as `file:line: text` (E004)."""
    return [Error(str(mistake), id=TEMPLATE) for mistake in template_mistakes()]


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


def check_wall(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Says that the second wall is absent where the database has none (I001)."""
    if connection.vendor == "postgresql":
        return []
    text = "This database has no row-level security: the application's own checks are the only wall between tenants."
    return [Info(text, hint="Set DATABASE_URL to a PostgreSQL database where real people work.", id=NO_WALL)]


def check_wall_stands(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Does the wall hold for the role of the application (W001), and around every tenant table (W002)?"""
    if not databases or connection.vendor != "postgresql":
        return []
    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)]
    messages: list[CheckMessage] = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_tables WHERE tableowner = current_user"
            " AND tablename = ANY (%s)) FROM pg_roles WHERE rolname = current_user",
            [tables],
        )
        if cursor.fetchone()[0]:
            text = "The database role of the application owns tables or passes row-level security."
            messages.append(
                checks.Warning(text, hint="Run it as the role that `manage.py admit_role` made.", id=PASSES_WALL)
            )
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY (%s) AND NOT (relrowsecurity AND relforcerowsecurity)",
            [tables],
        )
        for (table,) in cursor.fetchall():
            messages.append(checks.Warning(f"No wall around the table {table}.", hint="Run `migrate`.", id=HOLE))
    return messages


def check_seal(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The key of the seal (with ``--deploy``): it opens (E004), and its certificate lasts 90 days more (W003)."""
    try:
        term = seal_term(on=timezone.localdate())
    except SealKeyError as error:
        return [
            Error(str(error), hint="No document can be sealed. See docs/operations.md, Keys of the seal.", id=SEAL_AWAY)
        ]
    if term is None or not term.soon:
        return []
    text = f"The certificate of the seal ({term.name}) is valid until {term.ends_on}: {term.days_left} days."
    return [checks.Warning(text, hint="Give the seal a new key: docs/operations.md, Changing keys.", id=SEAL_SOON)]


def check_seal_settings(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Do the settings of seal, timestamp and text messages go together (E005)?"""
    missing = []
    if settings.SEAL_LEVEL != "B-B" and not (settings.TIMESTAMP_URL and settings.SEAL_TRUST):
        missing.append(f"SEAL_LEVEL={settings.SEAL_LEVEL} needs TIMESTAMP_URL and SEAL_TRUST.")
    if settings.SEAL_LEVEL in ("B-LT", "B-LTA") and not (settings.SEAL_PKCS12 or settings.SEAL_PKCS11_MODULE):
        missing.append(
            f"SEAL_LEVEL={settings.SEAL_LEVEL} needs a key of an authority: SEAL_PKCS12 or SEAL_PKCS11_MODULE."
        )
    if settings.SEAL_PKCS11_MODULE and not (settings.SEAL_PKCS11_TOKEN and settings.SEAL_PKCS11_LABEL):
        missing.append("SEAL_PKCS11_MODULE needs SEAL_PKCS11_TOKEN and SEAL_PKCS11_LABEL.")
    if settings.SIGNING_PROOF == "text" and not settings.SMS_URL:
        missing.append("SIGNING_PROOF=text needs SMS_URL.")
    return [Error(words, hint="See docs/operations.md.", id=SEAL_HALF) for words in missing]
