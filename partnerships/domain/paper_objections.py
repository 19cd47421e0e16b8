"""A record of ink on paper is taken back: by who leads, with a reason, or by the word of the person themselves (F16)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.outbox import mail_row, queue_mail, queue_mails
from partnerships.domain.signatories import project_leaders
from partnerships.domain.signing import check_code, require_objectable
from partnerships.enums import CodeFor, SignatureMethod
from partnerships.exceptions import ReasonNeeded, StaleState
from partnerships.mailbox import mailbox_key
from partnerships.models import Agreement, Signature, User


def why_not_undo(signature: Signature) -> str:
    """Why this record cannot be taken back; "" when it can."""
    if not signature.signed_at or signature.method != SignatureMethod.PAPER:
        return _("This signature was not recorded from paper.")
    if not signature.agreement.is_open:
        return _("Everybody has signed, or the round was stopped. A mistake now means a new round.")
    return ""


@transaction.atomic
def undo_paper(signature: Signature, *, reason: str, by: User, at: datetime) -> None:
    """Take a record back, with the reason; the person is asked again. The scan stays among the documents.

    Raises ``ReasonNeeded``, or ``StaleState`` when it was taken back or the round was completed meanwhile.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded
    who = _clear(signature)
    record(
        signature.partnership_id, "undid_paper_signature", by=by, at=at, cycle=signature.agreement.cycle,
        about=signature.agreement, who=who, why=reason,
    )  # fmt: skip
    queue_mail(
        signature.partnership_id, "paper_undone", to=signature.email, to_name=signature.name, at=at,
        token_for=signature.link, title=signature.agreement.title, reason=reason, undone_by=str(by),
    )  # fmt: skip


def object_to_paper(signature: Signature, *, reason: str, code: str, at: datetime) -> bool:
    """The person says, with a code, that they did not sign this paper. True when the record fell away with that.

    While the round is open their word ends the record. After that nothing can be taken back by one person: everybody
    hears of it, and it stands with the signature from then on. It is said once; saying it again changes nothing.
    Raises ``ReasonNeeded``, ``CodeWrong``, ``CodeExpired``, ``StaleState`` when there is no such record.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded
    require_objectable(Signature.objects.get(pk=signature.pk))
    check_code(signature, code, at=at, code_for=CodeFor.OBJECT)  # outside the transaction: no try is free
    return _object(signature, reason=reason, at=at)


@transaction.atomic
def _object(signature: Signature, *, reason: str, at: datetime) -> bool:
    locked = Agreement.objects.select_for_update().get(pk=signature.agreement_id)
    row = Signature.objects.filter(pk=signature.pk, method=SignatureMethod.PAPER, signed_at__isnull=False).first()
    if row is None:
        raise StaleState
    Signature.objects.filter(pk=row.pk).update(code_hash="", code_expires_at=None)  # used
    who, ended = row.signed_name, locked.is_open
    if ended:
        _clear(signature)
    elif not Signature.objects.filter(pk=row.pk, objected_at=None).update(objected_at=at):
        return False
    verb = "objected_to_paper_signature"
    record(
        signature.partnership_id, verb, by=None, at=at, cycle=signature.agreement.cycle, about=signature.agreement,
        actor_name=str(signature), on_behalf_of=signature.partner.organisation.name, who=who, why=reason,
    )  # fmt: skip
    _tell(signature, reason, ended=ended, recorded_by=row.recorded_by_id, at=at)
    return ended


def _clear(signature: Signature) -> str:
    """Empty the record; the name it was on. Raises ``StaleState``."""
    agreement = Agreement.objects.select_for_update().get(pk=signature.agreement_id)
    if not agreement.is_open:
        raise StaleState
    rows = Signature.objects.filter(pk=signature.pk, method=SignatureMethod.PAPER, signed_at__isnull=False)
    who = rows.values_list("signed_name", flat=True).first()
    emptied = rows.update(
        signed_at=None, signed_name="", signed_function="", method=SignatureMethod.LINK, recorded_by=None, scan=None,
        signed_on_paper=None, statement="", text_sha256="",
    )  # fmt: skip
    if not emptied:
        raise StaleState
    return str(who)


def _tell(signature: Signature, reason: str, *, ended: bool, recorded_by: int | None, at: datetime) -> None:
    """Mail the leaders, and everybody who signed as well when they all had: once each."""
    agreement = signature.agreement
    words: dict[str, Any] = {"title": agreement.title, "reason": reason, "who": str(signature), "ended": ended}
    leaders = {user.pk: user for user in project_leaders(agreement.partnership_id, at=at)}
    if recorded_by is not None:
        leaders.setdefault(recorded_by, User.objects.get(pk=recorded_by))
    mails = [
        mail_row(
            agreement.partnership_id, "paper_objected", to=user.email, to_name=str(user), at=at,
            language=user.language, path=agreement.get_absolute_url(), **words,
        )
        for user in leaders.values()
    ]  # fmt: skip
    told = {mailbox_key(user.email) for user in leaders.values()}
    stands = not ended and agreement.completed_at is not None and agreement.withdrawn_at is None
    others = Signature.objects.filter(agreement=agreement).exclude(email="")
    for one in others if stands else []:
        if mailbox_key(one.email) not in told:
            told.add(mailbox_key(one.email))
            mails.append(
                mail_row(
                    agreement.partnership_id, "paper_objected", to=one.email, to_name=one.name, at=at,
                    token_for=one.link, signatory=True, **words,
                )
            )  # fmt: skip
    queue_mails(mails)
