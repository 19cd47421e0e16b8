"""Load the demonstration: fictional parks in every stage, by the verbs that people use."""

from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone, translation

from oversight.demo.cast import gather_cast
from oversight.demo.parks import PARKS
from oversight.domain.projecting import rebuild
from partnerships.demo_accounts import DEMO_ENDING
from partnerships.domain.activity import importing
from partnerships.models import Partnership, User
from partnerships.periods import add_months
from partnerships.tenancy.chaining import guard_trail, lift_trail, may_import


class Command(BaseCommand):
    help = "Load fictional parks in every stage. Does nothing when they are there; --reset empties the database first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="Empty the whole database first (demonstration only).")

    def empty(self) -> None:
        """SQLite empties a table row by row, which the trail refuses; PostgreSQL does not ask its rows."""
        by_row = connection.vendor == "sqlite"
        if by_row:
            lift_trail()
        call_command("flush", interactive=False, verbosity=0)
        if by_row:
            guard_trail()

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("The demonstration is loaded only where DEMO is set.")
        if not may_import():
            raise CommandError("The demonstration brings history along: load it as the owner of the tables.")
        if options["reset"]:
            self.empty()
        if User.objects.filter(email__endswith=DEMO_ENDING).exists():
            self.stdout.write("The demonstration is already there.")
            return
        if Partnership.objects.exists():
            raise CommandError(
                "There are partnerships in this database already; the demonstration stays away from them."
            )
        today = timezone.localdate()
        with translation.override("nl"), transaction.atomic(), importing():
            cast = gather_cast(on=add_months(today, -60))
            for number, park in enumerate(PARKS, start=1):
                park(cast, today)
                self.stdout.write(f"Park {number} of {len(PARKS)}: {park.__name__}")
        self.stdout.write(f"Projected {rebuild(on=timezone.localdate())} rounds.")
