"""The words the weekly mail is gathered in: a line that waits, a piece of news, and what is asked for whom on which day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from oversight.domain.digest_people import Audience
from oversight.domain.duty_words import Shelf, duty_act
from oversight.domain.progress_links import LinkWanted
from oversight.models import Due
from partnerships.mailbox import mailbox_key
from partnerships.models import Outbox, Reminder
from partnerships.scheme import Label

AHEAD = 28  # days; what comes later does not wait yet
TOLD = 6  # days back: about this a mail of its own went out in the same week


@dataclass(frozen=True)
class Line:
    """One thing that waits for one person. A link either opens by itself (``token_for``, ``wanted``) or asks to sign in."""

    partnership_id: int
    email: str
    kind: str
    title: Label | str
    due_on: date | None
    path: str = ""
    token_for: str = ""
    wanted: LinkWanted | None = None
    told: bool = False  # a mail of its own about this went out this week


@dataclass(frozen=True)
class News:
    """Something new in a partnership: ``phase`` or ``signed``."""

    kind: str
    title: Label | str
    path: str = ""
    older: bool = False  # from more than a week ago: for who gets the mail every two weeks


@dataclass(frozen=True)
class Before:
    """The phase (its number) of every round, by the round's id as text: a week ago, and two weeks ago."""

    last: dict[str, int]
    earlier: dict[str, int]


@dataclass(frozen=True)
class Asked:
    """One gathering: the people of whom, the day, and what was mailed about in the days before."""

    audience: Audience
    on: date
    shelf: Shelf
    told: frozenset[tuple[str, str]]  # (address, subject of a reminder, or what its link was made from)

    @property
    def ids(self) -> list[int]:
        return sorted(self.audience.partnerships)

    def path(self, due: Due, email: str) -> str:
        """The page of a duty, for who can sign in there."""
        inside = (due.partnership_id, email) in self.audience.inside
        scheme = self.shelf.get(due.scheme_urn, due.scheme_version)
        return duty_act(due, scheme, self.audience.partnerships[due.partnership_id])[1] if inside else ""


def told_lately(*, on: date) -> frozenset[tuple[str, str]]:
    """About what a mail of its own was written in the days before: reminders, and mails with a link of their own."""
    start = at_midnight(on - timedelta(days=TOLD))
    reminders = Reminder.objects.filter(created_at__gte=start).values_list("recipient", "subject")
    asked = Outbox.objects.filter(created_at__gte=start).exclude(token_for="").values_list("to", "token_for")
    return frozenset((mailbox_key(email), subject) for email, subject in [*reminders, *asked])


def at_midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
