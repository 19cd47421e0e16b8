"""Prints the matrix of roles into docs/roles.md, so that everybody can read who may do what."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import translation

from partnerships.enums import Role
from partnerships.models import Partnership
from partnerships.roles import MATRIX, OVERSEER

PAPER = Path("docs") / "roles.md"
HEAD = """# Who may do what

Printed from `partnerships/roles.py` by `python manage.py print_roles`; do not edit.

A person may have several roles, in several partnerships, each for a period. Every check asks whether the membership is
valid today. Signatories and witnesses sign by link and have no role here; auditors read the frozen dossier of the audit
assigned to them, within its dates. Overseers see progress, not content, of the partnerships on their municipality's
ground; those of a province or a regional platform of all municipalities in it. A deputy may do what the role of the person
they stand in for may do, except naming a project leader, and stops when that role ends. A process guide is appointed until a day.

`tests/walks/test_matrix.py` drives every mark and every empty cell over HTTP.

"""


def matrix_as_text() -> str:
    """The paper: one line per act, one column per role."""
    with translation.override("en"):
        roles = [*(str(Role(role).label) for role in MATRIX), "Overseer"]
        columns = [*MATRIX.values(), OVERSEER]
        lines = [f"| Act | | {' | '.join(roles)} |", "|---|---" + "|:-:" * len(roles) + "|"]
        for act, label in Partnership._meta.permissions:
            marks = " | ".join("x" if act in column else "" for column in columns)
            lines.append(f"| `{act}` | {label} | {marks} |")
    return HEAD + "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Print the matrix of roles into docs/roles.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the paper is up to date")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        paper = Path(settings.BASE_DIR) / PAPER
        wanted = matrix_as_text()
        if not check:
            paper.write_text(wanted, encoding="utf-8")
        elif not paper.is_file() or paper.read_text(encoding="utf-8") != wanted:
            raise CommandError(f"{PAPER} is not what the matrix says. Run: python manage.py print_roles")
