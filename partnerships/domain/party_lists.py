"""Who signs a text stands in its words, and who stands in them as a party is asked (F16, F17)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from partnerships.documents.inline import literal
from partnerships.domain.agreement_documents import document_of, parties_of
from partnerships.domain.annexes import without_annexes
from partnerships.domain.drafting import revise_draft
from partnerships.domain.listed_parties import (
    alike,
    keys_of,
    named_at_start,
    named_in,
    party_list,
    party_sentences,
    strangers,
    with_parties,
)
from partnerships.domain.party_overview import kind_name
from partnerships.domain.signers import Signer
from partnerships.exceptions import PartyNotInText, Refused
from partnerships.models import Agreement, Partner, User


def known_names() -> set[str]:
    """Every organisation that is, was or may become a party here."""
    return set(Partner.objects.values_list("organisation__name", flat=True))


def is_listed(text: str, partner: Partner) -> bool:
    """Does the list of parties of a text name this organisation?"""
    names = known_names()
    listed, keys, own = party_list(text, names), keys_of(names), alike(partner.organisation.name)
    return listed is not None and any(named_at_start(one, keys) == own for one in listed.entries)


def why_not_named(agreement: Agreement, signers: Iterable[Signer], *, unsure: Collection[int] = ()) -> str:
    """Why the words do not fit who signs them; "" when they do.

    Everybody who signs as a party stands in the text: in its list, or where it has none, anywhere in its sentences. And
    everybody it lists is asked, as a party or as a witness; where it has no list, nobody who left or declined stands
    among its parties. ``unsure``: partners that may still become a witness. The sheet of who joins or leaves later is
    about that party only, and says so in its sentences.
    """
    asked = list(signers)
    names = {one.contact.partner.organisation.name for one in asked}
    parties = {one.contact.partner.organisation.name for one in asked if not one.as_witness}
    wanted = parties - {one.contact.partner.organisation.name for one in asked if one.contact.partner_id in unsure}
    known = known_names() | names
    listed = None if agreement.parent_id else party_list(agreement.text, known)
    if listed is None:
        there = named_in(without_annexes(agreement.text), keys_of(known))
        over = [] if agreement.parent_id else _gone_words(gone_in_sentences(agreement.text, asked=names))
    else:
        there = {named_at_start(one, keys_of(known)) for one in listed.entries}
        over = _over_words(strangers(listed, names, known))
    said = [*_absent_words(one for one in wanted if alike(one) not in there), *over]
    return " ".join([_("The text is older than the list of parties."), *said]) if said else ""


def _absent_words(names: Iterable[str]) -> list[str]:
    return _about(sorted(names), _("These parties sign and do not stand in the text: %(parties)s."))


def _over_words(names: Iterable[str]) -> list[str]:
    return _about(names, _("The text lists who is not asked to sign: %(parties)s."))


def _gone_words(names: Iterable[str]) -> list[str]:
    said = _(
        "Where the text names the parties, it names who does not take part any more: %(parties)s. Change these words."
    )
    return _about(sorted(names), said)


def _about(names: Iterable[str], sentence: str) -> list[str]:
    """The sentence about these parties, if any; the point of a name that ends with one is the point of the sentence."""
    parties = ", ".join(names)
    return [sentence % {"parties": parties.removesuffix(".")}] if parties else []


def gone_in_sentences(text: str, *, asked: Collection[str]) -> set[str]:
    """Who left or declined and still stands among the parties of a text that has no list."""
    rows = Partner.objects.values_list("organisation__name", "left_on", "declined_on")
    gone = {name for name, left, declined in rows if left or declined} - set(asked)
    if not gone:
        return set()
    known = {*asked, *(name for name, _left, _declined in rows)}
    there = named_in(party_sentences(text, known), keys_of(known))
    return {name for name in gone if alike(name) in there}


def refuse_unnamed(agreement: Agreement, signers: Iterable[Signer]) -> None:
    """Raises ``PartyNotInText`` with ``why_not_named``."""
    if reason := why_not_named(agreement, signers):
        raise PartyNotInText(reason)


def renew_party_list(agreement: Agreement, *, by: User, at: datetime, seen_sha256: str = "") -> None:
    """Put the parties of now in the list of a draft, and leave everything else as it is. Kept as a version.

    What somebody wrote about a party that stays, stays as well. A text without a list gets one at its end. Raises what
    ``revise_draft`` raises, and ``Refused`` when its sentences name who left: no list can put those right.
    """
    partners = parties_of(agreement.cycle, document_of(agreement), chosen=list(agreement.party_ids) or None)
    revise_draft(agreement, text=with_party_list(agreement, partners), by=by, at=at, seen_sha256=seen_sha256)


def with_party_list(agreement: Agreement, partners: Sequence[Partner]) -> str:
    """The words of a draft, without its annexes, with a list of exactly these parties. Raises ``Refused``."""
    body = without_annexes(agreement.text)
    with translation.override(settings.LANGUAGE_CODE):
        lines = {one.organisation.name: _line(one, agreement) for one in partners}
        renewed = with_parties(body, lines, known_names())
        if renewed is not None:
            return renewed
        heading = _("Parties")
    if gone := gone_in_sentences(agreement.text, asked=list(lines)):
        raise Refused(" ".join(_gone_words(gone)))
    numbered = [f"{number}. {words}" for number, words in enumerate(lines.values(), start=1)]
    return "\n".join([body, "", f"## {heading}", "", *numbered])


def _line(partner: Partner, agreement: Agreement) -> str:
    return f"{literal(partner.organisation.name)} ({kind_name(agreement.cycle.scheme, partner.kind)})"
