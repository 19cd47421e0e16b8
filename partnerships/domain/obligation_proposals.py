"""What a signed text seems to oblige each party to (F18): read from its points, for the leader to decide on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from partnerships.documents.blocks import parse_parts
from partnerships.documents.inline import plain_text
from partnerships.domain.clause_checking import DEFINING, EVERYBODY_NAMED, whole_words
from partnerships.models import Agreement, Obligation, Partner
from partnerships.periods import add_months
from partnerships.scheme_names import PARTY_NAMES

MONTHS = [
    ("januari", "january"), ("februari", "february"), ("maart", "march"), ("april", "april"), ("mei", "may"),
    ("juni", "june"), ("juli", "july"), ("augustus", "august"), ("september", "september"), ("oktober", "october"),
    ("november", "november"), ("december", "december"),
]  # fmt: skip
NUMBERS = {
    word: number
    for number, words in enumerate(
        [
            "",
            "een één a one",
            "twee two",
            "drie three",
            "vier four",
            "vijf five",
            "zes six",
            "zeven seven",
            "acht eight",
        ]
    )
    for word in words.split()
}
DAY = re.compile(
    rf"\b(\d{{1,2}})\s+({'|'.join(name for names in MONTHS for name in names)})(?:\s+(\d{{4}}))?\b", re.IGNORECASE
)
WITHIN = re.compile(r"\b(?:binnen|within)\s+(\w+)\s+(dag|day|we|maand|month|jaar|year)\w*", re.IGNORECASE)
EVERY = [
    (re.compile(r"\b(?:elk|ieder|per|every|each)e?\s+half ?(?:jaar|year)\b|\bhalfjaarlijks", re.IGNORECASE), 6),
    (re.compile(r"\b(?:elk|ieder|per|every|each)e?\s+(?:kwartaal|quarter)\b|\bquarterly\b", re.IGNORECASE), 3),
    (re.compile(r"\b(?:elk|ieder|per|every|each)e?\s+(?:maand|month)\b|\bmaandelijks|\bmonthly\b", re.IGNORECASE), 1),
    (
        re.compile(
            r"\b(?:elk|ieder|per|every|each)e?\s+(?:jaar|year)\b|\bjaarlijks|\byearly\b|\bannually\b", re.IGNORECASE
        ),
        12,
    ),
]


@dataclass(frozen=True)
class Proposal:
    """An obligation as the text seems to say it; the leader decides."""

    partner: Partner
    clause: str
    text: str
    due_on: date | None
    every_months: int | None
    by_name: bool  # the point names this party; else it speaks of all


def party_words(partners: Sequence[Partner]) -> dict[int, list[str]]:
    """What each party is called in a text: its name, what its kind is called, and that in both languages."""
    return {
        one.pk: [
            one.organisation.name,
            *(name for label in [PARTY_NAMES.get(one.kind)] if label for name in (label.nl, label.en)),
        ]
        for one in partners
    }


def proposed_obligations(agreement: Agreement) -> list[Proposal]:
    """Numbered and dotted points that name a party, or all of them. What the register has already is left out."""
    signed = agreement.signatures.filter(as_witness=False, signed_at__isnull=False)
    partners = list(Partner.objects.filter(pk__in=signed.values("partner")).select_related("organisation"))
    words = {pk: [whole_words(name) for name in names] for pk, names in party_words(partners).items()}
    known = set(Obligation.objects.filter(agreement=agreement).values_list("partner", "text"))
    start = timezone.localtime(agreement.completed_at or agreement.sent_at or agreement.created_at).date()
    found: list[Proposal] = []
    for part in parse_parts(agreement.text):
        clause = part[0].plain if part[0].kind == "heading" else ""
        if DEFINING.search(clause):
            continue
        for item in [plain_text(item) for block in part for item in block.items]:
            named = [one for one in partners if any(name.search(item) for name in words[one.pk])]
            all_named = not named and any(name.search(item) for name in EVERYBODY_NAMED)
            due, every = read_term(item, since=start)
            found += [
                Proposal(one, clause[:200], item, due, every, by_name=bool(named))
                for one in (named or (partners if all_named else []))
                if (one.pk, item) not in known
            ]
    return found


def read_term(sentence: str, *, since: date) -> tuple[date | None, int | None]:
    """The day and the rhythm a sentence speaks of, counted from ``since``; (None, None) when it speaks of neither."""
    every = next((months for pattern, months in EVERY if pattern.search(sentence)), None)
    if match := DAY.search(sentence):
        month = next(place for place, names in enumerate(MONTHS, start=1) if match[2].lower() in names)
        return _day(int(match[1]), month, int(match[3] or 0), since), every
    if match := WITHIN.search(sentence):
        count = int(match[1]) if match[1].isdecimal() else NUMBERS.get(match[1].lower(), 0)
        if 0 < count < 1000:
            return _later(since, count, match[2].lower()), every
    return (add_months(since, every), every) if every else (None, None)


def _day(day: int, month: int, year: int, since: date) -> date | None:
    try:
        if year:
            return date(year, month, day)
        this = date(since.year, month, day)
        return this if this >= since else date(since.year + 1, month, day)
    except ValueError:  # 30 February
        return None


def _later(since: date, count: int, unit: str) -> date:
    if unit in ("dag", "day"):
        return since + timedelta(days=count)
    if unit == "we":
        return since + timedelta(weeks=count)
    return add_months(since, count * (12 if unit in ("jaar", "year") else 1))
