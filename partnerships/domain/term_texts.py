"""How long a text is valid and how one leaves it, as its last part before the annexes: so that it is signed as well.

That part is written on sending, from what the sender filled in; a new draft begins without that of the round before.
"""

import re
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.domain.annexes import without_annexes
from partnerships.domain.rounds import written_day
from partnerships.periods import last_day

ANY = "@"  # stands where a sentence names its day or number
LEAVING = re.compile(r"\bzegt\b.*\bop\b|\bopzeg\w*|\bnotice\b", re.IGNORECASE | re.DOTALL)
NUMBERS = {
    **{
        word: number
        for number, word in enumerate("een twee drie vier vijf zes zeven acht negen tien elf twaalf".split(), 1)
    },
    **{word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)},
    "één": 1,
}
UNITS = {"dag": 1, "day": 1, "wee": 7, "maa": 30, "mon": 30}  # days of a unit, by its first three letters
LONG = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(NUMBERS)})\s+(dag(?:en)?|days?|week|weken|weeks?|maand(?:en)?|months?)\b", re.IGNORECASE
)


def term_part(*, valid_until: date | None, notice_days: int | None) -> str:
    """The part itself, heading and sentences; "" without either. ``valid_until`` is half-open."""
    with translation.override(settings.LANGUAGE_CODE):
        last, said = last_day(valid_until), []
        if last is not None:
            said.append(_valid(written_day(last)))
        if notice_days is not None:
            said.append(_notice(notice_days, str(notice_days)))
        return "\n\n".join([_heading(), " ".join(said)]) if said else ""


def with_term(text: str, *, valid_until: date | None, notice_days: int | None) -> str:
    """The text with its term, instead of that of an earlier round. Without either the text stays as it is."""
    part = term_part(valid_until=valid_until, notice_days=notice_days)
    if not part:
        return text
    body = without_annexes(text)
    annexes = text[len(body) :].strip()
    return "\n\n".join(one for one in (without_term(body), part, annexes) if one)


def without_term(text: str) -> str:
    """The text without the term of an earlier round; what people wrote below or behind it stays."""
    with translation.override(settings.LANGUAGE_CODE):
        sentences = "|".join(
            re.escape(one).replace(ANY, r"[^.\n]+?") for one in (_valid(ANY), _notice(1, ANY), _notice(2, ANY))
        )
        earlier = rf"^{re.escape(_heading())}\n+(?:(?:{sentences})[ \n]*)+"
    return re.sub(earlier, "", text, flags=re.MULTILINE).strip()


def notice_in(text: str) -> int | None:
    """The term of notice a text speaks of, in days (a month counts 30); None where it says nothing of it."""
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if LEAVING.search(sentence) and (said := LONG.search(sentence)):
            number = NUMBERS.get(said[1].lower()) or int(said[1])
            return number * UNITS[said[2].lower()[:3]]
    return None


def _heading() -> str:
    return "## " + _("Term and notice")


def _valid(day: str) -> str:
    return _("This text is valid up to and including %(day)s.") % {"day": day}


def _notice(days: int, written: str) -> str:
    return ngettext("The term of notice is %(n)s day.", "The term of notice is %(n)s days.", days) % {"n": written}
