"""Forget somebody who asked for it and has no account, or cannot sign in. First look with --dry-run."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone, translation

from oversight.domain.erasing import erase, erasure_of
from oversight.tasks import confirm_erasures
from partnerships.exceptions import Refused


class Command(BaseCommand):
    help = "Forget a person: account, roles, contacts, invitations and mails. Signatures and history stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="the address of the person")
        parser.add_argument("--dry-run", action="store_true", help="only say what would go and what would stay")

    def handle(self, *args: Any, email: str, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        erasure = erasure_of(email, on=today)
        if not erasure.found:
            raise CommandError("Nothing is kept under this address.")
        for word, lines in (("goes", erasure.removed), ("stays", erasure.kept), ("blocked", erasure.blocked)):
            for line in lines:
                self.stdout.write(f"{word:8} {line}")
        if dry_run:
            self.stdout.write("Nothing was changed.")
            return
        try:
            with translation.override("nl"):  # what the mail says of what was kept
                erase(email, by=None, on=today, at=now)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        confirm_erasures()
        self.stdout.write("Done; the person gets a mail about it.")
