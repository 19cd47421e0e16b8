"""Prints the processing register into docs/privacy/register.md, from the code's own list of fields."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import translation

from oversight.domain.register import header, register_lines, retention_words

PAPER = Path("docs") / "privacy" / "register.md"
HEAD = """# Processing register

Printed from `oversight/domain/personal_fields.py` and `config/retention.py` by `python manage.py print_register`; do not
edit. It is the technical part of the register of article 30 GDPR: an installation adds who is responsible, its data
protection officer and its processors. An administrator gets the same as CSV at `/privacy/register.csv`.

"""


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def register_as_text() -> str:
    """The paper: a line per field, and the retention table."""
    with translation.override("en"):
        fields = table(header(), [(f"`{line.where}`", *line.cells()[1:]) for line in register_lines()])
        kept = table(("What", "How long", "Why", "Ground"), list(retention_words()))
    return f"{HEAD}## Fields\n\n{fields}\n## What is kept how long\n\n{kept}"


class Command(BaseCommand):
    help = "Print the processing register into docs/privacy/register.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the paper is up to date")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        paper = Path(settings.BASE_DIR) / PAPER
        wanted = register_as_text()
        if not check:
            paper.parent.mkdir(parents=True, exist_ok=True)
            paper.write_text(wanted, encoding="utf-8")
        elif not paper.is_file() or paper.read_text(encoding="utf-8") != wanted:
            raise CommandError(f"{PAPER} is not what the code says. Run: python manage.py print_register")
