"""The work of a day by hand: for the morning after an outage, and to see what a day would bring."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from oversight.domain.projecting import BATCH, refresh_marked
from oversight.domain.reminding import sweep
from oversight.domain.sweeping import due_reminders
from partnerships.models import Reminder
from partnerships.tasks import send_waiting_mail
from partnerships.tenancy.doors import sweep_door


class Command(BaseCommand):
    help = "Refresh the projections, queue the reminders of a day and send what waits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, default=None, help="the day, as 2027-01-05 (default: today)"
        )
        parser.add_argument("--dry-run", action="store_true", help="print what would be queued and change nothing")

    def handle(self, *args: Any, on: date | None, dry_run: bool, **options: Any) -> None:
        on = on or timezone.localdate()
        if dry_run:
            self.show(on)
            return
        queued = sweep(on=on, at=timezone.now())
        sent = 0
        while number := send_waiting_mail():
            sent += number
        self.stdout.write(f"{on}: {queued} mails queued, {sent} sent.")

    @transaction.atomic
    def show(self, on: date) -> None:
        """Print what is new on this day; the refreshed projections are rolled back."""
        while refresh_marked(on=on) == BATCH:
            pass
        wanted = due_reminders(on=on)
        fields = ("partnership_id", "kind", "subject", "recipient", "due_on")
        with sweep_door(Reminder):
            days = {one.due_on for one in wanted}
            known = set(Reminder.objects.filter(due_on__in=days, mail__isnull=False).values_list(*fields))
        new = [one for one in wanted if one.key not in known]
        for one in new:
            self.stdout.write(
                f"{one.due_on}  {one.mail:20}  {one.person.email}  {one.partnership}: {one.said['title']}"
            )
        self.stdout.write(f"{on}: {len(new)} reminders would be queued.")
        transaction.set_rollback(True)
