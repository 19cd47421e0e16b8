"""Signing and refusing, by somebody with a link and a mailed code (F16, F17, B12). Nothing here needs an account."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.domain.activity import record
from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.attachment_news import tell_parties
from partnerships.domain.mandates import words_at_signing
from partnerships.domain.outbox import mail_row, queue_mails
from partnerships.domain.proofs import proof_for
from partnerships.domain.rounds import ask_next
from partnerships.domain.signatories import leaders_and_sender
from partnerships.enums import CodeFor, SignatureMethod
from partnerships.exceptions import (
    AlreadyAnswered,
    CodeExpired,
    CodeJustSent,
    CodeWrong,
    LinkExpired,
    NotYourTurn,
    ReasonNeeded,
    Refused,
    SigningStopped,
    StaleState,
    TextChanged,
    TooManyCodes,
)
from partnerships.mailbox import mailbox_key
from partnerships.models import Agreement, Outbox, Signature, User
from partnerships.tokens import code_fits, make_code, mark_of_code

TRIES_PER_CODE = 5
CODES_PER_HOUR = 5
PAUSE = timedelta(seconds=30)  # a second click asks for no second code


def statement_for(signature: Signature) -> str:
    """What the person declares by ticking the box; kept with the signature in these very words."""
    words = {"title": signature.agreement.title, "organisation": signature.party_name}
    if signature.as_witness:
        return _("I have read %(title)s. On behalf of %(organisation)s I sign as a witness.") % words
    return _("I have read %(title)s. I may sign on behalf of %(organisation)s and agree with the whole text.") % words


def require_open(signature: Signature, *, at: datetime) -> None:
    """Can this person answer now? Raises ``AlreadyAnswered``, ``SigningStopped``, ``NotYourTurn`` or ``LinkExpired``."""
    if signature.signed_at or signature.declined_at:
        raise AlreadyAnswered
    if not signature.agreement.is_open:
        raise SigningStopped
    if signature.waits:
        raise NotYourTurn
    if signature.expires_at <= at:
        raise LinkExpired


def require_objectable(signature: Signature) -> None:
    """Is there a record of ink in this person's name to object to? Raises ``StaleState`` when there is none."""
    if not signature.signed_at or signature.method != SignatureMethod.PAPER:
        raise StaleState


@transaction.atomic
def request_code(
    signature: Signature,
    *,
    at: datetime,
    method: SignatureMethod = SignatureMethod.LINK,
    code_for: CodeFor = CodeFor.SIGN,
) -> None:
    """Send a code of six digits, by mail or as the installation chose; at the table always by mail.

    A link may be in anybody's hands, so each act by link asks a code of its own (``code_for``), and the message says of
    which. The row holds its hash, the mail's row only when it was asked. Raises ``CodeJustSent`` within 30 seconds of the
    last one for the same act, ``TooManyCodes`` after five in an hour, and what ``require_open`` raises.
    """
    if code_for == CodeFor.OBJECT:
        require_objectable(signature)
    else:
        require_open(signature, at=at)
    link = f"code:{signature.uuid}:"
    recent = Outbox.objects.filter(token_for__startswith=link, created_at__gt=at - timedelta(hours=1)).order_by("-pk")
    asked_for = list(recent.values_list("context__code_for", flat=True))
    if len(asked_for) >= CODES_PER_HOUR:
        raise TooManyCodes
    valid_for = timedelta(minutes=settings.SIGNING_CODE_MINUTES)
    stamp = str(int(at.timestamp() * 1000))
    code = make_code(str(signature.uuid), signature.nonce, stamp)
    not_just_now = Q(code_expires_at__isnull=True) | Q(code_expires_at__lt=at + valid_for - PAUSE)
    if asked_for and asked_for[0] != code_for:  # who thinks again within the pause needs another code, not that one
        not_just_now = Q()
    signed = code_for == CodeFor.OBJECT
    free = Signature.objects.filter(not_just_now, pk=signature.pk, nonce=signature.nonce, signed_at__isnull=not signed)
    proof = proof_for(signature, at_table=method == SignatureMethod.DEVICE)
    if not free.update(
        code_hash=mark_of_code(_marked(signature, code_for), code), code_expires_at=at + valid_for, code_tries=0,
        second_proof=proof.kind,
    ):  # fmt: skip
        raise CodeJustSent
    proof.send_code(signature, token_for=f"{link}{signature.nonce}:{stamp}", code_for=code_for, at=at)
    record(
        signature.partnership_id, "asked_signing_code", by=None, at=at, about=signature.agreement,
        actor_name=str(signature), on_behalf_of=signature.partner.organisation.name,
    )  # fmt: skip


