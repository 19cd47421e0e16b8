"""What the night does with what has been kept long enough, by hand. Without --do it only says what it would do."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from oversight.domain.retaining import due_for_retention, retain
from partnerships.models import Partnership


class Command(BaseCommand):
    help = "Delete or anonymise what has been kept long enough. Shows what it would do; does it with --do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        doing = parser.add_mutually_exclusive_group()
        doing.add_argument("--dry-run", action="store_true", help="only say what would be done (the default)")
        doing.add_argument("--do", action="store_true", help="do it, and leave the result in the trail")

    def handle(self, *args: Any, do: bool, **options: Any) -> None:
        now = timezone.now()
        found = retain(at=now) if do else due_for_retention(at=now)
        names = dict(Partnership.objects.filter(pk__in={one.partnership_id for one in found}).values_list("pk", "name"))
        for one in found:
            where = names[one.partnership_id] if one.partnership_id else "installation"
            self.stdout.write(f"{one.kind.value:20} {one.count:8}  {where}")
        total = sum(one.count for one in found)
        self.stdout.write(f"{total} rows {'cleared' if do else 'would be cleared; nothing was changed'}.")
