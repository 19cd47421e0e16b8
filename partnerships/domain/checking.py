"""What anybody may know of a document whose number or file they have: no more than the document itself says (B12)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.enums import SignatureMethod
from partnerships.models import Agreement, AgreementAnnex, Document, Partner, Signature
from partnerships.tenancy.doors import sweep_door

# Rooms above add what they know of a document of theirs: a sentence when it counts no longer, else "".
Ending = Callable[[Document, date], str]
ENDINGS: list[Ending] = []
# And they recognise the numbers that are theirs: what somebody typed becomes the number in its one spelling, or None.
Numbering = Callable[[str, date], "Numbered | None"]
NUMBERINGS: list[Numbering] = []
BEGINNING = len("BN-0000")  # enough to see whether it is the agreement one has, too little to find it
ANNEX_OF = 3  # agreements that are named of one annex
NUMBERS_OF = 5  # documents that are named of one file with more numbers in it
TABLES = (Document, Agreement, Signature, Partner)


@dataclass(frozen=True)
class Signed:
    """One line of the sheet, without address, mail or telephone."""

    organisation: str
    name: str
    function: str
    signed_at: datetime
    as_witness: bool
    way: str = ""  # how it was signed
    objected_at: datetime | None = None  # this person says that the signature on paper is not theirs


@dataclass(frozen=True)
class Known:
    """A document of ours. ``ended``: why it counts no longer, "" while it does; ``newer``: number of what replaced it."""

    number: str
    title: str
    partnership: str
    sealed_at: datetime | None
    level: str
    sha256: str
    ended: str = ""
    newer: str = ""
    signed: list[Signed] = field(default_factory=list)


@dataclass(frozen=True)
class Numbered:
    """A number of another kind than that on a document, such as a certificate's.

    number: in its one spelling; url: where anybody reads what it means, "" when it was never given out; ended: why it
    counts no longer, "" while it does.
    """

    number: str
    url: str = ""
    ended: str = ""


def ending(function: Ending) -> Ending:
    """Register what a room knows of its documents."""
    ENDINGS.append(function)
    return function


def numbering(function: Numbering) -> Numbering:
    """Register a kind of number that a room gives out."""
    NUMBERINGS.append(function)
    return function


def other_number(text: str, *, on: date) -> Numbered | None:
    """The number of another kind that somebody typed, capitals or not; None when it cannot be one."""
    return next((found for one in NUMBERINGS if (found := one(text, on))), None)


def known_documents(numbers: Iterable[str], *, on: date) -> list[Known]:
    """The documents with these numbers, in that order and at most five, as they stand on a day."""
    asked = list(dict.fromkeys(number for number in numbers if number))
    with sweep_door(Document):
        there = set(Document.objects.filter(sealed_id__in=asked).values_list("sealed_id", flat=True))
    ours = [number for number in asked if number in there][:NUMBERS_OF]
    return [known for number in ours if (known := known_document(number, on=on))]


def known_document(number: str, *, on: date) -> Known | None:
    """The document with this number, as it stands on a day; None when there is none."""
    if not number:
        return None
    with sweep_door(*TABLES):
        found = Document.objects.filter(sealed_id=number).select_related("partnership").first()
        if found is None:
            return None
        agreement = Agreement.objects.filter(document=found).first()
        newer = newer_than(agreement) if agreement else None
        signed = signed_in(agreement) if agreement else []
        replaced = end_of(agreement, newer, on=on)
    ended = next((words for words in (one(found, on) for one in ENDINGS) if words), "")
    return Known(
        number=number, title=found.title, partnership=found.partnership.name, sealed_at=found.sealed_at,
        level=found.get_seal_level_display(), sha256=found.sha256, signed=signed,
        ended=ended or replaced, newer=newer.document_number if newer else "",
    )  # fmt: skip


def newer_than(agreement: Agreement) -> Agreement | None:
    """The newest sealed text that took the place of this one; None while it is the newest."""
    later = Q(replaces=agreement)
    if agreement.parent_id is None:
        later |= Q(
            cycle=agreement.cycle_id, scheme_document=agreement.scheme_document, parent=None,
            round__gt=agreement.round,
        )  # fmt: skip
    newest: Agreement | None = Agreement.objects.filter(later, document__isnull=False).order_by("-round").first()
    return newest


def end_of(agreement: Agreement | None, newer: Agreement | None, *, on: date) -> str:
    if newer is not None and newer.completed_at is not None:
        return _replaced(agreement, newer, day=date_format(newer.completed_at, "j F Y"))
    if agreement is not None and agreement.last_day and agreement.last_day < on:
        return _("It was valid up to and including %(day)s.") % {"day": date_format(agreement.last_day, "j F Y")}
    return ""


def _replaced(agreement: Agreement | None, newer: Agreement, *, day: str) -> str:
    """Who signed the newer text, in words that claim no more: all parties of before, or how many of them."""
    before = _parties_of(agreement) if agreement else set()
    same = before & _parties_of(newer)
    if same == before:
        return _("It was replaced by a newer text, signed by all on %(day)s.") % {"day": day}
    words = _("A newer text was signed on %(day)s, by %(same)s of the %(before)s parties that signed this one.")
    return words % {"day": day, "same": len(same), "before": len(before)}


def _parties_of(agreement: Agreement) -> set[int]:
    signed = agreement.signatures.filter(signed_at__isnull=False, as_witness=False)
    return set(signed.values_list("partner", flat=True))


def signed_in(agreement: Agreement) -> list[Signed]:
    rows = agreement.signatures.filter(signed_at__isnull=False).select_related("partner__organisation")
    return [
        Signed(
            one.party_name, one.signed_name, one.signed_function, one.signed_at or agreement.created_at,
            one.as_witness, str(SignatureMethod(one.method).label), one.objected_at,
        )
        for one in rows
    ]  # fmt: skip


def agreements_with_annex(sha256: str, *, on: date, asked: str = "") -> list[Known]:
    """The first sealed agreements that list this very file as an annex: how their numbers begin, and whether they count.

    A file may be public, and who signed with it not: title and names only of the number that was ``asked`` for.
    """
    with sweep_door(*TABLES, AgreementAnnex):
        rows = AgreementAnnex.objects.filter(sha256=sha256, agreement__document__isnull=False)
        numbers = sorted(set(rows.values_list("agreement__document_number", flat=True)))
    shown = [asked] if asked in numbers else numbers[:ANNEX_OF]
    found = [known for number in shown if (known := known_document(number, on=on))]
    return [known if known.number == asked else _number_of(known) for known in found]


def _number_of(known: Known) -> Known:
    """A document without what it says: how its number begins, and whether it still counts.

    The whole number leads to the page that names who signed, so it is for who has it already.
    """
    return Known(
        number=f"{known.number[:BEGINNING]}…", title="", partnership="", sealed_at=None, level="", sha256="", ended=known.ended
    )  # fmt: skip
