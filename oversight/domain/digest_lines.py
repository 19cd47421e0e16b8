"""What waits for people, and what is new where they take part: the lines of the weekly mail, for everybody at once.

A question without side effects, with the day as argument. However many people and partnerships: a fixed number of queries.
A new kind of thing that waits is a function in ``WAITING`` and the tables it reads.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from actionplans.models import Measure, Plan
from oversight.domain.digest_asked import Asked, Before, Line, News, told_lately
from oversight.domain.digest_dates import ceremonies, kick_offs, pulses
from oversight.domain.digest_news import phase_news, signed_news
from oversight.domain.digest_people import Audience, audience_of
from oversight.domain.digest_work import duties, measures, signatures
from oversight.domain.duty_words import Shelf
from oversight.models import Due, Progress
from partnerships.domain.anchoring import mark_of
from partnerships.models import (
    Agreement,
    Ceremony,
    CeremonyGuest,
    Contact,
    Cycle,
    Document,
    KickOff,
    KickOffInvitee,
    Membership,
    Obligation,
    Outbox,
    Partner,
    Pulse,
    PulseAsk,
    Reminder,
    Signature,
    TrailHead,
)
from partnerships.tenancy.doors import sweep_door

TABLES = (
    Agreement, Ceremony, CeremonyGuest, Contact, Cycle, Document, Due, KickOff, KickOffInvitee, Measure, Membership,
    Obligation, Outbox, Partner, Plan, Progress, Pulse, PulseAsk, Reminder, Signature, TrailHead,
)  # fmt: skip
WAITING = (signatures, measures, duties, kick_offs, ceremonies, pulses)


@dataclass
class Gathered:
    """What there is to say: lines by person, news by partnership."""

    audience: Audience
    lines: list[Line] = field(default_factory=list)
    news: dict[int, list[News]] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)  # the end of each trail, for people to keep


def gather(emails: Collection[str] | None, *, on: date, before: Before) -> Gathered:
    """What to say to these people, in lower case (None: to everybody), on this day."""
    with sweep_door(*TABLES):
        audience = audience_of(emails, on=on)
        asked = Asked(audience, on, Shelf(), told_lately(on=on))
        lines = [line for find in WAITING for line in find(asked)]
        news: dict[int, list[News]] = {}
        for key, one in [*phase_news(asked, before), *signed_news(asked)]:
            news.setdefault(key, []).append(one)
        heads = TrailHead.objects.filter(partnership__in=asked.ids)
        marks = {one.partnership_id: mark_of(audience.partnerships[one.partnership_id], one) for one in heads}
    return Gathered(audience, [one for one in lines if emails is None or one.email in emails], news, marks)


def phases_now() -> dict[str, int]:
    """The phase every open round is in, as the next week compares it."""
    with sweep_door(Progress):
        rows = Progress.objects.filter(current=True, phase_id__gt="").values_list("cycle_id", "phase_number")
        return {str(cycle): number for cycle, number in rows}
