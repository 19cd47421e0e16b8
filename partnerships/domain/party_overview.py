"""Who is there and who is missing, beside what the scheme asks for (F06, F11, F12)."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.enums import Commitment, PartyKind
from partnerships.models import Contact, Partner, WantedParty
from partnerships.scheme import Scheme

REQUIRED, EXPECTED, OTHER = "required", "expected", "other"


@dataclass(frozen=True)
class PartyLine:
    """One party with its people, and what it still lacks."""

    partner: Partner
    contacts: tuple[Contact, ...]

    @property
    def takes_part(self) -> bool:
        return self.partner.commitment == Commitment.JOINED

    @property
    def lacks_representative(self) -> bool:
        return self.takes_part and not any(contact.represents for contact in self.contacts)

    @property
    def lacks_signatory(self) -> bool:
        return self.takes_part and not any(contact.signs for contact in self.contacts)


@dataclass(frozen=True)
class KindOfParty:
    """One kind of party the scheme names, and who fills it."""

    kind: str
    name: str
    group: str
    lines: tuple[PartyLine, ...]
    wanted: WantedParty | None = None

    @property
    def missing(self) -> bool:
        """Required or expected, and nobody of this kind takes part."""
        return self.group != OTHER and not any(line.takes_part for line in self.lines)

    @property
    def asked(self) -> bool:
        """Missing, but somebody of this kind was asked and has still to answer: no need to invite again."""
        return self.missing and any(line.partner.commitment == Commitment.INVITED for line in self.lines)


def without_guests(kinds: Iterable[KindOfParty]) -> list[str]:
    """Required kinds of which nobody can be invited to a meeting: no party that was asked or takes part has a person."""
    here = {Commitment.INVITED, Commitment.JOINED}
    return [
        kind.name
        for kind in kinds
        if kind.group == REQUIRED and not any(line.contacts and line.partner.commitment in here for line in kind.lines)
    ]


def kind_name(scheme: Scheme, kind: str) -> str:
    """What the scheme calls a kind of party; a kind that no list knows, as one added here, is its own name."""
    try:
        return str(scheme.party_name(kind))
    except KeyError:
        return str(PartyKind(kind).label) if kind in PartyKind.values else kind


def party_kinds(scheme: Scheme, partners: Iterable[Partner], wanted: Iterable[WantedParty] = ()) -> list[KindOfParty]:
    """Every required and expected kind, and the other kinds that are there or to be approached.

    ``partners`` come with their contacts.
    """
    lines: dict[str, list[PartyLine]] = {}
    for partner in partners:
        lines.setdefault(partner.kind, []).append(PartyLine(partner, tuple(partner.contacts.all())))
    wishes = {one.kind: one for one in wanted}
    required = [need.kind for need in scheme.required_parties]
    expected = [need.kind for need in scheme.expected_parties]
    others = sorted({*lines, *wishes} - {*required, *expected}, key=lambda kind: kind_name(scheme, kind))
    groups = [(REQUIRED, required), (EXPECTED, expected), (OTHER, others)]
    return [
        KindOfParty(kind, kind_name(scheme, kind), group, tuple(lines.get(kind, ())), wishes.get(kind))
        for group, kinds in groups
        for kind in kinds
    ]


def every_kind(scheme: Scheme, own: Iterable[str] = ()) -> list[str]:
    """The kinds the scheme names first, then every other kind the house knows (S002 1.5), then those added here (F08)."""
    return list(dict.fromkeys([*(need.kind for need in scheme.parties), *PartyKind.values, *own]))


def commitment_counts(partners: Iterable[Partner]) -> list[tuple[Commitment, int]]:
    """How many parties are invited, take part, declined, left (F06)."""
    answers = [partner.commitment for partner in partners]
    return [(commitment, answers.count(commitment)) for commitment in Commitment]
