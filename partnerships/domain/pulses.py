"""The yearly pulse: six questions about the cooperation, asked of every representative, answered by nobody (F108).

Who was asked stands in one table, the counts of what was answered in another; nothing joins them, and no row says when.
An answer is counted and not kept, and the trail says nothing of it: its time would lead to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.outbox import queue_mail
from partnerships.domain.pulse_questions import QUESTIONS, SCORES
from partnerships.exceptions import Refused, StaleState
from partnerships.mailbox import mailbox_key
from partnerships.models import Contact, Partnership, Pulse, PulseAsk, PulseTally, User
from partnerships.tokens import new_nonce

LEAST = 5  # parties that answered before anything is shown (domain.md 4.7: ESOMAR); people of one party know each other
REMIND_DAYS = 3  # at least between two mails to the same person


@dataclass(frozen=True)
class Outcome:
    """What was answered to one question in one year; without ``mean`` there is nothing to show."""

    year: int
    number: int
    mean: float | None

    @property
    def shown(self) -> bool:
        return self.mean is not None


@dataclass(frozen=True)
class Trend:
    """One question over the years, oldest first."""

    key: str
    question: str
    outcomes: tuple[Outcome, ...]

    @property
    def change(self) -> float | None:
        """The difference between the last two years that may be shown."""
        means = [one.mean for one in self.outcomes if one.mean is not None]
        return round(means[-1] - means[-2], 1) if len(means) > 1 else None

    @property
    def change_words(self) -> str:
        """The difference as it is read: with its sign."""
        return f"{'+' if (self.change or 0) > 0 else ''}{number_format(self.change or 0, 1)}"


def representatives() -> list[Contact]:
    """Everybody who represents a party that takes part. An address that is there twice is asked once."""
    rows = Contact.objects.filter(
        represents=True, partner__joined_on__isnull=False, partner__left_on__isnull=True
    ).select_related("user")
    found: dict[str, Contact] = {}
    for contact in rows.order_by("pk"):
        if not contact.is_forgotten:
            found.setdefault(mailbox_key(contact.email), contact)
    return list(found.values())


def why_not_open(year: int) -> str:
    """Once a year, never two at the same time, and only with enough parties to stay unknown among."""
    if Pulse.objects.filter(closed_on__isnull=True).exists():
        return _("A pulse is still open. Close it first.")
    if Pulse.objects.filter(year=year).exists():
        return _("There was a pulse this year. The next one can be asked next year.")
    if len({contact.partner_id for contact in representatives()}) < LEAST:
        return _("Fewer than %(least)s parties can be asked. Then an answer would not be anonymous.") % {"least": LEAST}
    return ""


@transaction.atomic
def open_pulse(partnership: Partnership, *, by: User, at: datetime) -> Pulse:
    """Ask everybody who represents a party, by mail. Raises ``Refused`` with the reason of ``why_not_open``."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # pressed twice is asked once
    today = timezone.localdate(at)
    if reason := why_not_open(today.year):
        raise Refused(reason)
    pulse: Pulse = Pulse.objects.create(partnership=partnership, year=today.year, opened_on=today, opened_by=by)
    PulseTally.objects.bulk_create(
        PulseTally(partnership=partnership, pulse=pulse, question=key, score=score)
        for key in QUESTIONS
        for score in SCORES
    )
    people = representatives()
    for contact in people:
        ask: PulseAsk = PulseAsk.objects.create(
            partnership=partnership,
            pulse=pulse,
            contact=contact,
            email=contact.email,
            nonce=new_nonce(),
            asked_on=today,
        )
        _mail(ask, contact, "pulse_asked", partnership=partnership, at=at)
    record(partnership, "opened_pulse", by=by, at=at, about=pulse, count=len(people))
    return pulse


def _mail(ask: PulseAsk, contact: Contact, template: str, *, partnership: Partnership, at: datetime) -> None:
    queue_mail(
        partnership, template, to=ask.email or contact.email, to_name=contact.name, at=at,
        language=contact.user.language if contact.user else "nl", token_for=ask.link,
        partnership_name=partnership.name, number=len(QUESTIONS),
    )  # fmt: skip


def why_not_answer(ask: PulseAsk) -> str:
    if ask.answered:
        return _("You have answered these questions. Thank you.")
    return "" if ask.pulse.is_open else _("These questions are closed.")


