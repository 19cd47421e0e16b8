"""Personal data in what people write and send (B20): finds it, names it, masks it. Pure functions over text.

The browser warns while one types with the very same rules: ``rules_for_browser`` gives them away, so there is one truth.
Patterns therefore use only what Python and JavaScript read alike; group 1 is the data, and a check decides about digits.
Better miss an odd one than cry wolf: postcodes, amounts, dates and register numbers must not trigger.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MASK = "•••"
NOBODY = "@invalid"  # how an address ends that was taken away: it can never exist (RFC 2606)


class PersonalKind(TextChoices):
    """What was found."""

    EMAIL = "email", _("e-mail address")
    RRN = "rrn", _("Belgian national register number")
    BSN = "bsn", _("citizen service number (BSN)")
    PHONE = "phone", _("telephone number")
    PLATE = "plate", _("licence plate")


# A work address or number may belong in a text, when somebody says so. The others lead straight to a person.
MAY_BE_KEPT = frozenset({PersonalKind.EMAIL, PersonalKind.PHONE})
NEVER: frozenset[PersonalKind] = frozenset()

# Marks people (or their word processors) type for a plain space or dash; one for one, so that places stay the same.
STANDS_FOR = {
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-",
}  # fmt: skip
_PLAIN = str.maketrans(STANDS_FOR)


@dataclass(frozen=True)
class Rule:
    """One way of writing a kind. ``check`` names a test of the digits, in ``CHECKS`` here and in personal_data.js."""

    kind: PersonalKind
    pattern: str
    any_case: bool = False
    check: str = ""


@dataclass(frozen=True)
class Hit:
    """Personal data in a text: ``text[start:end]``, on a line that counts from 1."""

    kind: PersonalKind
    start: int
    end: int
    text: str
    line: int

    @property
    def name(self) -> str:
        return str(self.kind.label)


_BEFORE, _AFTER = r"(?<![\w+-])(?<!\d[.,])", r"(?!\w)(?!-\d)(?![.,]\d)"
_NO_SERVICE = "(?!800|900|906|909)"  # free and paid service numbers are nobody's own


def _phones() -> Iterator[str]:
    between, first = "[ .-]", r"(?:\) ?|[ /.-]| - )"
    yield r"(?<![\w+])(\(?(?:\+|00)3[12]\)?[ .-]?(?:\(0\)[ .-]?)?[1-9](?:[ ./-]?\d){7,8})" + _AFTER
    mobile = (r"\d{8}", r"\d{2}(?:S\d{2}){3}", r"\d{4}S\d{4}", r"\d{3}S\d{3}S\d{2}", r"\d{3}S\d{2}S\d{3}",
              r"\d{2}S\d{3}S\d{3}", r"\d{3}S\d{5}")  # fmt: skip
    seven = (r"\d{7}", r"\d{3}S\d{4}", r"\d{3}S\d{2}S\d{2}", r"\d{2}S\d{2}S\d{3}", r"\d{2}S\d{3}S\d{2}")
    six = (r"\d{6}", r"\d{3} \d{3}", r"\d{2}S\d{2}S\d{2}")
    yield rf"{_BEFORE}(06(?:[ .-]| - )?(?:{'|'.join(mobile).replace('S', between)})){_AFTER}"
    yield rf"{_BEFORE}(\(?0(?!6){_NO_SERVICE}[1-9]\d{first}(?:{'|'.join(seven).replace('S', between)})){_AFTER}"
    yield rf"{_BEFORE}(\(?0(?!6){_NO_SERVICE}[1-9]\d\d{first}(?:{'|'.join(six).replace('S', between)})){_AFTER}"
    yield rf"{_BEFORE}(0{_NO_SERVICE}[1-9]\d{{8}}){_AFTER}"
    yield rf"{_BEFORE}(0[2-9][ /](?:\d{{3}}[ .]\d\d[ .]\d\d|\d{{7}})){_AFTER}"  # Belgian, nine digits
    yield rf"{_BEFORE}(0[1-9]\d[ /](?:\d\d[ .]\d\d[ .]\d\d|\d{{6}})){_AFTER}"


def _plates() -> Iterator[Rule]:
    """The fourteen Dutch sidecodes and the Belgian form.

    With dashes in any case. Close together, or with spaces, in capitals and only the sidecodes that are not also a postcode, a
    quantity or a number of an article; since sidecode 4 plates have no vowels.
    """
    any_letter, letter, three = "[A-Z]", "[BDFGHJKLMNPRSTVWXYZ]", "[BDFGHJKLNPRSTVWXYZ]"
    old = ["LL-99-99", "99-99-LL", "99-LL-99"]
    new = [
        "LL-99-LL", "LL-LL-99", "99-LL-LL", "99-TTT-9", "9-TTT-99", "LL-999-L", "L-999-LL", "TTT-99-L", "L-99-TTT",
        "9-LL-999", "999-LL-9",
    ]  # fmt: skip

    def written(forms: Iterable[str], between: str, letters: str) -> str:
        found = []
        for form in forms:
            parts = [
                f"{ {'L': letters, 'T': three, '9': '[0-9]'}[part[0]] }{{{len(part)}}}" for part in form.split("-")
            ]
            found.append(between.join(parts))
        return "|".join(found)

    before, after = r"(?<![\w-])", r"(?![\w-])"
    old_dashed, new_dashed = written([*old, "LL-99-LL"], "-", any_letter), written(new, "-", letter)
    yield Rule(PersonalKind.PLATE, f"{before}({old_dashed}|{new_dashed}){after}", any_case=True)
    close = written(["99-LL-99", *new], "", letter)
    spaced = written([one for one in new if one not in {"9-LL-999", "999-LL-9"}], " ", letter)
    yield Rule(PersonalKind.PLATE, f"{before}({close}|{spaced}){after}")
    yield Rule(PersonalKind.PLATE, rf"{before}([1-9]-[A-Z]{{3}}-\d{{3}}){after}", any_case=True)
    yield Rule(PersonalKind.PLATE, rf"{before}([1-9][A-Z]{{3}}\d{{3}}){after}")


_AMOUNT = "(?<!€)(?<!€ )"
RULES: tuple[Rule, ...] = (
    Rule(
        PersonalKind.EMAIL,
        r"(?<![\w.%+-])([\w.%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?![\w-])",
        any_case=True,
    ),
    Rule(
        PersonalKind.RRN,
        rf"{_BEFORE}(\d\d[. /-]?\d\d[. /-]?\d\d[. /-]{{0,3}}\d{{3}}[. /-]{{0,3}}\d\d){_AFTER}",
        check="rrn",
    ),
    Rule(PersonalKind.BSN, rf"{_BEFORE}{_AMOUNT}(\d{{9}}){_AFTER}", check="bsn"),
    Rule(
        PersonalKind.BSN,
        rf"{_BEFORE}(?<!\d ){_AMOUNT}(\d{{4}}[. ]\d\d[. ]\d{{3}}|\d{{3}} \d{{3}} \d{{3}}){_AFTER}(?! \d)",
        check="bsn",
    ),
    # Eight digits lost their leading zero; without the word they are as often a number of the trade register.
    Rule(
        PersonalKind.BSN,
        r"\b(?:bsn|burgerservicenummer|sofi-?nummer)\b[^\d\n]{0,12}((?:\d[. -]?){7,8}\d)(?!\d)",
        any_case=True,
        check="bsn",
    ),
    *(Rule(PersonalKind.PHONE, pattern) for pattern in _phones()),
    *_plates(),
)


def passes_eleven(digits: str) -> bool:
    """The 11-test of a BSN of nine digits; eight get their leading zero back."""
    nine = digits.zfill(9)
    if len(nine) != 9 or not nine.strip("0"):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(nine, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return total % 11 == 0


def passes_rrn(digits: str) -> bool:
    """Is this a day of birth (numbers for foreigners add 20 or 40 to the month) with the right check digits?

    Who was born from 2000 has a 2 before the first nine when the check digits are worked out.
    """
    if len(digits) != 11 or int(digits[2:4]) % 20 > 12 or int(digits[4:6]) > 31:
        return False
    first, given = int(digits[:9]), int(digits[9:])
    return given in {97 - first % 97, 97 - (2_000_000_000 + first) % 97}


CHECKS = {"": lambda _digits: True, "bsn": passes_eleven, "rrn": passes_rrn}


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(rule.pattern, re.ASCII | (re.IGNORECASE if rule.any_case else 0))) for rule in RULES)


def find(text: str) -> list[Hit]:
    """All personal data in a text, in order. Where two rules see the same letters, the first rule counts."""
    plain = text.translate(_PLAIN)
    hits: list[Hit] = []
    taken = bytearray(len(plain))  # a byte per letter: quick, however much somebody pastes
    lines = [match.start() for match in re.finditer("\n", plain)]
    for rule, pattern in _compiled():
        for match in pattern.finditer(plain):
            start, end = match.span(1)
            if not any(taken[start:end]) and CHECKS[rule.check](re.sub(r"\D", "", match[1])):
                taken[start:end] = b"\x01" * (end - start)
                hits.append(Hit(rule.kind, start, end, text[start:end], bisect_left(lines, start) + 1))
    return sorted(hits, key=lambda hit: hit.start)


def mask(text: str, *, hits: Iterable[Hit] | None = None) -> str:
    """The text with every hit taken out; never longer than it was."""
    pieces, last = [], 0
    for hit in sorted(find(text) if hits is None else hits, key=lambda hit: hit.start):
        pieces += [text[last : hit.start], MASK]
        last = hit.end
    return "".join([*pieces, text[last:]])


def mark_of(hits: Iterable[Hit]) -> str:
    """A short mark of exactly these hits: a choice made for them does not count for others."""
    told = "\n".join(f"{hit.kind}:{hit.text}" for hit in hits)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def find_in_cells(cells: Iterable[str]) -> dict[str, Hit]:
    """The first hit of every cell that has one; a cell that returns is read once."""
    found: dict[str, Hit] = {}
    for cell in set(cells):
        if len(cell) >= 6 and (hits := find(cell)):
            found[cell] = hits[0]
    return found


# --- Columns of a file ---------------------------------------------------------------------------------------------
_HEADING = re.compile(
    r"(?<![a-z])(naam|voornaam|achternaam|voorletters|kenteken|geboorte\w*|bsn|burgerservicenummer|rijksregister\w*"
    r"|telefoon\w*|e-?mail\w*|iban|verdachte|slachtoffer|aangever|adres|huisnummer|huisnr|postcode|name|address)(?![a-z])"
)
_STREET = re.compile(r"\w*(straat|weg|laan|plein|kade|dijk|singel|steeg|gracht) \d+ ?[a-z]?\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b")


def heading_names_people(heading: str) -> bool:
    """Does a column with this name hold data about persons?"""
    return bool(_HEADING.search(heading.casefold()))


def looks_like_address(cell: str) -> bool:
    """A street with a number, or a Dutch postcode: who lives there is a person."""
    return bool(_STREET.search(cell) or _POSTCODE.search(cell))


def rules_for_browser() -> dict[str, Any]:
    """What ``static/js/personal_data.js`` needs: the same rules, in the reader's language."""
    return {
        "mask": MASK,
        "standsFor": STANDS_FOR,
        "rules": [
            {
                "kind": rule.kind.value,
                "pattern": rule.pattern,
                "flags": "gdi" if rule.any_case else "gd",
                "check": rule.check,
            }
            for rule in RULES
        ],
        "names": {kind.value: str(kind.label) for kind in PersonalKind},
    }
