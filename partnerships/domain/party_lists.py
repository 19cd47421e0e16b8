"""The list of parties in the words of a text: who signs stands in it, and who stands in it is asked (F16, F17)."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from partnerships.domain.agreement_documents import document_of, parties_of
from partnerships.domain.annexes import without_annexes
from partnerships.domain.clause_checking import PARTY_LIST, whole_words
from partnerships.domain.drafting import revise_draft
from partnerships.domain.party_overview import kind_name
from partnerships.domain.signers import Signer
from partnerships.exceptions import PartyNotInText
from partnerships.models import Agreement, Partner, User

NUMBERED = re.compile(r"(?P<number>\d{1,3})\.[ ]+(?P<words>.+)")
NAME = re.compile(r"(?P<name>.+?)(?=[ ]\(|,|;|$)")  # what stands before the kind of party, or before who stands for it


@dataclass(frozen=True)
class PartyList:
    """Where the list stands in the lines of a text (half-open), and what each of its lines says after its number."""

    first: int
    end: int
    entries: tuple[str, ...]


def party_list(text: str, names: Collection[str]) -> PartyList | None:
    """The numbered list of parties of a text: the first that names one of ``names``, else what stands under such a heading.

    None for a text that lists nobody: it names its parties in its sentences.
    """
    lines, heading, under_heading = without_annexes(text).split("\n"), "", None
    place = 0
    while place < len(lines):
        if lines[place].startswith("## "):
            heading = lines[place].removeprefix("## ")
        found = _run_from(lines, place)
        if found is None:
            place += 1
            continue
        if any(_names(entry, name) for entry in found.entries for name in names):
            return found
        if under_heading is None and PARTY_LIST.fullmatch(heading):
            under_heading = found
        place = found.end
    return under_heading


def _run_from(lines: Sequence[str], first: int) -> PartyList | None:
    """The numbered lines that follow each other from here on, blank lines between them or not; a lower number begins anew."""
    entries, end, last = [], first, -1
    for place in range(first, len(lines)):
        match = NUMBERED.fullmatch(lines[place])
        if match is None and lines[place].strip():
            break
        if match is not None and int(match["number"]) <= last:
            break
        if match is not None:
            entries.append(match["words"].strip())
            end, last = place + 1, int(match["number"])
    return PartyList(first, end, tuple(entries)) if NUMBERED.fullmatch(lines[first]) else None


def _names(entry: str, name: str) -> bool:
    """Does a line of the list begin with this organisation, and not with a longer name that begins the same?"""
    if not entry.startswith(name):
        return False
    rest = entry[len(name) :]
    return not rest.strip() or rest.startswith(" (") or rest[0] in ",;."


def is_listed(text: str, partner: Partner) -> bool:
    """Does the list of parties of a text name this organisation?"""
    name = partner.organisation.name
    listed = party_list(text, {name})
    return listed is not None and any(_names(entry, name) for entry in listed.entries)


def why_not_named(agreement: Agreement, signers: Iterable[Signer], *, unsure: Collection[int] = ()) -> str:
    """Why the words do not fit who signs them; "" when they do.

    Everybody who signs as a party stands in the text: in its list, or where it has none, anywhere in its sentences. And
    everybody it lists is asked, as a party or as a witness. ``unsure``: partners that may still become a witness.
    """
    asked = list(signers)
    names = {one.contact.partner.organisation.name for one in asked}
    parties = {one.contact.partner.organisation.name for one in asked if not one.as_witness}
    open_still = {one.contact.partner.organisation.name for one in asked if one.contact.partner_id in unsure}
    said = []
    if absent := _absent(agreement.text, parties - open_still, names):
        said.append(_("These parties sign and do not stand in the text: %(parties)s.") % {"parties": ", ".join(absent)})
    if over := not_asked(agreement.text, names):
        said.append(_("The text lists who is not asked to sign: %(parties)s.") % {"parties": ", ".join(over)})
    return " ".join([_("The text is older than the list of parties."), *said]) if said else ""


def _absent(text: str, wanted: Iterable[str], names: Collection[str]) -> list[str]:
    listed = party_list(text, names)
    if listed is None:
        words = without_annexes(text)
        return sorted(name for name in wanted if not whole_words(name).search(words))
    return sorted(name for name in wanted if not any(_names(entry, name) for entry in listed.entries))


def not_asked(text: str, names: Collection[str]) -> list[str]:
    """Whom the list of parties of a text names, beside ``names``: who left, declined, or was called otherwise."""
    listed = party_list(text, names)
    if listed is None:
        return []
    return [_name_of(entry) for entry in listed.entries if not any(_names(entry, name) for name in names)]


def _name_of(entry: str) -> str:
    match = NAME.match(entry)
    return match["name"].strip() if match else entry


def refuse_unnamed(agreement: Agreement, signers: Iterable[Signer]) -> None:
    """Raises ``PartyNotInText`` with ``why_not_named``."""
    if reason := why_not_named(agreement, signers):
        raise PartyNotInText(reason)


def renew_party_list(agreement: Agreement, *, by: User, at: datetime, seen_sha256: str = "") -> None:
    """Put the parties of now in the list of a draft, and leave everything else as it is. Kept as a version.

    Of a party that stays, what somebody wrote behind its name stays as well. A text without a list gets one at its end.
    Raises what ``revise_draft`` raises.
    """
    partners = parties_of(agreement.cycle, document_of(agreement), chosen=list(agreement.party_ids) or None)
    revise_draft(agreement, text=with_party_list(agreement, partners), by=by, at=at, seen_sha256=seen_sha256)


def with_party_list(agreement: Agreement, partners: Sequence[Partner]) -> str:
    """The words of a draft, without its annexes, with a list of exactly these parties."""
    body, names = without_annexes(agreement.text), {one.organisation.name for one in partners}
    listed = party_list(body, names)
    with translation.override(settings.LANGUAGE_CODE):
        kept = listed.entries if listed else ()
        entries = [_entry(one, kept, agreement) for one in partners]
        numbered = [f"{number}. {words}" for number, words in enumerate(entries, start=1)]
        if listed is None:
            return "\n".join([body, "", "## " + _("Parties"), "", *numbered])
    lines = body.split("\n")
    return "\n".join([*lines[: listed.first], *numbered, *lines[listed.end :]])


def _entry(partner: Partner, kept: Iterable[str], agreement: Agreement) -> str:
    name = partner.organisation.name
    written = next((entry for entry in kept if _names(entry, name)), "")
    return written or f"{name} ({kind_name(agreement.cycle.scheme, partner.kind)})"
