"""Proof that somebody who is signed in with another account also reads the mail of the invited address.

A link may have been passed on. A code of six digits goes to the invited address at the moment of accepting; it fits one
account, minutes long, five tries.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import ngettext

from partnerships.domain.activity import record
from partnerships.domain.outbox import queue_mail
from partnerships.exceptions import CodeExpired, CodeJustSent, CodeWrong, StaleState, TooManyCodes
from partnerships.models import Invitation, Outbox, User
from partnerships.tokens import code_fits, make_code, mark_of_code

TRIES_PER_CODE = 5
CODES_PER_HOUR = 5
PAUSE = timedelta(seconds=30)  # a second click asks for no second code


@transaction.atomic
def request_invitation_code(invitation: Invitation, *, user: User, at: datetime) -> None:
    """Mail a code to the invited address, with which ``user`` and nobody else may accept.

    Raises ``CodeJustSent`` within 30 seconds of the last one, ``TooManyCodes`` after five in an hour, ``StaleState``
    once the invitation was used or withdrawn.
    """
    link = f"code:{invitation.uuid}:"
    asked = Outbox.objects.filter(token_for__startswith=link, created_at__gt=at - timedelta(hours=1)).count()
    if asked >= CODES_PER_HOUR:
        raise TooManyCodes
    valid_for = timedelta(minutes=settings.SIGNING_CODE_MINUTES)
    stamp = f"{int(at.timestamp() * 1000)}-{user.pk}"
    mark = mark_of_code(str(invitation.uuid), make_code(str(invitation.uuid), invitation.nonce, stamp))
    open_ones = Invitation.objects.filter(
        pk=invitation.pk, nonce=invitation.nonce, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    if not open_ones.exists():
        raise StaleState
    waited = Q(code_expires_at__isnull=True) | Q(code_expires_at__lt=at + valid_for - PAUSE)
    if not open_ones.filter(waited).update(code_for=user, code_hash=mark, code_expires_at=at + valid_for, code_tries=0):
        raise CodeJustSent
    queue_mail(
        invitation.partnership_id, "invitation_code", to=invitation.email, to_name=invitation.name, at=at,
        language=settings.LANGUAGE_CODE, token_for=f"{link}{invitation.nonce}:{stamp}", account=user.email,
        partnership_name=invitation.partnership.name, minutes=settings.SIGNING_CODE_MINUTES,
    )  # fmt: skip
    record(invitation.partnership_id, "asked_invitation_code", by=user, at=at, about=invitation, account=user.email)


def check_invitation_code(invitation: Invitation, *, user: User, code: str, at: datetime) -> None:
    """Counts the try first, and outside any transaction of ours, so that no try is free.

    Raises ``CodeExpired`` when there is no code for this account, it ran out or its tries are used; else ``CodeWrong``.
    """
    row = Invitation.objects.only("code_hash", "code_for", "code_expires_at", "code_tries").get(pk=invitation.pk)
    if not row.code_hash or row.code_for_id != user.pk or row.code_expires_at is None or row.code_expires_at <= at:
        raise CodeExpired
    tries = Invitation.objects.filter(pk=row.pk, code_hash=row.code_hash, code_tries__lt=TRIES_PER_CODE)
    if not tries.update(code_tries=F("code_tries") + 1):
        raise CodeExpired
    if code_fits("".join(code.split()), uuid=str(invitation.uuid), mark=row.code_hash):
        return
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
