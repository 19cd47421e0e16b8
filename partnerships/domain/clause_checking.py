"""The clause checker (B25): a sentence that promises something without saying who and when is an intention.

Pure functions on words, Dutch and English. They point, they never block: a person decides.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.documents.blocks import parse_parts
from partnerships.documents.inline import plain_text

MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|january|february|march|may|june|july|august|october)"
)
COUNT = r"(?:\d+|een|één|twee|drie|vier|vijf|zes|acht|tien|twaalf|a|one|two|three|four|five|six|eight|ten|twelve)"
UNIT = (
    r"(?:werkdag(?:en)?|dag(?:en)?|weken|week|maand(?:en)?|kwarta(?:al|len)|half[ ]?jaar|jaar|jaren|dienst"
    r"|days?|weeks?|months?|quarters?|half[ ]?years?|years?|shift)"
)
TERM = re.compile(
    rf"""\b(?:
      \d{{1,2}}\s+{MONTH}                                   # 1 mei, 1 mei 2027
    | \d{{4}}-\d{{2}}-\d{{2}} | \d{{1,2}}[-/]\d{{1,2}}[-/]\d{{2,4}}
    | (?:voor|vóór|uiterlijk|tot|vanaf|in|eind|begin|before|by|until|from|end\ of)\s+(?:{MONTH}|20\d\d)
    | (?:elke?|iedere?|per|every|each)\s+(?:{COUNT}\s+)?{UNIT}
    | (?:binnen|within)\s+(?:{COUNT})\s+{UNIT}
    | (?:dagelijks|wekelijks|maandelijks|halfjaarlijks|jaarlijks|daily|weekly|monthly|quarterly|yearly|annually)e?
    | (?:eerste|tweede|derde|vierde|first|second|third|fourth)\s+(?:kwartaal|quarter)
    | (?:einde|eind|end)\s+(?:van|of)\s+(?:het\ jaar|de\ looptijd|the\ year|the\ term)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
EVERYBODY = (
    "elke partij",
    "iedere partij",
    "alle partijen",
    "elk van de partijen",
    "each party",
    "every party",
    "all parties",
)
TOGETHER = ("wij", "we", "partijen", "de partijen", "the parties", "ons", "us")
EFFORT = re.compile(
    r"\b(?:zullen|zal|gaan|streven|streeft|spannen|spant|zetten|zet|beogen|beoogt|verbinden|verbindt|inspannen|inzetten"
    r"|will|shall|strive|aim|endeavour|commit)\b",
    re.IGNORECASE,
)
STATE = frozenset(
    """zijn is waren was hebben heeft mogen mag kunnen kan gelden geldt heten heet vinden vindt begrijpen weten weet
    worden wordt willen wil are is were was have has may can apply applies know want wants""".split()
)
DEFINITION = re.compile(r"^[^.:]{1,40}:\s")
DEFINING = re.compile(  # where a party's name is no promise to put in the register
    r"\b(?:begrippen|definities|partijen|bijlagen|wie doen mee|list of annexes|lijst van bijlagen|terms|definitions"
    r"|parties|annexes|who take part|waarom|considerans|overwegingen|considerations|why)\b",
    re.IGNORECASE,
)
TERMS = re.compile(
    r"\b(?:begrippen|definities|terms|definitions|waarom|considerans|overwegingen|considerations|why)\b", re.IGNORECASE
)
PARTY_LIST = re.compile(
    r"""\s*(?:(?:artikel|article)\s+)?(?:\d{1,2}\s*[.:)–-]?\s*)?(?:(?:de|the)\s+)?
    (?:partijen|parties|ondergetekenden|undersigned|wie\ doen\ mee|who\ take\ part|wie\ zegt\ toe|who\ pledges)\s*:?\s*""",
    re.IGNORECASE | re.VERBOSE,
)
ABBREVIATIONS = frozenset(
    """bijv bv o.a a.o d.w.z m.b.t t.a.v i.v.m z.s.m art nr nrs ca max min incl excl evt resp enz etc dhr mw mr ir dr drs
    prof st jl a.u.b n.a.v o.b.v t.b.v i.o.m e.d no mrs ms e.g i.e approx""".split()
)
BREAK = re.compile(r"([.!?…])[\"”’)]*\s+(?=[\"“‘(]?[A-ZÀ-Þ0-9])")


@dataclass(frozen=True)
class Finding:
    """One sentence that is an intention: where it stands and what it does not say."""

    sentence: str
    heading: str
    number: str  # "2." of a numbered point; "" elsewhere
    lacks_party: bool
    lacks_term: bool

    @property
    def place(self) -> str:
        if self.number:
            return _("%(heading)s, point %(number)s") % {"heading": self.heading, "number": self.number.rstrip(".")}
        return self.heading

    @property
    def advice(self) -> str:
        if self.lacks_party and self.lacks_term:
            return _("Say which party does it, and before which day or how often.")
        return _("Say which party does it.") if self.lacks_party else _("Say before which day, or how often.")


def check_text(text: str, *, parties: Iterable[str]) -> list[Finding]:
    """Every sentence of an agreement that promises without saying who and when. ``parties``: names and kinds.

    Left out: what words mean, why the parties agree, and the numbered list of parties; never what people wrote below.
    """
    names = _names(parties)
    found: list[Finding] = []
    for part in parse_parts(text):
        heading = part[0].plain if part[0].kind == "heading" else ""
        if TERMS.search(heading):
            continue
        for block in part:
            if block.kind == "heading" or (block.kind == "list" and PARTY_LIST.fullmatch(heading)):
                continue
            numbered = [
                (f"{block.start + place}." if block.kind == "list" else "", item)
                for place, item in enumerate(block.items)
            ]
            for number, words in numbered or [("", block.text)]:
                found += [
                    Finding(sentence, heading, number, *lacking)
                    for sentence in sentences_of(plain_text(words))
                    if (lacking := _lacking(sentence, names)) is not None
                ]
    return found


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph. A point after an abbreviation or an initial ends none; nor does a line end."""
    words = " ".join(text.split())
    found, start = [], 0
    for match in BREAK.finditer(words):
        before = words[start : match.start(1)].rsplit(" ", 1)[-1].lower().lstrip('("“‘')
        if match[1] == "." and (before in ABBREVIATIONS or len(before) == 1):
            continue
        found.append(words[start : match.end()].strip())
        start = match.end()
    return [one for one in [*found, words[start:].strip()] if one]


def has_term(sentence: str) -> bool:
    """Does it say when: a day, a rhythm or a term?"""
    return TERM.search(sentence) is not None


def _names(parties: Iterable[str]) -> list[re.Pattern[str]]:
    return [whole_words(name) for name in {one.strip().lower() for one in parties} if name]


def whole_words(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)


EVERYBODY_NAMED = tuple(whole_words(words) for words in EVERYBODY)
TOGETHER_NAMED = tuple(whole_words(words) for words in TOGETHER)


def _lacking(sentence: str, names: Sequence[re.Pattern[str]]) -> tuple[bool, bool] | None:
    """(no party, no term) of a sentence that promises something; None for every other sentence."""
    if DEFINITION.match(sentence):
        return None
    party = _first(sentence, (*names, *EVERYBODY_NAMED))
    actor = party or _first(sentence, TOGETHER_NAMED)
    if not _promises(sentence, actor):
        return None
    lacks_party, lacks_term = party is None, not has_term(sentence)
    return (lacks_party, lacks_term) if lacks_party or lacks_term else None


def _first(sentence: str, names: Iterable[re.Pattern[str]]) -> re.Match[str] | None:
    matches = [match for name in names if (match := name.search(sentence))]
    return min(matches, key=lambda match: (match.start(), -match.end()), default=None)


def _promises(sentence: str, actor: re.Match[str] | None) -> bool:
    """Somebody does something in it, or it speaks of trying; that somebody is, has or may something is no promise."""
    if EFFORT.search(sentence):
        return True
    if actor is None:
        return False
    after = re.findall(r"\w+", sentence[actor.end() :])[:1]
    before = re.findall(r"\w+", sentence[: actor.start()])[-1:]
    return bool(after) and after[0].lower() not in STATE and not (before and before[0].lower() in STATE)
