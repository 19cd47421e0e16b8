"""Projections by hand: those of changed rounds and of rounds not judged today, or all of them anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from oversight.domain.projecting import BATCH, rebuild, refresh_marked


class Command(BaseCommand):
    help = "Refresh the projections of changed rounds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="project every round anew")

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        self.stdout.write(f"{everything() if rebuild else changed()} rounds projected.")


def everything() -> int:
    return rebuild(on=timezone.localdate())


def changed() -> int:
    total = 0
    while number := refresh_marked(on=timezone.localdate()):
        total += number
        if number < BATCH:
            break
    return total
