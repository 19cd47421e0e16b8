"""Read the trail through: is a row removed, changed, put in or moved, and is it still what is known of it elsewhere?"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.domain.anchoring import Anchor, read_anchor
from partnerships.domain.verifying import imported_rows, keep_result, verify_trail
from partnerships.models import Partnership, TrailHead
from partnerships.tenancy.doors import member_door


class Command(BaseCommand):
    help = "Check the chain of the trail. Prints the end of each; exit code 1 when something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", default="", help="the address of one partnership (default: all)")
        parser.add_argument(
            "--anchor", action="append", default=[], metavar="PARTNERSHIP:NUMBER:HASH",
            help="what was kept of a trail, as the weekly mail has it; may be given more than once",
        )  # fmt: skip
        parser.add_argument("--anchors", default="", metavar="FILE", help="a file with an anchor on each line")

    def handle(self, *args: Any, partnership: str, anchor: list[str], anchors: str, **options: Any) -> None:
        chosen = Partnership.objects.filter(slug=partnership) if partnership else Partnership.objects.all()
        if partnership and not chosen.exists():
            raise CommandError(f"There is no partnership {partnership}.")
        kept = list(read_anchors([*anchor, *lines_of(anchors)]))
        if strange := sorted({one.slug for one in kept} - set(chosen.values_list("slug", flat=True))):
            raise CommandError(f"An anchor names a partnership that is not read: {', '.join(strange)}.")
        wrong = sum(
            self.check_one(one, [its for its in kept if its.slug == one.slug]) for one in chosen.order_by("slug")
        )
        if not partnership:
            keep_result(wrong)
        if wrong:
            raise CommandError(f"{wrong} places in the trail are not as they were written.")

    def check_one(self, partnership: Partnership, kept: Sequence[Anchor]) -> int:
        """Print the faults of one partnership; without any the end of its trail, to be kept elsewhere."""
        with member_door(partnership):
            faults = verify_trail(partnership, kept, every_timestamp=True)
            head = TrailHead.objects.first() or TrailHead()
            imported = imported_rows(partnership)
        for fault in faults:
            self.stderr.write(f"{partnership.slug}: {fault}")
        if not faults:
            self.stdout.write(f"{partnership.slug}: {head.number} rows, the last is {head.hash or 'not there'}")
        if imported:
            self.stdout.write(f"{partnership.slug}: {imported} rows were imported")
        return len(faults)


def lines_of(path: str) -> list[str]:
    """The anchors in a file; empty lines and remarks (#) are skipped."""
    if not path:
        return []
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def read_anchors(texts: Sequence[str]) -> Iterator[Anchor]:
    for text in texts:
        try:
            yield read_anchor(text)
        except ValueError as error:
            raise CommandError(str(error)) from error
