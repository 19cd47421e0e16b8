"""Handing a request to sign over inside the organisation: "I am not the one who signs" (F11, F16)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from partnerships.domain.activity import record
from partnerships.domain.outbox import mail_row, queue_mails
from partnerships.domain.rounds import request_mail
from partnerships.domain.signatories import leaders_and_sender, put_in_place, still_asked
from partnerships.domain.signing import check_code, require_open
from partnerships.enums import CodeFor
from partnerships.exceptions import LinkExpired, NotYourTurn, SameAddress, TooManyHandOvers
from partnerships.mailbox import same_mailbox, stored_mailbox
from partnerships.models import Signature, SignatureHandOver

MOST = 5  # of one request: a link must not become a way to mail strangers


def hand_over(
    signature: Signature, *, name: str, function: str, email: str, note: str = "", code: str, at: datetime
) -> SignatureHandOver:
    """Let a colleague sign instead of the person who was asked; who, whom and when is kept.

    ``code``: sent for this, by the proof of this signature. A link alone moves nothing: whoever has it could name a
    mailbox of their own.

    The old link is dead from now on, the colleague gets a mail with their own; who leads is told, and so is the address
    that was asked. The mandate of the colleague is what the register says, mostly none.
    Raises ``AlreadyAnswered``, ``SigningStopped``,
    ``StaleState``, ``LinkExpired``, ``SameAddress``, ``TooManyHandOvers``, ``CodeWrong``, ``CodeExpired``, or ``Refused``
    for an address that may not sign here.
    """
    require_open(signature, at=at)
    check_code(signature, code, at=at, code_for=CodeFor.HAND_OVER)  # outside the transaction: no try is free
    return put_hand_over(signature, name=name, function=function, email=email, note=note, at=at)


@transaction.atomic
def put_hand_over(
    signature: Signature, *, name: str, function: str, email: str, note: str, at: datetime
) -> SignatureHandOver:
    """Keep a hand-over that was proven; what it raises stands at ``hand_over``."""
    row = still_asked(signature)
    if row.waits:
        raise NotYourTurn
    if row.expires_at <= at:
        raise LinkExpired
    if same_mailbox(email, row.email):
        raise SameAddress
    if row.hand_overs.filter(replaced=False).count() >= MOST:
        raise TooManyHandOvers
    made: SignatureHandOver = SignatureHandOver.objects.create(
        partnership_id=row.partnership_id, signature=row, from_name=row.name, from_function=row.function,
        from_email=row.email, from_nonce=row.nonce, to_name=name.strip(),
        to_function=function.strip(), to_email=stored_mailbox(email),
        note=note.strip(), at=at,
    )  # fmt: skip
    put_in_place(row, name=made.to_name, function=made.to_function, email=made.to_email, at=at)
    party = row.partner.organisation.name
    record(
        row.partnership_id, "handed_over_signing", by=None, at=at, cycle=row.agreement.cycle, about=row.agreement,
        actor_name=f"{made.from_name} ({party})", on_behalf_of=party, new=made.to_name, party=party,
        old_email=made.from_email, new_email=made.to_email,
    )  # fmt: skip
    _tell(row, made, at=at)
    return made


def name_on_sheet(made: SignatureHandOver) -> str:
    """The colleague, where the sealed sheet names them anyway; "" else. For a link that may be in anybody's hands."""
    signature = made.signature
    if signature.agreement.document_id is None:
        return ""
    named = {signature.signed_name, *(one.from_name for one in signature.hand_overs.all())}
    return made.to_name if made.to_name in named else ""


def _tell(signature: Signature, made: SignatureHandOver, *, at: datetime) -> None:
    """The colleague, who can sign now; who was asked, with no link; and who leads, who has a mandate to ask for."""
    agreement = signature.agreement
    leaders = leaders_and_sender(agreement, at=at)
    words: dict[str, Any] = {"from_name": made.from_name, "from_function": made.from_function, "note": made.note}
    mails = [request_mail(signature, "signature_handed_over", asked_by=made.from_name, at=at, **words)]
    mails.append(
        mail_row(
            agreement.partnership_id, "signature_handed_over_noted", to=made.from_email, to_name=made.from_name, at=at,
            title=agreement.title, partnership_name=agreement.partnership.name,
            organisation=signature.partner.organisation.name, new_name=made.to_name, new_function=made.to_function,
            new_email=made.to_email, asks=[f"{user} ({user.email})" for user in leaders],
        )
    )  # fmt: skip
    mails += [
        mail_row(
            agreement.partnership_id, "signature_handed_over_told", to=user.email, to_name=str(user), at=at,
            language=user.language, path=agreement.get_absolute_url(), title=agreement.title,
            partnership_name=agreement.partnership.name, organisation=signature.partner.organisation.name,
            new_name=made.to_name, new_function=made.to_function, new_email=made.to_email, **words,
        )
        for user in leaders
    ]  # fmt: skip
    queue_mails(mails)
