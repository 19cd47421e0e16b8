"""Short lines: whom to call for what, and when (F109; S003 "korte lijnen tussen de betrokken partijen").

Every party keeps its own entries; who manages the parties may write down what a party said.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships.domain.activity import changes, fields_of, record
from partnerships.enums import LineHours
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Partner, ShortLine, User
from partnerships.periods import months_before
from partnerships.scheme import Scheme

STALE_MONTHS = 6
# Kinds of problem every park knows; the scheme's own topics come after them. The keys never change.
GENERAL: dict[str, str | Promise] = {
    "general:danger": gettext_lazy("Danger now: fire, accident, burglary going on"),
    "general:suspicious": gettext_lazy("Something suspicious, no danger now"),
    "general:damage": gettext_lazy("Damage, theft or burglary found afterwards"),
    "general:nuisance": gettext_lazy("Nuisance"),
    "general:lighting": gettext_lazy("Street lights, road or public space broken"),
    "general:waste": gettext_lazy("Dumped waste or a dangerous substance"),
    "general:fire_safety": gettext_lazy("Question about fire safety"),
    "general:power": gettext_lazy("Failure of power, water or sewer"),
    "general:cooperation": gettext_lazy("Question about the cooperation"),
    "general:other": pgettext_lazy("problem", "Something else"),
}
SPANS: dict[str, tuple[time, time]] = {
    LineHours.DAY: (time(7), time(18)),
    LineHours.EVENING: (time(18), time(23)),
    LineHours.NIGHT: (time(23), time(7)),
}
FIELDS = ("problem", "function", "phone", "hours", "starts_at", "ends_at", "note")
ORDER = tuple(LineHours.values)
# What "by day", "at night" mean when somebody looks up an hour: a Tuesday or a Saturday, at these hours.
SAMPLES: dict[str, tuple[int, tuple[int, ...]]] = {
    "day": (1, tuple(range(8, 18))),
    "evening": (1, tuple(range(18, 23))),
    "night": (1, (23, 0, 1, 2, 3, 4, 5, 6)),
    "weekend": (5, tuple(range(24))),
}


def problem_name(scheme: Scheme, problem: str) -> str:
    """What an entry is for. A topic that is no longer in the scheme is shown as something else."""
    if problem in GENERAL:
        return str(GENERAL[problem])
    topic = next((one for one in scheme.topics if one.id == problem), None)
    return str(topic.name if topic else GENERAL["general:other"])


def problem_choices(scheme: Scheme) -> list[tuple[str, Any]]:
    """The general kinds, then the topics of the scheme."""
    general = [(key, str(label)) for key, label in GENERAL.items()]
    return [
        (_("In general"), general),
        (_("Topics of the scheme"), [(topic.id, str(topic.name)) for topic in scheme.topics]),
    ]


def answers_at(line: ShortLine, *, weekday: int, hour: time) -> bool:
    """Does somebody answer on this day of the week (0 is Monday) at this local time?"""
    if line.hours == LineHours.ALWAYS:
        return True
    if line.hours == LineHours.WEEKEND:
        return weekday >= 5
    if line.hours == LineHours.DAY and weekday >= 5:
        return False
    first, last = SPANS.get(line.hours) or (line.starts_at or time(0), line.ends_at or time(0))
    if first < last:
        return first <= hour < last
    return hour >= first or hour < last  # past midnight


def answers_in(line: ShortLine, part: str) -> bool:
    """Does somebody answer at some moment of this part of the week (a key of ``SAMPLES``)?"""
    weekday, hours = SAMPLES[part]
    return any(answers_at(line, weekday=weekday, hour=time(hour, half)) for hour in hours for half in (0, 30))


def is_stale(line: ShortLine, *, on: date) -> bool:
    """Nobody said in the last six months that it is still right."""
    return line.confirmed_on < months_before(on, STALE_MONTHS)


@dataclass(frozen=True)
class CardLine:
    """One entry as the card shows it."""

    line: ShortLine
    now: bool
    stale: bool
    no_write: str

    @property
    def dial(self) -> str:
        """The number as a telephone takes it."""
        return "".join(letter for letter in self.line.phone if letter.isdigit() or letter == "+")


def card(
    lines: list[ShortLine], scheme: Scheme, *, at: datetime, reasons: dict[int, str]
) -> list[tuple[str, list[CardLine]]]:
    """Entries by kind of problem, within each by the hours. ``reasons``: party → why this person may not write."""
    local = timezone.localtime(at)
    groups: dict[str, list[CardLine]] = {}
    places = {key: place for place, key in enumerate([*GENERAL, *(topic.id for topic in scheme.topics)])}
    for line in sorted(lines, key=lambda one: (places.get(one.problem, len(places)), ORDER.index(one.hours), one.pk)):
        now = answers_at(line, weekday=local.weekday(), hour=local.time())
        stale = is_stale(line, on=local.date())
        shown = CardLine(line, now, stale, reasons.get(line.partner_id, ""))
        groups.setdefault(problem_name(scheme, line.problem), []).append(shown)
    return list(groups.items())


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    """Hours of one's own need both ends; the others have none."""
    if facts["hours"] != LineHours.OWN:
        return {**facts, "starts_at": None, "ends_at": None}
    if facts["starts_at"] is None or facts["ends_at"] is None:
        raise Refused(_("Fill in from when until when somebody answers."))
    if facts["starts_at"] == facts["ends_at"]:
        raise Refused(
            _("The hours begin and end at the same time. Choose “Day and night” when somebody always answers.")
        )
    return facts


