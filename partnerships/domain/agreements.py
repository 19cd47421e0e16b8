"""Agreements: send, withdraw (F16, F17); drafts are made in ``drafting.py``. A sent text is frozen for ever."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.documents.ids import new_document_id
from partnerships.domain.activity import record
from partnerships.domain.agreement_documents import find_document, signable_documents
from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.drafting import discard_draft, draft_agreement, draft_of, keep_version, revise_draft
from partnerships.domain.outbox import mail_row, queue_mails
from partnerships.domain.party_lists import refuse_unnamed, why_not_named
from partnerships.domain.round_standing import refused_rounds
from partnerships.domain.rounds import AT_ONCE, RoundPlan, ask
from partnerships.domain.sheets import names_of
from partnerships.domain.signers import planned_signers
from partnerships.domain.term_texts import with_term
from partnerships.exceptions import AlreadySent, ReasonNeeded, Refused, SigningStopped, StaleState
from partnerships.models import Agreement, Partner, User

__all__ = [
    "discard_draft",
    "draft_agreement",
    "drop_refused",
    "find_document",
    "revise_draft",
    "send_agreement",
    "signable_documents",
    "why_not_send",
    "withdraw_agreement",
]


def why_not_send(agreement: Agreement, *, witnesses: Sequence[Partner] = ()) -> str:
    """The reason a draft cannot be sent yet; "" when it can."""
    try:
        signers = planned_signers(agreement, witnesses=witnesses)
    except Refused as refusal:
        return str(refusal)
    if not agreement.text:
        return _("The text is empty. Write what the parties agree on.")
    return why_not_named(agreement, signers)


@transaction.atomic
def send_agreement(
    agreement: Agreement, *, by: User, at: datetime, witnesses: Sequence[Partner] = (), seen_sha256: str = "",
    plan: RoundPlan = AT_ONCE,
) -> Agreement:  # fmt: skip
    """Freeze the text and ask every signatory to sign it, with a mail for each whose turn it is.

    ``plan``: at once or in turns, the last days to sign, the rhythm of reminders, how long the text is valid.
    ``witnesses``: parties that sign as a witness instead of as a party. ``seen_sha256``: mark of the text the sender
    had on the screen; another text raises ``StaleState``. Raises ``AlreadySent``, ``PartiesMissing`` when a party the
    document or scheme asks for does not take part, ``SignatoriesMissing`` when a party has nobody who may sign,
    ``PartyNotInText`` when the words name other parties than those that sign.
    """
    frozen: Agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if frozen.sent_at or frozen.withdrawn_at:
        raise AlreadySent
    if seen_sha256 not in ("", text_hash(frozen.text)):
        raise StaleState
    if not frozen.text:
        raise Refused(_("The text is empty. Write what the parties agree on."))
    plan.check(on=timezone.localtime(at).date())
    signers = planned_signers(frozen, witnesses=witnesses, also=plan.also)
    refuse_unnamed(frozen, signers)
    text = with_term(frozen.text, valid_until=plan.valid_until, notice_days=plan.notice_days)
    draft_of(frozen).update(
        text=text,
        sent_at=at,
        sent_by=by,
        text_sha256=text_hash(text),
        document_number=new_document_id(),
        named=names_of(frozen),
        **plan.kept(),
    )
    frozen.refresh_from_db()
    keep_version(frozen, by=by, at=at)
    record(frozen.partnership, "sent_agreement", by=by, at=at, cycle=frozen.cycle, about=frozen, signers=len(signers))
    ask(frozen, signers, by=by, at=at, plan=plan)
    return frozen


@transaction.atomic
def withdraw_agreement(agreement: Agreement, *, reason: str, by: User, at: datetime) -> None:
    """Stop a round before everybody signed; whoever was asked gets a mail with the reason. The text stays readable.

    Raises ``ReasonNeeded``, or ``SigningStopped`` when it is no longer out for signing.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded
    still_out = Agreement.objects.filter(
        pk=agreement.pk, sent_at__isnull=False, withdrawn_at__isnull=True, completed_at__isnull=True
    )
    if not still_out.update(withdrawn_at=at, withdrawn_reason=reason):
        raise SigningStopped
    record(
        agreement.partnership, "withdrew_agreement", by=by, at=at, cycle=agreement.cycle, about=agreement, why=reason
    )
    queue_mails(
        mail_row(
            agreement.partnership_id, "agreement_withdrawn", to=signature.email, to_name=signature.name, at=at,
            token_for=signature.link, title=agreement.title, partnership_name=agreement.partnership.name, reason=reason,
        )
        for signature in agreement.signatures.all() if not signature.waits  # who was never asked hears nothing
    )  # fmt: skip


@transaction.atomic
def drop_refused(agreement: Agreement, *, reason: str, by: User, at: datetime) -> None:
    """Withdraw a text that somebody refused: no new round of it comes, and it waits for nobody any more.

    Nobody is mailed: everybody who was asked heard of the refusal, and that it stopped the round. Raises
    ``ReasonNeeded``, or ``SigningStopped`` for a text that is not refused, was withdrawn before, or has a newer round.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    waiting = refused_rounds().filter(pk=agreement.pk)
    if not waiting.update(dropped_at=at, withdrawn_reason=reason):
        raise SigningStopped
    record(
        agreement.partnership, "dropped_refused_agreement", by=by, at=at, cycle=agreement.cycle, about=agreement,
        why=reason,
    )  # fmt: skip