def _marked(signature: Signature, code_for: CodeFor) -> str:
    """What a code belongs to: this request, and this act."""
    return f"{signature.uuid}" if code_for == CodeFor.SIGN else f"{signature.uuid}.{code_for}"


def check_code(
    signature: Signature, code: str, *, at: datetime, method: SignatureMethod = SignatureMethod.LINK,
    code_for: CodeFor = CodeFor.SIGN,
) -> str:  # fmt: skip
    """The hash the code fits. Counts the try first, and outside any transaction of ours, so that no try is free.

    Raises ``CodeExpired`` when there is no code, it ran out, its five tries are used, or it was sent for the other way
    of signing (at the table instead of by link) and proves something else there; else ``CodeWrong``.
    """
    row: Signature = Signature.objects.get(pk=signature.pk)
    if not row.code_hash or row.code_expires_at is None or row.code_expires_at <= at:
        raise CodeExpired
    if row.second_proof != proof_for(row, at_table=method == SignatureMethod.DEVICE).kind:
        raise CodeExpired
    tries = Signature.objects.filter(pk=row.pk, code_hash=row.code_hash, code_tries__lt=TRIES_PER_CODE)
    if not tries.update(code_tries=F("code_tries") + 1):
        raise CodeExpired
    if not code_fits("".join(code.split()), uuid=_marked(signature, code_for), mark=row.code_hash):
        left = TRIES_PER_CODE - row.code_tries - 1
        if left < 1:
            raise CodeExpired
        raise CodeWrong(
            ngettext(
                "This is not the code we sent. You can try %(left)s more time.",
                "This is not the code we sent. You can try %(left)s more times.",
                left,
            )
            % {"left": left}
        )
    return row.code_hash


def sign(
    signature: Signature, *, name: str, function: str, statement_accepted: bool, code: str, ip: str | None,
    text_sha256: str, at: datetime, method: SignatureMethod = SignatureMethod.LINK,
) -> None:  # fmt: skip
    """Sign with a mailed code, by one's own link or at the table.

    ``text_sha256``: mark of the text on the person's screen. Raises ``AlreadyAnswered``, ``SigningStopped``,
    ``LinkExpired``, ``TextChanged``, ``CodeWrong``, ``CodeExpired``, and ``StaleState`` for the second of two at once.
    """
    require_open(signature, at=at)
    agreement = signature.agreement
    if not statement_accepted or not name.strip():
        raise Refused(_("Tick the box with your statement and fill in your name."))
    if not text_sha256 == agreement.text_sha256 == text_hash(agreement.text):
        raise TextChanged
    code_hash = check_code(signature, code, at=at, method=method)
    put_signature(
        signature, proof={"code_hash": code_hash}, name=name, function=function, method=method, at=at,
        text_sha256=text_sha256, ip=ip, statement=statement_for(signature),
    )  # fmt: skip