@transaction.atomic
def add_short_line(
    partner: Partner, *, problem: str, function: str, phone: str, hours: str, by: User, at: datetime,
    starts_at: time | None = None, ends_at: time | None = None, note: str = "",
) -> ShortLine:  # fmt: skip
    """Add an entry to the contact card, confirmed on the day it is written. Raises ``Refused`` for half an hour span."""
    facts = _checked(
        {
            "problem": problem, "function": function.strip(), "phone": phone.strip(), "hours": hours,
            "starts_at": starts_at, "ends_at": ends_at, "note": note.strip(),
        }
    )  # fmt: skip
    line: ShortLine = ShortLine.objects.create(
        partnership_id=partner.partnership_id, partner=partner, confirmed_on=timezone.localdate(at), confirmed_by=by,
        **facts,
    )  # fmt: skip
    record(partner.partnership_id, "added_short_line", by=by, at=at, about=line, party=str(partner))
    return line


@transaction.atomic
def change_short_line(
    line: ShortLine, *, problem: str, function: str, phone: str, hours: str, by: User, at: datetime,
    starts_at: time | None = None, ends_at: time | None = None, note: str = "",
) -> None:  # fmt: skip
    """Change an entry; whoever changes it says with that that it is right."""
    facts = _checked(
        {
            "problem": problem, "function": function.strip(), "phone": phone.strip(), "hours": hours,
            "starts_at": starts_at, "ends_at": ends_at, "note": note.strip(),
        }
    )  # fmt: skip
    changed = changes(fields_of(line, *FIELDS), facts)
    confirmed = {"confirmed_on": timezone.localdate(at), "confirmed_by": by}
    if not ShortLine.objects.filter(pk=line.pk).update(**facts, **confirmed):
        raise StaleState
    line.refresh_from_db()
    record(
        line.partnership_id, "changed_short_line", by=by, at=at, about=line, party=str(line.partner), changed=changed
    )


@transaction.atomic
def confirm_short_line(line: ShortLine, *, by: User, at: datetime) -> None:
    """Say that an entry is still right."""
    if not ShortLine.objects.filter(pk=line.pk).update(confirmed_on=timezone.localdate(at), confirmed_by=by):
        raise StaleState
    record(line.partnership_id, "confirmed_short_line", by=by, at=at, about=line, party=str(line.partner))


@transaction.atomic
def remove_short_line(line: ShortLine, *, by: User, at: datetime) -> None:
    """Take an entry off the card."""
    record(line.partnership_id, "removed_short_line", by=by, at=at, about=line, party=str(line.partner))
    line.delete()
