"""The weekly mail of one person: a part for each partnership, soonest first, and links for what they may do."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from oversight.domain.digest_asked import Before, Line, News
from oversight.domain.digest_lines import Gathered, gather
from oversight.domain.digest_people import everybody
from oversight.domain.progress_links import keep_links
from oversight.domain.recipients import Person
from partnerships.mailbox import mailbox_key
from partnerships.models import Partnership

MOST = 12  # lines of one partnership; a longer list is not read


@dataclass
class Part:
    """What there is in one partnership."""

    partnership: Partnership
    leader: Person | None
    account: bool  # may the reader sign in here?
    mark: str = ""  # of the history, to keep
    lines: list[Line] = field(default_factory=list)
    news: list[News] = field(default_factory=list)

    @property
    def shown(self) -> list[Line]:
        return sorted(self.lines, key=lambda line: (line.due_on or date.max, line.kind, str(line.title)))[:MOST]

    @property
    def more(self) -> int:
        return max(len(self.lines) - MOST, 0)


@dataclass
class Digest:
    """Everything for one person."""

    person: Person
    parts: list[Part]

    @property
    def number(self) -> int:
        return sum(len(part.lines) for part in self.parts)

    @property
    def is_worth_a_mail(self) -> bool:
        """Is there news, or something about which no mail of its own went out this week?"""
        return any(part.news or not all(line.told for line in part.lines) for part in self.parts)


def digests_for(
    emails: Collection[str] | None, *, on: date, before: Before, biweekly: Collection[str] = ()
) -> dict[str, Digest]:
    """By address in lower case, of who has anything at all; None: everybody. ``biweekly``: who hears older news too."""
    gathered = gather(emails, on=on, before=before)
    parts = parts_by_person(gathered, emails, frozenset(biweekly))
    people = everybody(gathered.audience)
    return {
        email: Digest(people[email], sorted(found.values(), key=lambda part: part.partnership.name))
        for email, found in parts.items()
        if email in people
    }


def parts_by_person(
    gathered: Gathered, emails: Collection[str] | None, biweekly: frozenset[str]
) -> dict[str, dict[int, Part]]:
    parts: dict[str, dict[int, Part]] = {}

    def part_of(email: str, key: int) -> Part:
        audience = gathered.audience
        leader = next((one for one in audience.people.leaders(key) if mailbox_key(one.email) != email), None)
        inside = (key, email) in audience.inside
        part = Part(audience.partnerships[key], leader, account=inside, mark=gathered.marks.get(key, ""))
        return parts.setdefault(email, {}).setdefault(key, part)

    for line in dict.fromkeys(gathered.lines):
        part_of(line.email, line.partnership_id).lines.append(line)
    for key, news in gathered.news.items():
        for email in {mailbox_key(person.email) for person in gathered.audience.readers.get(key, ())}:
            wanted = [one for one in news if not one.older or email in biweekly]
            if wanted and (emails is None or email in emails):
                part_of(email, key).news.extend(wanted)
    return parts


def tokens_for(digests: Collection[Digest], *, at: datetime) -> dict[Any, str]:
    """What the link of each line is made from, by the key of the link: of all these people in three queries."""
    wanted = [
        line.wanted for digest in digests for part in digest.parts for line in part.shown if line.wanted is not None
    ]
    return {key: row.link for key, row in keep_links(wanted, at=at).items()}