@transaction.atomic
def answer_pulse(ask: PulseAsk, *, scores: Mapping[str, int]) -> None:
    """Count one person's answers. Raises ``StaleState`` when they answered before, ``Refused`` when it is closed.

    Leaves no row in the trail: see the head of this module.
    """
    if set(scores) != set(QUESTIONS) or set(scores.values()) - set(SCORES):
        raise Refused(_("Answer all six questions."))
    if not Pulse.objects.select_for_update().filter(pk=ask.pulse_id, closed_on__isnull=True).exists():
        raise Refused(_("These questions are closed."))
    if not PulseAsk.objects.filter(pk=ask.pk, answered=False).update(answered=True):
        raise StaleState(_("You have answered these questions. Thank you."))
    for key, score in sorted(scores.items()):
        PulseTally.objects.filter(pulse=ask.pulse_id, question=key, score=score).update(number=F("number") + 1)


def why_not_remind(pulse: Pulse, *, on: date) -> str:
    if not pulse.is_open:
        return _("These questions are closed.")
    rows = PulseAsk.objects.filter(pulse=pulse, answered=False)
    if not rows.exists():
        return _("Everybody has answered.")
    return "" if _due(pulse, on=on) else _("Everybody who has not answered had a mail in the last three days.")


def _due(pulse: Pulse, *, on: date) -> list[PulseAsk]:
    """Who has not answered and had no mail these days."""
    rows = PulseAsk.objects.filter(pulse=pulse, answered=False).select_related("contact__user")
    limit = on - timedelta(days=REMIND_DAYS)
    return [one for one in rows if (one.reminded_on or one.asked_on) <= limit and not one.contact.is_forgotten]


@transaction.atomic
def remind_pulse(pulse: Pulse, *, by: User, at: datetime) -> int:
    """Mail everybody who has not answered; who they are is not shown. Returns how many. Raises ``Refused``."""
    today = timezone.localdate(at)
    locked: Pulse = Pulse.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=pulse.pk)
    if reason := why_not_remind(locked, on=today):
        raise Refused(reason)
    asks = _due(locked, on=today)
    for ask in asks:
        PulseAsk.objects.filter(pk=ask.pk).update(reminded_on=today)
        _mail(ask, ask.contact, "pulse_reminder", partnership=locked.partnership, at=at)
    record(locked.partnership, "reminded_pulse", by=by, at=at, about=locked, count=len(asks))
    return len(asks)


@transaction.atomic
def close_pulse(pulse: Pulse, *, by: User, at: datetime) -> None:
    """Nobody can answer any more; from now on the outcome is shown, when people of enough parties answered."""
    rows = Pulse.objects.filter(pk=pulse.pk, closed_on__isnull=True)
    if not rows.update(closed_on=timezone.localdate(at)):
        raise StaleState
    asks = PulseAsk.objects.filter(pulse=pulse)
    parties = set(asks.filter(answered=True).values_list("contact__partner", flat=True))
    Pulse.objects.filter(pk=pulse.pk).update(parties=len(parties))
    asks.update(email="")
    record(pulse.partnership_id, "closed_pulse", by=by, at=at, about=pulse)


def asked_and_answered(pulse: Pulse) -> tuple[int, int]:
    """How many were asked, how many answered."""
    told = list(PulseAsk.objects.filter(pulse=pulse).values_list("answered", flat=True))
    return len(told), sum(told)


def trends() -> list[Trend]:
    """Every question over the closed pulses; a year with fewer than ``LEAST`` parties shows nothing. Two queries."""
    pulses = list(Pulse.objects.filter(closed_on__isnull=False).order_by("year"))
    counts: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for tally in PulseTally.objects.filter(pulse__in=pulses):
        counts.setdefault((tally.pulse_id, tally.question), []).append((tally.score, tally.number))
    return [
        Trend(key, str(words), tuple(_outcome(pulse, counts.get((pulse.pk, key), [])) for pulse in pulses))
        for key, words in QUESTIONS.items()
    ]


def _outcome(pulse: Pulse, counted: list[tuple[int, int]]) -> Outcome:
    number = sum(times for _score, times in counted)
    if min(number, number if pulse.parties is None else pulse.parties) < LEAST:  # None: closed before parties counted
        return Outcome(pulse.year, number, None)
    return Outcome(pulse.year, number, round(sum(score * times for score, times in counted) / number, 1))


def own_ask(user: User) -> PulseAsk | None:
    """The open request to this person, found by the address it was sent to: who changes a contact answers for nobody."""
    rows = PulseAsk.objects.filter(pulse__closed_on__isnull=True).select_related("pulse", "contact").exclude(email="")
    found: PulseAsk | None = rows.filter(email__mailbox=user.email).first()
    return found
