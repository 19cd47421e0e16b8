"""What a new round takes from the one it replaces: who witnessed, who signed in somebody's place, why it was refused."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from partnerships.domain.agreement_texts import text_hash, tidy
from partnerships.domain.term_texts import without_term
from partnerships.mailbox import mailbox_key
from partnerships.models import Agreement, Contact, Signature


@dataclass(frozen=True)
class RoundBefore:
    """Parties that signed as a witness only; people who witnessed beside their party, by party and address.

    ``stood_in``: by party who was asked in the place of somebody else; those rows carry ``stood_in_for``, the first name.
    """

    witnesses: frozenset[int] = frozenset()
    also: frozenset[tuple[int, str]] = frozenset()
    stood_in: dict[int, list[Signature]] = field(default_factory=dict)

    def witnessed(self, contact: Contact) -> bool:
        """Was this person asked as a witness, with or beside their party?"""
        return contact.partner_id in self.witnesses or self.beside(contact)

    def beside(self, contact: Contact) -> bool:
        return (contact.partner_id, mailbox_key(contact.email)) in self.also


def round_before(agreement: Agreement) -> RoundBefore:
    """What is known of the round this one replaces; nothing for a first round. Two queries."""
    if agreement.replaces_id is None:
        return RoundBefore()
    rows = list(Signature.objects.filter(agreement=agreement.replaces_id).prefetch_related("hand_overs"))
    signing = {one.partner_id for one in rows if not one.as_witness}
    witnesses = [one for one in rows if one.as_witness]
    stood_in: dict[int, list[Signature]] = {}
    for row in rows:
        if handed := list(row.hand_overs.all()):
            row.stood_in_for = handed[0].from_name  # type: ignore[attr-defined]
            stood_in.setdefault(row.partner_id, []).append(row)
    return RoundBefore(
        witnesses=frozenset(one.partner_id for one in witnesses if one.partner_id not in signing),
        also=frozenset((one.partner_id, mailbox_key(one.email)) for one in witnesses if one.partner_id in signing),
        stood_in=stood_in,
    )


def refused_text_warning(agreement: Agreement) -> str:
    """Somebody refused these very words in the round before; "" when they are others, or nobody refused."""
    before = agreement.replaces
    if before is None or text_hash(_own(before.text)) != text_hash(_own(agreement.text)):
        return ""
    refusal = before.signatures.filter(declined_at__isnull=False).select_related("partner__organisation").first()
    if refusal is None:
        return ""
    return _(
        "This is the same text that %(party)s refused to sign in round %(round)s. Their reason: %(reason)s. Change the "
        "text first, or ask them whether they sign it now."
    ) % {"party": refusal.party_name, "round": before.round, "reason": refusal.decline_reason.strip().rstrip(".")}


def _own(text: str) -> str:
    """The words without the term that was added on sending."""
    return tidy(without_term(text))
