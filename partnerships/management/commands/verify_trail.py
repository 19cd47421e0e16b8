"""Read the trail through: is a row removed, changed, put in or moved?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.domain.verifying import keep_result, verify_trail
from partnerships.models import Partnership, TrailHead
from partnerships.tenancy.doors import member_door


class Command(BaseCommand):
    help = "Check the chain of the trail. Prints the end of each; exit code 1 when something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", default="", help="the address of one partnership (default: all)")

    def handle(self, *args: Any, partnership: str, **options: Any) -> None:
        chosen = Partnership.objects.filter(slug=partnership) if partnership else Partnership.objects.all()
        if partnership and not chosen.exists():
            raise CommandError(f"There is no partnership {partnership}.")
        wrong = sum(self.check_one(one) for one in chosen.order_by("slug"))
        if not partnership:
            keep_result(wrong)
        if wrong:
            raise CommandError(f"{wrong} places in the trail are not as they were written.")

    def check_one(self, partnership: Partnership) -> int:
        """Print the faults of one partnership; without any the end of its trail, to be kept elsewhere."""
        with member_door(partnership):
            faults = verify_trail(partnership)
            head = TrailHead.objects.first() or TrailHead()
        for fault in faults:
            self.stderr.write(f"{partnership.slug}: {fault}")
        if not faults:
            self.stdout.write(f"{partnership.slug}: {head.number} rows, the last is {head.hash or 'not there'}")
        return len(faults)