@transaction.atomic
def put_signature(
    signature: Signature, *, proof: dict[str, Any], name: str, function: str, method: SignatureMethod, at: datetime,
    on: date | None = None, by: User | None = None, **kept: Any,
) -> None:  # fmt: skip
    """Keep a signature that was proven, and ask the next turn where parties sign one after the other.

    The last one completes the agreement, and the clock then finds it for sealing.

    ``proof``: what the row must still hold (the code that was given); nothing for a scan. ``kept``: other fields of
    the row. ``on``: the day it was given, for its mandate; left out, that of ``at``. ``by``: who records it for
    somebody else. Raises ``SigningStopped``, ``NotYourTurn`` however it was proven, and ``StaleState`` when the row
    changed meanwhile.
    """
    locked = Agreement.objects.select_for_update().get(pk=signature.agreement_id)  # two last signers: one completes
    if not locked.is_open:
        raise SigningStopped
    unanswered = Signature.objects.filter(pk=signature.pk, signed_at=None, declined_at=None, **proof)
    waits = Q(turn__gt=0, asked_at__isnull=True)
    signed = unanswered.filter(~waits, nonce=signature.nonce).update(
        signed_at=at, signed_name=name.strip(), signed_function=function.strip(), method=method, code_hash="",
        code_expires_at=None, mandate=words_at_signing(signature, on=on or timezone.localtime(at).date()), **kept,
    )  # fmt: skip
    if not signed and unanswered.filter(waits).exists():
        raise NotYourTurn
    if not signed:
        raise StaleState
    _record(signature, "signed_agreement", at=at, by=by, who=name.strip(), function=function.strip())
    if not locked.signatures.filter(signed_at__isnull=True).exists():
        Agreement.objects.filter(pk=locked.pk, completed_at__isnull=True).update(completed_at=at)
        record(locked.partnership_id, "completed_agreement", by=None, at=at, cycle=locked.cycle, about=locked)
        tell_parties(locked, at=at)
    else:
        ask_next(locked, at=at)


def decline(signature: Signature, *, reason: str, code: str, at: datetime) -> None:
    """Refuse, with a reason and a code. This stops the whole round; who leads and everybody who was asked get a mail.

    Raises ``ReasonNeeded``, ``AlreadyAnswered``, ``SigningStopped``, ``LinkExpired``, ``CodeWrong``, ``CodeExpired`` or
    ``StaleState``.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded
    require_open(signature, at=at)
    code_hash = check_code(signature, code, at=at, code_for=CodeFor.REFUSE)
    put_refusal(signature, code_hash=code_hash, reason=reason, at=at)


@transaction.atomic
def put_refusal(signature: Signature, *, code_hash: str, reason: str, at: datetime) -> None:
    """Keep a refusal that was proven. Raises ``SigningStopped``, or ``StaleState`` when the row changed meanwhile."""
    agreement = Agreement.objects.select_for_update().get(pk=signature.agreement_id)
    if not Agreement.objects.filter(pk=agreement.pk, withdrawn_at=None, completed_at=None).update(withdrawn_at=at):
        raise SigningStopped
    unanswered = Signature.objects.filter(
        pk=signature.pk, nonce=signature.nonce, code_hash=code_hash, signed_at=None, declined_at=None
    )
    if not unanswered.update(declined_at=at, decline_reason=reason, code_hash="", code_expires_at=None):
        raise StaleState
    _record(signature, "declined_agreement", at=at, why=reason)
    _tell_of_refusal(signature, reason, at=at)


def _tell_of_refusal(signature: Signature, reason: str, *, at: datetime) -> None:
    agreement = signature.agreement
    words: dict[str, Any] = {
        "title": agreement.title, "partnership_name": agreement.partnership.name, "reason": reason,
        "organisation": signature.partner.organisation.name,
    }  # fmt: skip
    leaders = leaders_and_sender(agreement, at=at)
    mails = [
        mail_row(
            agreement.partnership_id, "agreement_refused", to=user.email, to_name=str(user), at=at,
            language=user.language, path=agreement.get_absolute_url(), **words,
        )
        for user in leaders
    ]  # fmt: skip
    told = {mailbox_key(signature.email), *(mailbox_key(user.email) for user in leaders)}
    for other in agreement.signatures.all():
        if mailbox_key(other.email) in told or (other.waits and not other.as_witness):
            continue  # whose turn never came heard nothing of this text
        told.add(mailbox_key(other.email))
        mails.append(
            mail_row(
                agreement.partnership_id, "agreement_refused", to=other.email, to_name=other.name, at=at,
                token_for=other.link, **words,
            )
        )  # fmt: skip
    queue_mails(mails)


def _record(signature: Signature, verb: str, *, at: datetime, by: User | None = None, **details: str) -> None:
    record(
        signature.partnership_id, verb, by=by, at=at, cycle=signature.agreement.cycle, about=signature.agreement,
        actor_name=f"{details.get('who') or signature.name} ({signature.partner.organisation.name})",
        on_behalf_of=signature.partner.organisation.name, **details,
    )  # fmt: skip
