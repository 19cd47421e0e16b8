"""Compares the rows that grant rights with the memberships and offices of today."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from partnerships.domain.grant_checking import find_drift, lines_of
from partnerships.domain.grant_mending import mend_drift


class Command(BaseCommand):
    help = "Say where granted rights differ from memberships, offices and the matrix; --repair mends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what differs")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        drift = find_drift(on=timezone.localdate())
        for line in lines_of(drift):
            self.stdout.write(line)
        if repair:
            mend_drift(drift, at=timezone.now())
            self.stdout.write(f"{len(drift)} differences mended.")
        elif len(drift):
            raise CommandError(f"{len(drift)} differences. Run: python manage.py check_grants --repair")
        else:
            self.stdout.write("Every right is what memberships and offices say.")
