"""The processing register as lines, for the paper and for the file (GDPR article 30)."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oversight.domain.personal_fields import OF_LIBRARIES, PERSONAL, PROCESSING, Personal
from oversight.rules import retention_table


@dataclass(frozen=True)
class RegisterLine:
    """One field: where, what of a person, why, on what ground, who sees it, how long."""

    where: str
    what: str
    category: str
    purpose: str
    basis: str
    receivers: str
    kept: str

    def cells(self) -> tuple[str, ...]:
        return (self.where, self.what, self.category, self.purpose, self.basis, self.receivers, self.kept)


def header() -> tuple[str, ...]:
    return (_("Field"), _("What"), _("Category"), _("Purpose"), _("Ground"), _("Who sees it"), _("How long"))


def how_long(kind: str) -> str:
    """A line of the retention table in a few words."""
    line = next(one for one in retention_table() if one.kind == kind)
    if line.days is None:
        return _("stays: %(why)s") % {"why": line.why}
    if not line.days:
        return _("until the night after it ended")
    days = ngettext("%(days)s day", "%(days)s days", line.days) % {"days": line.days}
    if line.action == "anonymise":
        return _("%(days)s after it ended, then made anonymous") % {"days": days}
    return _("%(days)s after it ended, then deleted") % {"days": days}


def register_lines() -> list[RegisterLine]:
    """Every declared field, then the tables of libraries that are installed; in a fixed order."""
    lines = []
    for name in sorted(PERSONAL):
        app, model, field = name.split(".")
        found = apps.get_model(app, model)._meta.get_field(field)
        assert isinstance(found, Field)
        lines.append(_line(name, str(found.verbose_name), PERSONAL[name]))
    for name, (personal, what) in sorted(OF_LIBRARIES.items()):
        app, model = name.split(".")
        if app in apps.app_configs:
            lines.append(_line(name, str(what), personal))
    return lines


def _line(where: str, what: str, personal: Personal) -> RegisterLine:
    about = PROCESSING[personal.category]
    return RegisterLine(
        where, what, str(personal.category.label), str(about.purpose), str(about.basis), str(about.receivers),
        how_long(personal.kept),
    )  # fmt: skip


def retention_words() -> list[tuple[str, str, str, str]]:
    """The retention table as the page shows it: what, how long, why, on what ground."""
    return [(str(one.what), how_long(one.kind) if one.days is not None else _("stays"), str(one.why), str(one.law))
            for one in retention_table()]  # fmt: skip


def responsible() -> str:
    """Whom to ask."""
    return str(settings.CONTACT_EMAIL)
